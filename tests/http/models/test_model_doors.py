"""Every way to a model, with a file that is not the one on its card: nothing parses a byte of it."""

from __future__ import annotations

import ast
import importlib.resources
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import trio

from chordwork.actors import bundled_recognizers, open_engine, threads
from chordwork.analysis.clips import bundled
from chordwork.cli._main import main
from chordwork.engine import DigestError, ModelShelf, Recognizer, RecordingRecognizer, _model, _shelf, load_model
from chordwork.http import Settings, serve
from chordwork.http.models.choice import Choice, write_choice
from chordwork.http.models.loader import ModelLoader
from tests.engine.other_models import put_model

ROOT = Path(__file__).parents[3]
CLIP = Path(bundled.__file__).with_name("guitar.ogg")
MAY_MAKE_A_MODEL = {
    "engine/chordwork/engine/_shelf.py",  # after the digest
    "http/chordwork/analysis/model_cards/making.py",  # writes the digest of a file that its owner trusts
}


@pytest.fixture(autouse=True)
def nothing_is_parsed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The runtime fails whoever comes to it; and no model that was loaded before helps anybody out."""

    def refuse(_: bytes) -> Any:
        raise AssertionError("the file was parsed")

    monkeypatch.setattr(_model, "_opened", refuse)
    load_model.cache_clear()
    yield
    load_model.cache_clear()


@pytest.fixture
def damaged_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bundled model with one bit turned."""
    models = importlib.resources.files("chordwork.engine.models")
    card = models.joinpath(_shelf.BUNDLED_CARD).read_bytes()
    file = _shelf.bundled_model().card.file
    data = bytearray(models.joinpath(file).read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / _shelf.BUNDLED_CARD).write_bytes(card)
    (tmp_path / file).write_bytes(data)

    class Packaged:
        @staticmethod
        def files(_: str) -> Path:
            return tmp_path

    monkeypatch.setattr(_shelf, "resources", Packaged)


@pytest.fixture
def damaged_folder(tmp_path: Path) -> Path:
    """An operator's own model whose file was swapped for another of the same size."""
    put_model(tmp_path, "0.9.9")
    file = tmp_path / "other.onnx"
    file.write_bytes(bytes(file.stat().st_size))
    return tmp_path


async def _engine() -> None:
    async with open_engine():
        pass


async def _server() -> None:
    await serve(Settings(port=0))


def _blocking() -> None:
    with threads.open_engine():
        pass


@pytest.mark.parametrize(
    "door",
    [
        load_model,
        lambda: Recognizer(44_100),
        lambda: RecordingRecognizer(44_100),
        bundled_recognizers,
        lambda: trio.run(_engine),
        _blocking,
        lambda: ModelLoader(Settings()),
        lambda: trio.run(_server),
    ],
    ids=["load", "recognizer", "recording", "recognizers", "engine", "threads", "loader", "server"],
)
@pytest.mark.usefixtures("damaged_package")
def test_a_bundled_model_that_was_damaged_comes_through_no_door(door: Callable[[], object]) -> None:
    with pytest.raises((DigestError, ExceptionGroup)) as caught:
        door()
    error: BaseException = caught.value
    while isinstance(error, BaseExceptionGroup):
        (error,) = error.exceptions
    assert isinstance(error, DigestError)
    assert "install chordwork again" in str(error)


@pytest.mark.parametrize(
    "command",
    [
        ("analyze", str(CLIP)),
        ("convert", str(CLIP), "--to", "chordpro"),
        ("serve", "--port", "0"),
        ("models", "verify"),
    ],
    ids=lambda command: command[0],
)
@pytest.mark.usefixtures("damaged_package")
def test_nor_through_the_command_line(command: tuple[str, ...], capfd: pytest.CaptureFixture[str]) -> None:
    assert main(command) == 2
    said = capfd.readouterr().err
    assert "was not read" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    "door",
    [
        lambda folder: ModelShelf(folder).find("0.9.9").load(),
        lambda folder: ModelShelf(folder).find("0.9.9").read(),
        lambda folder: ModelLoader(Settings(models=str(folder), model="0.9.9")),
        lambda folder: trio.run(serve, Settings(port=0, models=str(folder), model="0.9.9")),
    ],
    ids=["load", "read", "loader", "server"],
)
def test_a_model_of_ones_own_that_was_swapped_comes_through_no_door(
    damaged_folder: Path, door: Callable[[Path], object]
) -> None:
    with pytest.raises((DigestError, ExceptionGroup)) as caught:
        door(damaged_folder)
    error: BaseException = caught.value
    while isinstance(error, BaseExceptionGroup):
        (error,) = error.exceptions
    assert isinstance(error, DigestError)
    assert "chordwork models card" in str(error)


@pytest.mark.parametrize("command", [("models", "verify"), ("models", "use", "0.9.9")], ids=["verify", "use"])
def test_nor_by_a_command(damaged_folder: Path, command: tuple[str, ...], capfd: pytest.CaptureFixture[str]) -> None:
    assert main((*command, "--models", str(damaged_folder))) == 2
    assert "was not read" in capfd.readouterr().err


def test_a_server_that_runs_goes_on_with_what_it_has(damaged_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()  # the bundled model may be parsed
    loader = ModelLoader(Settings(models=str(damaged_folder)))
    before = loader.rollout.main
    write_choice(damaged_folder, Choice("chordwork-chord@0.9.9", "", 0.0))
    assert not trio.run(lambda: loader.look(insist=True))
    assert loader.failing
    assert loader.rollout.main is before


def test_nothing_else_makes_a_model_of_bytes() -> None:
    """A new door has to be in the tests above, or behind one that is."""
    makers, openers = set[str](), set[str]()
    for room in ("engine", "actors", "http", "music", "native"):
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call):
                    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                    if called == "AcousticModel":
                        makers.add(str(path.relative_to(ROOT)))
                    if called == "InferenceSession":
                        openers.add(str(path.relative_to(ROOT)))
    assert makers == MAY_MAKE_A_MODEL
    assert openers == {"engine/chordwork/engine/_model.py"}
