"""One way to draw a picture of a result: on paper of matplotlib's, into a PNG."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar, Final

from chordwork.harmony import ChordworkError

DOTS_PER_INCH: Final = 120


class MissingPackageError(ChordworkError):
    """A package that a part of a benchmark needs is not installed."""

    code: ClassVar[str] = "bench_missing_package"


def check_drawing() -> None:
    """Raise :class:`MissingPackageError` if nothing can be drawn here: before hours of measuring, not after."""
    try:
        import matplotlib
    except ImportError as error:
        raise MissingPackageError("--plot needs matplotlib: `pip install matplotlib`, or leave --plot out") from error
    matplotlib.use("Agg")


@contextmanager
def picture(target: Path, panels: int = 1, **options: Any) -> Iterator[tuple[Any, list[Any]]]:
    """A figure and its panels side by side, written as PNG at the end of a ``with`` block.

    Args:
        target: the file.
        panels: how many.
        **options: of :func:`matplotlib.pyplot.subplots`.

    Raises:
        MissingPackageError: matplotlib is not installed.
    """
    check_drawing()
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(1, panels, squeeze=False, layout="constrained", **options)
    try:
        yield figure, list(axes[0])
        target.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(target, dpi=DOTS_PER_INCH)
    finally:
        pyplot.close(figure)
