"""Train the language model of chapter 14 and write ``language_run.npz`` (about a minute).

python tools/train_language_model.py [folder]
"""

import sys
from pathlib import Path

import numpy as np

from mlcourse.data.text import shakespeare
from mlcourse.learning.language_model import text_loss
from mlcourse.learning.language_run import EARLY, FILE, LATE, N_EPOCHS, SEED, packed
from mlcourse.learning.language_training import train_language_model

__all__ = ["train"]

HOME = Path(__file__).resolve().parents[1] / "src" / "mlcourse" / "learning" / "files"


def train(folder: Path) -> Path:
    """Write the file into a folder, and return where it is."""
    text = shakespeare().text
    run = train_language_model(text, n_epochs=N_EPOCHS, n_sampled=0, early=EARLY, rng=SEED)
    models = [*run.early, *(run.models[k] for k in LATE)]
    weights, units = packed(models)
    unseen = text[9 * len(text) // 10 :]
    folder.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        folder / FILE,
        weights=weights,
        units=units,
        loss=[text_loss(model, unseen) for model in (run.models[0], *models)],
        train_loss=run.train_loss,
        validation_loss=run.validation_loss,
    )
    return folder / FILE


if __name__ == "__main__":
    print(train(Path(sys.argv[1]) if len(sys.argv) > 1 else HOME))
