"""Bad input of every public function of the linear algebra."""

import numpy as np

from mlcourse.linalg import (
    conditioning,
    coordinates,
    counting,
    eigen,
    elimination,
    few_digits,
    gallery,
    gram_schmidt,
    hessenberg,
    householder,
    low_rank,
    maps,
    named_maps,
    plane_eigen,
    power_iteration,
    recommend,
    schur,
    slides,
    solve,
    svd,
    symmetric_eigen,
    triangular,
    vector_spaces,
    vectors,
    whitening,
)
from tests.contract import Contract, bad

A = np.array([[2.0, 1.0], [1.0, 3.0]])
V = np.array([1.0, 2.0])
ONES = np.ones((2, 2), dtype=bool)

plane = bad.square | bad.one_of(np.eye(3))
count = bad.count(1)
fraction = bad.number | bad.below(0.0) | bad.above(1.0) | bad.one_of(1.0)
optional_fraction = bad.one_of("x", np.nan, -0.1, 1.0, [], np.ones(2))  # None is legal
optional_count = bad.one_of("x", np.nan, -1, 1.5, True, [])  # None is legal
optional_digits = bad.one_of("x", np.nan, 0, 1.5, True, [])  # None is legal
not_exact = bad.one_of(None, 0.1, True, "one", "nan", [], np.ones(2))
right_side = bad.one_of("x", None, np.nan, np.ones(3), [np.inf, 1.0], np.empty(0), 1.0)
pair = bad.vector | bad.one_of(np.ones(5))
mask = bad.matrix | bad.one_of(np.zeros((2, 2)), 2 * np.ones((2, 2)), np.ones((1, 2)))
pixels = bad.matrix | bad.one_of(np.array([[0.5, 1.0]]), np.ones((2, 3)))
not_a_result = bad.one_of(None, 1.0, "x", A)

CONTRACTS = [
    Contract(call=vectors.dot, good={"x": V, "y": V}, refuses={"x": bad.vector, "y": pair}),
    Contract(call=vectors.norm, good={"x": V}, refuses={"x": bad.vector}),
    Contract(
        call=vectors.cosine_similarity,
        good={"x": V, "y": V},
        refuses={"x": bad.vector | bad.one_of(np.zeros(2)), "y": pair | bad.one_of(np.zeros(2))},
    ),
    Contract(
        call=vectors.cosine_similarities,
        good={"features": A},
        refuses={"features": bad.matrix | bad.one_of(np.zeros((2, 2)))},
    ),
    Contract(
        call=vectors.angle,
        good={"x": V, "y": V},
        refuses={"x": bad.vector | bad.one_of(np.zeros(2)), "y": pair | bad.one_of(np.zeros(2))},
    ),
    Contract(
        call=vectors.project,
        good={"x": V, "onto": V},
        refuses={"x": bad.vector, "onto": pair | bad.one_of(np.zeros(2))},
    ),
    Contract(
        call=maps.grid_lines,
        good={"half_width": 2, "n_points": 3},
        refuses={"half_width": count, "n_points": bad.count(2)},
    ),
    Contract(
        call=maps.map_points,
        good={"a": A, "points": V},
        refuses={"a": bad.matrix, "points": bad.array | bad.one_of(np.ones(3), 1.0)},
    ),
    Contract(call=maps.signed_area, good={"a": A}, refuses={"a": plane}),
    Contract(
        call=maps.null_direction,
        good={"a": A, "tol": 0.0},
        refuses={"a": plane, "tol": fraction},
    ),
    Contract(
        call=maps.compose,
        good={"outer": A, "inner": A},
        refuses={"outer": bad.matrix, "inner": bad.matrix | bad.one_of(np.eye(3))},
    ),
    Contract(call=named_maps.rotation, good={"angle": 1.0}, refuses={"angle": bad.number}),
    Contract(call=named_maps.reflection, good={"angle": 1.0}, refuses={"angle": bad.number}),
    Contract(
        call=named_maps.scaling,
        good={"x_factor": 1.0, "y_factor": 2.0},
        refuses={"x_factor": bad.number, "y_factor": bad.number},
    ),
    Contract(call=named_maps.shear, good={"amount": 1.0}, refuses={"amount": bad.number}),
    Contract(
        call=slides.three_slides,
        good={"angle": 1.0},
        refuses={"angle": bad.number | bad.one_of(np.pi, -np.pi, 4.0)},
    ),
    Contract(
        call=slides.slide_pixels,
        good={"places": np.array([[1, 2], [3, -4]]), "amounts": V},
        refuses={"places": pixels, "amounts": bad.vector},
    ),
    Contract(
        call=slides.turn_pixels,
        good={"places": np.array([[1, 2], [3, -4]]), "angle": 1.0},
        refuses={"places": pixels, "angle": bad.number},
    ),
    Contract(
        call=triangular.forward_substitution,
        good={"lower": A, "b": V},
        refuses={"lower": bad.square | bad.one_of(np.zeros((2, 2))), "b": right_side},
    ),
    Contract(
        call=triangular.back_substitution,
        good={"upper": A, "b": V},
        refuses={"upper": bad.square | bad.one_of(np.zeros((2, 2))), "b": right_side},
    ),
    Contract(
        call=elimination.elimination_step,
        good=lambda: {"state": elimination.eliminate(A)[0], "pivoting": False},
        refuses={"state": not_a_result, "pivoting": bad.boolean},
    ),
    *(
        Contract(
            call=call,
            good={"a": A, "pivoting": True},
            refuses={"a": bad.matrix, "pivoting": bad.boolean},
        )
        for call in (elimination.eliminate, elimination.lu)
    ),
    Contract(call=elimination.determinant, good={"a": A}, refuses={"a": bad.square}),
    Contract(call=householder.householder_vector, good={"x": V}, refuses={"x": bad.vector}),
    Contract(call=householder.householder_qr, good={"a": A}, refuses={"a": bad.matrix}),
    Contract(
        call=householder.complete_basis,
        good={"q": np.ones((2, 1))},
        refuses={"q": bad.matrix | bad.one_of(np.ones((2, 3)))},
    ),
    Contract(
        call=gram_schmidt.remove_component,
        good={"v": V, "unit": [1.0, 0.0]},
        refuses={"v": bad.vector, "unit": pair | bad.one_of(V, np.zeros(2))},
    ),
    Contract(
        call=gram_schmidt.gram_schmidt,
        good={"vectors": A, "method": "modified", "tol": 1e-9},
        refuses={"vectors": bad.matrix, "method": bad.choice, "tol": fraction},
    ),
    Contract(
        call=vector_spaces.combine,
        good={"vectors": A, "coefficients": V},
        refuses={"vectors": bad.matrix, "coefficients": pair},
    ),
    *(
        Contract(
            call=call,
            good={"vectors": A, "tol": 1e-9},
            refuses={"vectors": bad.matrix, "tol": fraction},
        )
        for call in (
            vector_spaces.basis_columns,
            vector_spaces.dimension,
            vector_spaces.is_independent,
        )
    ),
    *(
        Contract(
            call=call,
            good={"x": V, "vectors": A, "tol": 1e-9},
            refuses={"x": pair, "vectors": bad.matrix, "tol": fraction},
        )
        for call in (vector_spaces.project_onto_span, vector_spaces.in_span)
    ),
    Contract(
        call=vector_spaces.null_space,
        good={"a": A, "tol": 1e-9},
        refuses={"a": bad.matrix, "tol": fraction},
    ),
    Contract(
        call=coordinates.coordinates,
        good={"points": A, "basis": A},
        refuses={
            "points": bad.one_of("x", None, np.ones(3), np.ones((1, 1, 2)), [np.nan, 1.0], 1.0),
            "basis": bad.square,
        },
    ),
    Contract(
        call=coordinates.change_of_basis,
        good={"old": A, "new": A},
        refuses={"old": bad.square, "new": plane},
    ),
    Contract(
        call=coordinates.matrix_in_basis,
        good={"a": A, "basis": A},
        refuses={"a": bad.square, "basis": plane},
    ),
    Contract(
        call=whitening.whiten,
        good={"features": A, "method": "zca"},
        refuses={
            "features": bad.matrix | bad.one_of(np.ones((3, 2)), np.ones((1, 2))),
            "method": bad.choice,
        },
    ),
    Contract(
        call=solve.solve_lu,
        good={"a": A, "b": V, "pivoting": False},
        refuses={"a": bad.square, "b": right_side, "pivoting": bad.boolean},
    ),
    Contract(
        call=solve.least_squares_qr,
        good={"a": A, "b": V},
        refuses={"a": bad.matrix, "b": right_side},
    ),
    Contract(
        call=solve.least_squares_svd,
        good={"a": A, "b": V, "tol": None},
        refuses={"a": bad.matrix, "b": right_side, "tol": optional_fraction},
    ),
    Contract(call=conditioning.condition_number, good={"a": A}, refuses={"a": bad.matrix}),
    Contract(
        call=conditioning.rank,
        good={"a": A, "tol": None},
        refuses={"a": bad.matrix, "tol": optional_fraction},
    ),
    Contract(call=conditioning.orthogonality_error, good={"q": A}, refuses={"q": bad.matrix}),
    Contract(
        call=conditioning.backward_error,
        good={"a": A, "x": V, "b": V},
        refuses={"a": bad.matrix, "x": pair, "b": pair},
    ),
    Contract(call=gallery.hilbert, good={"n": 3}, refuses={"n": count}),
    Contract(
        call=gallery.lauchli,
        good={"n": 3, "size": 0.1},
        refuses={"n": count, "size": bad.positive},
    ),
    Contract(call=gallery.wilkinson_growth, good={"n": 3}, refuses={"n": count}),
    Contract(
        call=plane_eigen.plane_eigen,
        good={"a": A, "tol": 1e-9},
        refuses={"a": plane, "tol": fraction},
    ),
    Contract(
        call=power_iteration.power_step,
        good={"a": A, "v": V},
        refuses={"a": bad.square, "v": pair},
    ),
    Contract(
        call=power_iteration.power_iteration,
        good={"a": A, "x0": V, "max_steps": 5, "tol": 1e-3},
        refuses={
            "a": bad.square,
            "x0": pair | bad.one_of(np.zeros(2)),
            "max_steps": bad.count(0),
            "tol": bad.non_negative,
        },
    ),
    Contract(call=hessenberg.hessenberg, good={"a": A}, refuses={"a": bad.square}),
    Contract(
        call=symmetric_eigen.symmetric_eigen,
        good={"a": A, "max_steps": None},
        refuses={
            "a": bad.square | bad.one_of(np.array([[1.0, 2.0], [0.0, 1.0]])),
            "max_steps": optional_count,
        },
    ),
    Contract(
        call=schur.qr_step,
        good={"a": A, "shift": 0.5},
        refuses={"a": bad.square, "shift": bad.number},
    ),
    Contract(
        call=schur.real_schur,
        good={"a": A, "max_steps": None},
        refuses={"a": bad.square, "max_steps": optional_count},
    ),
    Contract(
        call=eigen.eigen,
        good={"a": A, "max_steps": None},
        refuses={"a": bad.square, "max_steps": optional_count},
    ),
    Contract(
        call=svd.svd,
        good={"a": A, "max_steps": 20},
        refuses={"a": bad.matrix, "max_steps": count},
    ),
    Contract(
        call=low_rank.truncate,
        good=lambda: {"fit": svd.svd(A), "rank": 1},
        refuses={"fit": not_a_result, "rank": bad.count(0) | bad.one_of(3)},
    ),
    Contract(
        call=recommend.ratings_step,
        good={"ratings": A, "observed": ONES, "right": np.ones((2, 1)), "penalty": 0.1},
        refuses={
            "ratings": bad.matrix,
            "observed": mask,
            "right": bad.matrix | bad.one_of(np.ones((3, 1))),
            "penalty": bad.positive,
        },
    ),
    Contract(
        call=recommend.complete_ratings,
        good={
            "ratings": A,
            "observed": ONES,
            "rank": 1,
            "penalty": 0.1,
            "max_steps": 2,
            "rng": 0,
        },
        refuses={
            "ratings": bad.matrix,
            "observed": mask,
            "rank": bad.count(1) | bad.one_of(3),
            "penalty": bad.positive,
            "max_steps": count,
            "rng": bad.rng,
        },
    ),
    Contract(
        call=counting.count_products,
        good={"fun": lambda a: a @ a, "inputs": [V]},
        refuses={"fun": bad.function, "inputs": bad.one_of(None, 1.0, "x", [None], [[np.nan]])},
    ),
    Contract(
        call=few_digits.kept,
        good={"value": "0.1", "digits": 3},
        refuses={"value": not_exact, "digits": optional_digits},
    ),
    Contract(
        call=few_digits.solve_two,
        good={"a": (("1", "2"), ("3", "4")), "b": ("1", "1"), "digits": 3, "pivoting": True},
        refuses={
            "a": bad.one_of(
                None,
                "x",
                1,
                ("1", "1"),
                (("1",), ("1", "2")),
                (("1", "x"), ("1", "2")),
                (("0", "1"), ("0", "2")),
                (("1", "1"), ("1", "1")),
            ),
            "b": bad.one_of(None, "xy", ("1",), (1.0, 2.0), ("1", "nan")),
            "digits": optional_digits,
            "pivoting": bad.boolean,
        },
    ),
]
