"""Lines of source, and which of them are code."""

from __future__ import annotations

import ast
import io
import tokenize
from functools import cache
from typing import Final

import attrs

_NO_CODE: Final = frozenset(
    {
        tokenize.COMMENT,
        tokenize.NL,
        tokenize.NEWLINE,
        tokenize.INDENT,
        tokenize.DEDENT,
        tokenize.ENCODING,
        tokenize.ENDMARKER,
    }
)


@attrs.frozen
class Lines:
    """All lines, and those that hold code: no blank ones, no comments, no docstrings."""

    all: int = 0
    code: int = 0

    def __add__(self, other: Lines) -> Lines:
        return Lines(self.all + other.all, self.code + other.code)


@cache  # most files of two trees are the same
def lines_of(path: str, text: str) -> Lines:
    """Count a file; every line of C that is not blank counts as code."""
    lines = text.splitlines()
    if not path.endswith(".py"):
        return Lines(len(lines), sum(bool(line.strip()) for line in lines))
    held: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in _NO_CODE:
            held.update(range(token.start[0], token.end[0] + 1))
    return Lines(len(lines), len(held - _lines_of_docstrings(text)))


def _lines_of_docstrings(text: str) -> set[int]:
    """Texts that stand alone: what describes a module, a class, a function, or the constant above it."""
    alone = (node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Expr))
    return {
        line
        for value in alone
        if isinstance(value, ast.Constant) and isinstance(value.value, str)
        for line in range(value.lineno, (value.end_lineno or value.lineno) + 1)
    }
