"""``make bench``: every measurement in one run, each beside what it is compared with."""

from benchmarks import (
    bench_autodiff,
    bench_baked,
    bench_book,
    bench_frames,
    bench_linalg,
    bench_live,
    bench_optimize,
    bench_python,
    bench_sampling,
)
from benchmarks.table import show


def main() -> None:
    """The book first: the page benchmarks need it built (`make bench` sees to that)."""
    rows = []
    for part in (bench_baked, bench_live, bench_python, bench_frames, bench_book):
        rows += part.main()
    for part in (bench_sampling, bench_linalg, bench_autodiff, bench_optimize):
        part.main()
    show("All explorer and book measurements", rows)


if __name__ == "__main__":
    main()
