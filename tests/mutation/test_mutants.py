from __future__ import annotations

import json
from pathlib import Path
from types import CodeType

import pytest

from tests.mutation.equivalent import EQUIVALENT
from tests.mutation.mutants import Mutant, mutants, mutated
from tests.mutation.packages import PACKAGES, ROOT

SOURCE = '''
"""A module."""
from __future__ import annotations
__all__ = ["half"]
TENSION: float | None = .45
if TYPE_CHECKING:
    from elsewhere import half
WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight")
def half(of: int = 2, *, up: bool = False) -> int:
    """A docstring."""
    if of < 0:
        raise ValueError("code-of-an-error")
    return of // 2 + (1 if up and of % 2 else 0)
'''


@pytest.fixture
def made(tmp_path: Path) -> list[Mutant]:
    (tmp_path / "module.py").write_text(SOURCE)
    return mutants(tmp_path, tmp_path / "module.py")


def told(found: list[Mutant]) -> set[str]:
    return {f"{each.before} → {each.after}" for each in found}


def test_each_change_is_one_of_what_may_go_wrong(made: list[Mutant]) -> None:
    assert "TENSION: float | None = 0.45 → TENSION: float | None = 0.95" in told(made)
    assert "of < 0 → of <= 0" in told(made)
    assert "of < 0 → of < 1" in told(made)
    assert "up and of % 2 → up or of % 2" in told(made)
    assert any(each.after.endswith("return None") for each in made)


def test_messages_types_words_and_names_are_left_alone(made: list[Mutant]) -> None:
    assert not any("XX" in each.after for each in made)
    assert {each.line for each in made} == {5, 9, 11, 13}


def test_every_mutant_compiles_and_does_something_else(made: list[Mutant]) -> None:
    def does(code: CodeType) -> list[object]:
        space: dict[str, object] = {"TYPE_CHECKING": False}
        exec(code, space)
        half = space["half"]
        assert callable(half)
        found: list[object] = [space["TENSION"], half(), half(3), half(up=True)]
        for arguments in ((-1, False), (0, False), (0, True), (1, True), (6, True), (7, True), (7, False)):
            try:
                found.append(half(arguments[0], up=arguments[1]))
            except Exception as problem:
                found.append(type(problem))
        return found

    genuine = does(compile(SOURCE, "module", "exec"))
    for each in made:
        assert does(compile(mutated(SOURCE, each), "module", "exec")) != genuine, each


def test_a_mutant_keeps_its_name_and_its_name_is_its_own(tmp_path: Path, made: list[Mutant]) -> None:
    assert mutants(tmp_path, tmp_path / "module.py") == made
    assert len({each.name for each in made}) == len(made)
    assert Mutant(*json.loads(json.dumps(made[0]))) == made[0]


@pytest.mark.parametrize("name", PACKAGES)
def test_packages_are_where_it_is_said(name: str) -> None:
    assert PACKAGES[name].files()
    assert PACKAGES[name].test_files()


def test_what_was_argued_about_still_stands_there() -> None:
    every = [file for package in PACKAGES.values() for file in package.files()]
    for each in EQUIVALENT:
        (file,) = (file for file in every if file.as_posix().endswith(each.file))
        assert any(made.source == each.source and each.after in made.after for made in mutants(ROOT, file)), each
