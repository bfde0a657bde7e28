"""One way to draw a picture of a result: on paper of matplotlib's, into a PNG or an SVG."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar, Final

from chordwork.harmony import ChordworkError

DOTS_PER_INCH: Final = 120
_METADATA: Final = {".svg": {"Date": None, "Creator": None}}


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
    """A figure and its panels side by side, written at the end of a ``with`` block.

    Args:
        target: the file; its suffix says whether PNG or SVG. An SVG is the same for the same figures.
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
        with pyplot.rc_context({"svg.fonttype": "none", "svg.hashsalt": target.name}):
            figure.savefig(target, dpi=DOTS_PER_INCH, metadata=_METADATA.get(target.suffix))
    finally:
        pyplot.close(figure)
