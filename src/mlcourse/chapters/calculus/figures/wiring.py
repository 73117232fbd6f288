"""The network of the backpropagation figure: five settings, and where its parts are drawn."""

from dataclasses import dataclass

from mlcourse.calculus.backprop import Activation

__all__ = ["ASIDE", "CENTRES", "LABELS", "LINES", "NETWORKS", "SPOTS", "WEIGHTS", "Setting"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Every leaf of the network but w₁₁, which has a slider."""

    x: tuple[float, float] = (1.0, 2.0)
    w12: float = 0.25
    second: tuple[float, float] = (-0.5, 0.5)
    v: tuple[float, float] = (1.0, -1.0)
    c: float = 0.0
    t: float = 1.0
    activation: Activation = "tanh"


NETWORKS = {
    "A": Setting(),
    "B": Setting(second=(0.5, 0.25)),
    "C": Setting(second=(0.5, 0.25), v=(1.0, 1.0)),
    "D": Setting(w12=-1.0, second=(-0.5, -0.5), c=0.5, activation="relu"),
    "E": Setting(w12=-0.25, v=(1.0, 1.0), c=0.25, activation="relu"),
}

# circles: name, place, in points of a panel 374 wide and 310 high
CENTRES = {
    "x1": (20, 205), "x2": (20, 55), "z1": (146, 205), "z2": (146, 55),
    "h1": (222, 205), "h2": (222, 55), "y": (286, 130), "loss": (340, 130),
}  # fmt: skip
# weights lie on their lines, and their boxes hide the line behind them
WEIGHTS = {
    "w11": (86, 205), "w21": (104, 105), "w12": (104, 155), "w22": (86, 55),
    "v1": (251, 171), "v2": (251, 89),
}  # fmt: skip
LEAVES = {"b1": (146, 264), "b2": (146, -4), "c": (286, 204), "t": (340, 204)}
SPOTS = {**CENTRES, **WEIGHTS, **LEAVES}
# how far beside its name a value and a gradient stand, so that no line meets them
ASIDE = {
    "z1": (15, 19), "z2": (17, 19), "h1": (0, -10), "h2": (-10, 0), "y": (23, 6), "loss": (18, 0),
}  # fmt: skip
LABELS = {
    "x1": "x₁", "x2": "x₂", "w11": "w₁₁", "w12": "w₁₂", "b1": "b₁", "w21": "w₂₁", "w22": "w₂₂",
    "b2": "b₂", "v1": "v₁", "v2": "v₂", "c": "c", "t": "t", "z1": "z₁", "z2": "z₂",
    "h1": "a₁", "h2": "a₂", "y": "y", "loss": "L",
}  # fmt: skip
LINES = [
    ("x1", "z1"), ("x1", "z2"), ("x2", "z1"), ("x2", "z2"), ("z1", "h1"), ("z2", "h2"),
    ("h1", "y"), ("h2", "y"), ("y", "loss"), ("b1", "z1"), ("b2", "z2"), ("c", "y"), ("t", "loss"),
]  # fmt: skip
