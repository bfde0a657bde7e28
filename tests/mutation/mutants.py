"""What may go wrong in one expression or statement: mutants of a module, listed always in one order.

A mutant is one change of the syntax tree, compiled as it is: no file is written, and lines keep their numbers.
"""

from __future__ import annotations

import ast
import copy
import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

LONG_LIST: Final = 8
"""From how many texts on a tuple, list or set is vocabulary, whose entries no test need know one by one."""

AROUND: Final = 40
"""Characters told on either side of a change."""

_OPERATORS: Final[dict[type[ast.AST], type[ast.AST]]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.BitXor: ast.BitAnd,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
"""As mutmut has them."""


class Mutant(NamedTuple):
    """One change of one module."""

    file: str
    """Relative to the repository."""
    place: int
    """Of the node, in the order of ``walk``."""
    kind: int
    """Which of the changes of that node."""
    line: int
    before: str
    """The change and what stands around it, as ``ast.unparse`` writes it."""
    after: str
    source: str
    """The line as it stands in the file."""

    @property
    def name(self) -> str:
        """Stays while the file stays."""
        told = f"{self.file}:{self.line}:{self.place}:{self.kind}:{self.before}:{self.after}"
        return hashlib.sha256(told.encode()).hexdigest()[:16]


def mutants(root: Path, file: Path) -> list[Mutant]:
    """All of a file."""
    text = file.read_text(encoding="utf-8")
    lines = text.splitlines()
    found = []
    for place, (node, around) in enumerate(_mutable(ast.parse(text))):
        for kind, change in enumerate(_changes(node)):
            before, after = _told(around, node, change)
            line: int = getattr(node, "lineno", around.lineno)
            where = file.relative_to(root).as_posix()
            found.append(Mutant(where, place, kind, line, before, after, lines[line - 1].strip()))
    return [each for each in found if each.before != each.after]


def mutated(text: str, mutant: Mutant) -> ast.Module:
    """The module with that change."""
    tree = ast.parse(text)
    node, _ = list(_mutable(tree))[mutant.place]
    list(_changes(node))[mutant.kind](node)
    return ast.fix_missing_locations(tree)


def _told(around: Any, node: ast.AST, change: Callable[[Any], None]) -> tuple[str, str]:
    """What differs, with a little around it: a table is one statement."""
    twin, marked = copy.deepcopy((around, node))
    change(marked)
    before, after = (" ".join(ast.unparse(each).split()) for each in (around, twin))
    begin = _same(before, after)
    end = _same(before[begin:][::-1], after[begin:][::-1])
    begin = max(0, begin - AROUND)
    return before[begin : len(before) - end + AROUND], after[begin : len(after) - end + AROUND]


def _same(one: str, other: str) -> int:
    """How many characters, from the beginning."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _mutable(tree: ast.Module) -> Iterator[tuple[ast.AST, Any]]:
    """Every node that may be changed, with the smallest piece around it that shows the change."""
    stack: list[tuple[ast.AST, Any]] = [(tree, tree)]
    while stack:
        node, around = stack.pop()
        if isinstance(node, ast.stmt | ast.comprehension | ast.Dict | ast.Call | ast.BinOp | ast.Compare | ast.BoolOp):
            around = around if isinstance(node, ast.comprehension) else node
        yield node, around
        stack.extend((each, around) for each in reversed(_within(node)))


def _within(node: ast.AST) -> list[ast.AST]:
    """What stands in a node, without what says nothing about what it does: types, docstrings, decorators, messages."""
    if isinstance(node, ast.arg | ast.Raise | ast.Assert | ast.Import | ast.ImportFrom):
        return []
    if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
        return []
    if isinstance(node, ast.Assign) and any(isinstance(to, ast.Name) and to.id == "__all__" for to in node.targets):
        return []
    if isinstance(node, ast.AnnAssign):
        return [node.value] if node.value is not None else []
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        if any("overload" in ast.unparse(each) for each in node.decorator_list):
            return []
        return [node.args, *node.body]
    if isinstance(node, ast.ClassDef):
        return list(node.body)
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return []
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id[:1].isupper():
        return []  # A type in an expression: Final[int], Sequence[str].
    if isinstance(node, ast.Tuple | ast.List | ast.Set) and _is_vocabulary(node.elts):
        return []
    return list(ast.iter_child_nodes(node))


def _is_vocabulary(entries: list[ast.expr]) -> bool:
    return len(entries) >= LONG_LIST and all(isinstance(x, ast.Constant) and isinstance(x.value, str) for x in entries)


def _changes(node: ast.AST) -> Iterator[Callable[[Any], None]]:
    match node:
        case ast.Constant(value=bool() as truth):
            yield _set(value=not truth)
        case ast.Constant(value=int() as number):
            yield _set(value=number + 1)
        case ast.Constant(value=float() as number):
            yield _set(value=number + 0.5 if abs(number) <= 1 else number * 1.5)
        case ast.Constant(value=str() as text) if text and not any(map(str.isspace, text)):
            # A name, a code, a pattern; not a sentence.
            yield _set(value=f"XX{text}XX")
        case ast.BinOp() | ast.AugAssign() | ast.BoolOp():
            if (other := _OPERATORS.get(type(node.op))) is not None and not _joins_texts(node):
                yield _set(op=other())
        case ast.Compare():
            for index, op in enumerate(node.ops):
                if (other := _OPERATORS.get(type(op))) is not None:
                    yield _at("ops", index, other())
        case ast.UnaryOp(op=ast.USub()):
            yield _set(op=ast.UAdd())
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return
        case ast.If() | ast.While() | ast.IfExp():
            if not isinstance(node.test, ast.Compare | ast.BoolOp | ast.Constant):
                yield _set(test=ast.UnaryOp(ast.Not(), node.test))
        case ast.comprehension():
            for index, condition in enumerate(node.ifs):
                if not isinstance(condition, ast.Compare | ast.BoolOp):
                    yield _at("ifs", index, ast.UnaryOp(ast.Not(), condition))
        case ast.Return(value=ast.expr()):
            if not (isinstance(node.value, ast.Constant) and not node.value.value):
                yield _set(value=ast.Constant(None))
        case ast.Expr(value=ast.Call()):
            yield _set(value=ast.Constant(None))
        case ast.Expr(value=ast.Await(value=ast.Call())):
            yield _set(value=ast.Constant(None))
        case _:
            return


def _joins_texts(node: ast.BinOp | ast.AugAssign | ast.BoolOp) -> bool:
    """An operator of texts, or of types: any other would be a mistake of types, which mypy finds."""
    if not isinstance(node, ast.BinOp):
        return False
    if isinstance(node.op, ast.BitOr) and isinstance(node.right, ast.Name) and node.right.id.istitle():
        return True  # Of types: int | Chord.
    return any(
        isinstance(side, ast.JoinedStr) or (isinstance(side, ast.Constant) and isinstance(side.value, str))
        for side in (node.left, node.right)
    )


def _set(**fields: Any) -> Callable[[Any], None]:
    def change(node: Any) -> None:
        for name, value in fields.items():
            setattr(node, name, value)

    return change


def _at(field: str, index: int, value: ast.AST) -> Callable[[Any], None]:
    def change(node: Any) -> None:
        getattr(node, field)[index] = value

    return change
