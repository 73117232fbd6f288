"""One frame beside a whole ``savefig``, and the bytes of a state beside a PNG."""

import gzip
import io
import random
import re
from time import perf_counter

import brotli
import matplotlib as mpl
import numpy as np

from benchmarks.table import Row, show
from mlcourse.chapters import explorers
from mlcourse.explore.bake import bake
from mlcourse.explore.render import Drawing
from mlcourse.explore.style import RC

__all__ = ["main"]

STATES = 20


def main() -> list[Row]:
    """Measure every explorer and print the table."""
    rows = []
    ratios, brotlied = [], []
    for name, explorer in explorers().items():
        print(f"{name} ...", flush=True)
        drawing = Drawing(explorer)
        states = list(explorer.states())
        chosen = random.Random(7).sample(states, min(STATES, len(states)))
        times: dict[str, list[float]] = {"frame": [], "svg": [], "png": []}
        png_bytes = []
        numbers = []
        for state in chosen:
            start = perf_counter()
            explorer.compute(**explorer.values(state)[0])
            numbers.append(1000 * (perf_counter() - start))
            drawing._view(state)  # so that the frame below is timed without its numbers
            start = perf_counter()
            drawing.frame(state)
            times["frame"].append(perf_counter() - start)
            for kind, dpi in (("svg", 72), ("png", 144)):
                buffer = io.BytesIO()
                with mpl.rc_context(RC):
                    start = perf_counter()
                    drawing.figure.savefig(buffer, format=kind, dpi=dpi)
                    times[kind].append(perf_counter() - start)
            png_bytes.append(len(buffer.getvalue()))
        start = perf_counter()
        baked = bake(explorer, explorer.default)
        seconds = perf_counter() - start
        chunks = [c for n, c in baked["files"].items() if re.search(r"\.\d+\.js$", n)]
        small = sum(len(brotli.compress(c.encode())) for c in chunks) / len(states)
        zipped = sum(len(gzip.compress(c.encode(), 9)) for c in chunks)
        half, most = float(np.median(numbers)), max(numbers)
        rows.append(
            Row(
                what=f"{name}: compute, median",
                ours=f"{half:.1f} ms",
                runs=f"{STATES} states, most {most:.1f} ms",
                budget="<= 20 ms",
                kept=half <= 20,
            )
        )
        frame, svg, png = (float(np.median(times[k])) for k in ("frame", "svg", "png"))
        ratios.append(svg / frame)
        brotlied.append(small)
        rows.append(
            Row(
                what=f"{name}: a frame beside savefig svg / png",
                ours=f"{1000 * frame:.1f} ms",
                beside=f"{1000 * svg:.0f} / {1000 * png:.0f} ms",
                ratio=f"{svg / frame:.0f} x / {png / frame:.0f} x",
                runs=f"{STATES} states, frames {1000 * min(times['frame']):.1f}"
                f" to {1000 * max(times['frame']):.1f} ms",
            )
        )
        rows.append(
            Row(
                what=f"{name}: {len(states):,} states baked, {zipped / 1000:.0f} KB gzip",
                ours=f"{small:.0f} bytes a state (brotli), {zipped / len(states):.0f} (gzip)",
                beside=f"PNG {np.median(png_bytes) / 1000:.0f} KB",
                ratio=f"{np.median(png_bytes) / small:.0f} x",
                runs=f"{seconds:.1f} s, {len(states) / seconds:.0f} states/s",
                budget="<= 600 KB gzip",
                kept=zipped <= 600_000,
            )
        )
    mean = float(np.exp(np.mean(np.log(ratios))))
    rows.append(
        Row(
            what="all explorers: a frame beside savefig svg, geometric mean",
            ours="",
            ratio=f"{mean:.1f} x",
            runs=f"{len(ratios)} explorers",
            budget=">= 10 x",
            kept=mean >= 10,
        )
    )
    rows.append(
        Row(
            what="all explorers: bytes a state (brotli), median",
            ours=f"{np.median(brotlied):.0f}",
            budget="<= 300",
            kept=bool(np.median(brotlied) <= 300),
        )
    )
    show("Frames and bytes", rows)
    return rows


if __name__ == "__main__":
    main()
