"""The benchmark of real sound, on pieces of three seconds."""

import json
from pathlib import Path
from typing import Any

import pytest

from bench.__main__ import main
from bench.real.errors import NotMadeError
from bench.real.measure import Row, called_power
from bench.real.pieces import find_pieces
from bench.real.summary import ALL, summarize
from tests.bench.test_accuracy_command import write_clip

CHORD = [[0.0, 0.5, "N"], [0.5, 2.5, "C:maj"], [2.5, 3.0, "N"]]
WRONG_SEVENTH = [[0.0, 0.5, "N"], [0.5, 2.5, "C:7"], [2.5, 3.0, "N"]]


def write_piece(cache: Path, source: str, name: str, *, work: str, seen: bool = False, **more: Any) -> Path:
    return write_clip(cache / "real", source, name, chord=True, work=work, seen=seen, **more)


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A song whose labellers differ by a seventh, a struck instrument, one that was seen, and one of half b."""
    write_piece(tmp_path, "songs", "a_song", work="song", labellers={"one": CHORD, "two": WRONG_SEVENTH})
    write_piece(tmp_path, "strums", "a_guitar", work="guitar")
    write_piece(tmp_path, "known", "a_known", work="known guitar", seen=True)
    write_piece(tmp_path, "strums", "b_guitar", work="other guitar")
    return tmp_path


def test_halves_and_sources(made: Path) -> None:
    assert [piece.name for piece in find_pieces(made, half="a", sources=[])] == ["a_known", "a_song", "a_guitar"]
    assert [piece.name for piece in find_pieces(made, half="ab", sources=["strums"])] == ["a_guitar", "b_guitar"]
    with pytest.raises(NotMadeError, match="source songs"):
        find_pieces(made, half="b", sources=["songs"])


def test_each_measure_has_its_own_reference(made: Path) -> None:
    song, guitar = (find_pieces(made, half="a", sources=[source])[0] for source in ("songs", "strums"))
    assert [label for _, _, label in song.reference("majmin")] == ["N", "C:maj", "N"]
    assert [label for _, _, label in song.reference("sevenths")] == ["N", "X", "N"]
    assert guitar.reference("sevenths") == guitar.chords


def test_power_chords_count_where_another_chord_sounds() -> None:
    reference = [(0.0, 1.0, "N"), (1.0, 3.0, "C:maj"), (3.0, 4.0, "C:5"), (4.0, 6.0, "X")]
    said = [(0.0, 1.5, "C:5"), (1.5, 3.0, "C:maj"), (3.0, 6.0, "C:5")]
    assert called_power(reference, said) == pytest.approx((0.25, 2.0))
    assert called_power([(0.0, 1.0, "N")], said) == (0.0, 0.0)


def row(
    name: str, work: str, right: float, *, source: str = "songs", seen: bool = False, peer: float | None = None
) -> Row:
    """A piece of ten seconds."""
    tiers = {"final": right, "live": right, "live +250 ms": right}
    tiers |= {} if peer is None else {"peer final": peer}
    scores = {tier: dict.fromkeys(("root", "majmin", "sevenths"), (share, 10.0)) for tier, share in tiers.items()}
    known = dict.fromkeys(("root", "majmin", "sevenths"), (1.0, 10.0))
    return Row(name, source, work, seen, 10.0, known, scores, scores, dict.fromkeys(tiers, (0.0, 10.0)))


def test_pieces_of_a_work_are_one_witness() -> None:
    rows = [row(f"a_{n}", "one song", 1.0) for n in range(9)] + [row("a_9", "another", 0.0)]
    found = summarize(rows)[ALL].scores["final"]["majmin"]
    assert found is not None
    assert found.clips == 2
    assert (found.value, found.low, found.high) == pytest.approx((0.9, 0.0, 1.0))


def test_what_was_seen_stands_apart() -> None:
    groups = summarize([row("a_1", "song", 0.5), row("a_2", "notes", 1.0, source="known", seen=True)])
    assert {name: group.scores["final"]["root"].value for name, group in groups.items()} == {  # type: ignore[union-attr]
        ALL: 0.5, "known": 1.0, "songs": 0.5
    }  # fmt: skip


def test_a_peer_is_compared_where_it_made_no_label() -> None:
    rows = [
        row("a_1", "song", 0.2),
        *(row(f"a_g{n}", f"guitar {n}", 0.9, source="strums", peer=0.5 + n / 90) for n in range(9)),
    ]
    groups = summarize(rows)
    assert groups["songs"].differences == {}
    assert groups["strums"].verdicts["peer final"]["majmin"] == "above"
    difference = groups[ALL].differences["peer final"]["majmin"]
    assert difference is not None
    assert difference.clips == 9


def test_not_made_says_what_to_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["real", "--cache", str(tmp_path / "empty")]) == 1
    assert f"python -m training real --cache {tmp_path / 'empty'}`" in capsys.readouterr().err


@pytest.mark.long
def test_end_to_end(made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for labels in (made / "one", made / "naive"):
        labels.mkdir()
        for name in ("a_song", "a_guitar", "a_known"):
            (labels / f"{name}.lab").write_text("0.0 3.0 C:maj\n")
    target = tmp_path / "real.json"
    peers = [f"--peer={made / 'one'}".replace("=", "=one=", 1), f"--peer=naive={made / 'naive'}"]
    assert main(["real", "--cache", str(made), "--json", str(target), "--jobs", "1", *peers]) == 0
    shown = capsys.readouterr().out
    assert "Real sound" in shown
    result = json.loads(target.read_text())
    assert list(result["groups"]) == [ALL, "known", "songs", "strums"]
    song, strums = result["groups"]["songs"], result["groups"]["strums"]
    assert song["known"]["sevenths"]["value"] < 0.5 < song["known"]["majmin"]["value"]
    assert "one final" not in song["scores"]
    assert strums["scores"]["one final"]["majmin"]["value"] == pytest.approx(2 / 3)
    assert strums["scores"]["naive final"] == strums["scores"]["one final"]
    assert strums["sounding"]["naive final"]["majmin"]["value"] == pytest.approx(1.0)
    assert strums["scores"]["final"]["majmin"]["value"] > 0.7
