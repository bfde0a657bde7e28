"""What can be missing where recognisers are compared.

    ChordworkError
    └── EvaluationError             code: "evaluation"
        └── NoClipsError            code: "evaluation_no_clips"

The message says what to run.
"""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from chordwork.harmony import ChordworkError


class EvaluationError(ChordworkError):
    """Something cannot be measured as asked."""

    code: ClassVar[str] = "evaluation"


class NoClipsError(EvaluationError):
    """The cache holds no dev clips of the halves and kinds asked for.

    Attributes:
        cache: the folder that was searched.
    """

    code: ClassVar[str] = "evaluation_no_clips"

    def __init__(self, cache: Path, wanted: str) -> None:
        super().__init__(
            f"no dev clips ({wanted}) under {cache / 'dev'}: render them with "
            f"`python -m training render --split dev --cache {cache}`, or name another --cache"
        )
        self.cache = cache
