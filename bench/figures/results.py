"""Results of benchmarks that pages speak of: small files, as a benchmark wrote them but for its raw rows."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import attrs

from bench.builds import TOP
from bench.figures.errors import FiguresError
from bench.open import result as open_result
from bench.open.ours import CHORDWORK
from bench.open.programs import Model, model_of
from bench.open.summary import display, flat

RESULTS: Final = TOP / "bench/results"
RAW: Final = ("clips", "pieces")
"""Keys of rows that no page tells: a line a clip."""
LARGEST_BYTES: Final = 150_000
"""Of a result that is kept, the open benchmark's aside."""


class Figures:
    """A result, or a part of one, for :meth:`str.format`: ``{cost[summary][import_s]:ms}``.

    =============  ====================================================  ===================
    form           what                                                  0.9603 is shown as
    =============  ====================================================  ===================
    ``share``      a share, without the 0                                .960
    ``share2``     likewise, two digits                                  .96
    ``interval``   the 95 % interval of an estimate                      [.946 .971]
    ``ms``         seconds as milliseconds; ``ms.1`` with a digit        960; 960.3
    others         as Python formats a number                            ``.1f``: 1.0
    =============  ====================================================  ===================

    An estimate, which has ``value``, ``low`` and ``high``, or is a list of these three, is shown by its value.
    """

    def __init__(self, found: Any, where: str) -> None:
        self._found = found
        self._where = where

    def __getitem__(self, key: str | int) -> Figures:
        where = f"{self._where}[{key}]"
        try:
            return Figures(self._found[key], where)
        except (KeyError, IndexError, TypeError) as error:
            raise FiguresError(
                f"there is no {where}: the result has another form than passages.toml expects"
            ) from error

    def __format__(self, form: str) -> str:
        if form == "interval":
            low, high = ("low", "high") if isinstance(self._found, Mapping) else (1, 2)
            return f"[{_share(self[low]._number(), 3)} {_share(self[high]._number(), 3)}]"
        if isinstance(self._found, str):
            return format(self._found, form)
        match self._found:
            case Mapping():
                value = self["value"]._number()
            case list():
                value = self[0]._number()
            case _:
                value = self._number()
        match form:
            case "share":
                return _share(value, 3)
            case "share2":
                return _share(value, 2)
            case "ms":
                return f"{1000 * value:.0f}"
            case "ms.1":
                return f"{1000 * value:.1f}"
        return format(value, form)

    def _number(self) -> float:
        if isinstance(self._found, bool) or not isinstance(self._found, int | float):
            raise FiguresError(f"{self._where} is no number: {str(self._found)[:60]!r}")
        return self._found


def _share(value: float, digits: int) -> str:
    shown = f"{value:.{digits}f}"
    return shown[1:] if shown.startswith("0.") else shown


def load(path: Path) -> dict[str, Any]:
    """A result; of the open benchmark with its ``summary`` and what is ``displayed``, which are reckoned from its rows.

    Raises:
        FiguresError: it is missing, or no result.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        benchmark = found.get("benchmark") or found["half"]  # what training evaluates has no name
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise FiguresError(f"{path.name} is no result of a benchmark ({error!r})") from error
    if benchmark == open_result.BENCHMARK:
        result = open_result.parse(found)
        found["summary"] = flat(result)
        found["displayed"] = attrs.asdict(display(result, CHORDWORK))
        found["model"] = found["programs"]["chordwork"]["model"]
    return dict(found)


def model_in(result: Mapping[str, Any]) -> Model | None:
    """The acoustic model that a result is of, where it says so."""
    about = result.get("model")
    if not isinstance(about, Mapping) or "sha256" not in about:
        return None
    return Model(about["name"], about["version"], about["sha256"])


def of_the_tree() -> dict[str, Any]:
    """What is known without measuring: the model that is shipped."""
    model = model_of()
    size = (TOP / "engine/chordwork/engine/models/chord.onnx").stat().st_size
    return {"model": {"name": model.name, "version": model.version, "sha256": model.sha256, "kb": size / 1000}}


def keep(written: Path, folder: Path = RESULTS) -> Path:
    """Take what ``python -m bench NAME --json`` wrote into the repository, as ``NAME.json``, without raw rows.

    Raises:
        FiguresError: it is no result, does not say of which commit, was made of a tree that nobody has, or is large.
    """
    result = load(written)
    if not isinstance(result.get("measured"), Mapping):
        raise FiguresError(f"{written.name} does not say of which commit and day it is: run the benchmark again")
    if result["measured"]["changed"]:
        raise FiguresError(f"{written.name} was measured with changes that are in no commit: commit them, run it again")
    name = re.sub(r"\W", "_", str(result["benchmark"]))
    text = json.dumps({key: value for key, value in result.items() if key not in RAW}, indent=1) + "\n"
    if len(text) > LARGEST_BYTES:
        raise FiguresError(f"{written.name} is larger than a page needs, {len(text)} bytes: name its raw rows in RAW")
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{name}.json"
    target.write_text(text, encoding="utf-8")
    return target
