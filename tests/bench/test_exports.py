import json
from pathlib import Path

import pytest

from bench.__main__ import main
from bench.exports.checking import Failed, compare
from bench.exports.readers import READERS
from bench.exports.songs import songs
from chordwork.music.tabs import tab


@pytest.mark.long
def test_other_programs_read_what_was_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = tmp_path / "result.json"
    assert main(["exports", "--quick", "--json", str(result), "--keep", str(tmp_path / "files")]) == 0
    data = json.loads(result.read_text())
    assert data["summary"]["failed"] == 0, data
    rows = {(row["format"], row["reader"]): row for row in data["rows"]}
    assert len(rows) == len(READERS)
    for row in data["rows"]:
        assert row["missing"] or row["read"] == data["summary"]["songs"]
    for always in (("MIDI", "mido"), ("Guitar Pro 5", "PyGuitarPro"), ("MusicXML", "W3C schema 4.0")):
        assert not rows[always]["missing"]
    assert (tmp_path / "files" / "rich" / "song.musicxml").is_file()
    assert "MuseScore" in capsys.readouterr().out


def test_a_wrong_note_is_found() -> None:
    made = tab("C G")
    bars = [[note.pitch for event in bar.events for note in event.notes] for bar in made.score.bars]
    compare(made, bars)
    for wrong in ([bars[0]], [bars[0], bars[1][1:]], [bars[0], [*bars[1], 60]]):
        with pytest.raises(Failed):
            compare(made, wrong)


def test_the_songs_differ_in_instrument_metre_and_rhythm() -> None:
    scores = [made.score for made in songs(quick=False).values()]
    assert len({score.board.instrument.name for score in scores}) >= 6
    assert len({str(score.metre) for score in scores}) >= 4
    assert len({score.pattern for score in scores}) >= 8
