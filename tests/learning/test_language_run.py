"""The training that ships with the package is the one that anybody can run again."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from mlcourse.data.text import shakespeare
from mlcourse.learning.character_model import CharacterModel
from mlcourse.learning.language_model import text_loss
from mlcourse.learning.language_run import AN_EPOCH, FILE, language_run, packed, unpacked
from mlcourse.learning.language_training import train_language_model

TEXT = shakespeare().text
UNSEEN = TEXT[9 * len(TEXT) // 10 :]


@pytest.mark.parametrize("moment", range(10))
def test_each_model_has_the_loss_that_was_written_down(moment: int) -> None:
    run = language_run()
    # the numbers are rounded to 8 bits; the same in an unrounded model to 4e-4
    assert text_loss(run.models[moment], UNSEEN) == pytest.approx(run.loss[moment], abs=1e-3)


def test_the_moments_are_those_of_the_history() -> None:
    run = language_run()
    epochs = [0, 1, 2, 5, 10, 20]
    np.testing.assert_allclose(run.loss[[0, 5, 6, 7, 8, 9]], run.validation_loss[epochs])
    assert run.updates[5:].tolist() == [AN_EPOCH * k for k in epochs[1:]]
    assert len(run.train_loss) == len(run.validation_loss) == 21
    assert np.all(np.diff(run.loss) < 0)


def test_the_first_updates_are_those_of_the_package() -> None:
    # the step size falls over 20 epochs, but by less than 1/3,000 within the first step
    run = language_run()
    short = train_language_model(TEXT, n_epochs=1, n_sampled=0, early=(1,), rng=7)
    for name, array in short.early[0].parameters.items():
        half = 0.5 * np.abs(array).max(axis=0) / 127 + 1e-7
        assert np.all(np.abs(run.models[1].parameters[name] - array) <= half), name
        np.testing.assert_array_equal(
            run.models[0].parameters[name], short.models[0].parameters[name]
        )


def test_what_is_packed_is_unpacked_to_half_a_unit() -> None:
    models = language_run().models[:3]
    weights, units = packed(models)
    assert weights.dtype == np.int8
    for model, w, u in zip(models, weights, units, strict=True):
        back = unpacked(model, w, u)
        for name, array in model.parameters.items():
            unit = np.abs(array).max(axis=0) / 127
            assert np.all(np.abs(back.parameters[name] - array) <= 0.5001 * unit + 1e-9)


def test_models_early_in_the_run_are_kept_if_asked_for() -> None:
    text = "to be or not to be " * 40
    how = {"context": 4, "width": 4, "hidden": 4, "batch_size": 2, "n_sampled": 0, "rng": 3}
    run = train_language_model(text, n_epochs=1, early=(1, 2, 10**6), **how)  # type: ignore[arg-type]
    assert len(run.early) == 2
    assert isinstance(run.early[0], CharacterModel)
    assert not np.array_equal(run.early[0].parameters["query"], run.early[1].parameters["query"])
    plain = train_language_model(text, n_epochs=1, **how)  # type: ignore[arg-type]
    np.testing.assert_array_equal(
        plain.models[-1].parameters["query"], run.models[-1].parameters["query"]
    )


@pytest.mark.slow
def test_training_again_gives_the_same_file(tmp_path: Path) -> None:
    tool = Path(__file__).parents[2] / "tools" / "train_language_model.py"
    spec = importlib.util.spec_from_file_location("train_language_model", tool)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    again = np.load(module.train(tmp_path))
    with np.load(module.HOME / FILE) as shipped:
        # another linear algebra library rounds otherwise, and 3,240 updates carry that on: what
        # is compared is the early weights, nearly exactly, and the losses to the end
        early = np.abs(again["weights"][:4].astype(int) - shipped["weights"][:4])
        assert early.max() <= 1
        np.testing.assert_allclose(again["loss"][:6], shipped["loss"][:6], atol=1e-4)
        np.testing.assert_allclose(again["loss"], shipped["loss"], atol=0.03)
        np.testing.assert_allclose(again["validation_loss"][-1], 1.74, atol=0.03)
