"""Every format read back: durations add up, notes are those of the score, names and shapes are there."""

from __future__ import annotations

import io
import json
import re
import sys
from collections import Counter
from xml.etree import ElementTree

import pytest

from chordwork.music.tabs import MissingExtraError, Tab, tab

from .songs import POP, SONGS

DIVISIONS = 12


def pitches(made: Tab) -> list[list[int]]:
    return [sorted(note.pitch for event in bar.events for note in event.notes) for bar in made.score.bars]


@pytest.mark.parametrize("name", SONGS)
def test_musicxml_durations_add_up_and_notes_agree(name: str) -> None:
    made = SONGS[name]
    root = ElementTree.fromstring(made.musicxml())
    assert root.get("version") == "4.0"
    measures = root.findall("part/measure")
    assert len(measures) == len(made.score.bars)
    for measure, bar, expected in zip(measures, made.score.bars, pitches(made), strict=True):
        notes = measure.findall("note")
        length = sum(int(note.findtext("duration", "0")) for note in notes if note.find("chord") is None)
        assert length == made.score.metre.bar_ticks
        heard = []
        for note in notes:
            ends = {tie.get("type") for tie in note.findall("tie")}
            if note.find("pitch") is not None and "stop" not in ends:
                step = "C D EF G A B".index(note.findtext("pitch/step", ""))
                heard.append(
                    12 * int(note.findtext("pitch/octave", "")) + 12 + step + int(note.findtext("pitch/alter", "0"))
                )
            elif note.find("pitch") is not None:
                assert note.find("notations/technical/fret") is not None
        assert sorted(heard) == expected
        assert len(measure.findall("harmony")) == len(bar.marks)


@pytest.mark.parametrize("name", SONGS)
def test_musicxml_written_values_match_durations(name: str) -> None:
    values = {"whole": 48, "half": 24, "quarter": 12, "eighth": 6, "16th": 3}
    brackets: Counter[str] = Counter()
    for note in ElementTree.fromstring(SONGS[name].musicxml()).iter("note"):
        ticks = values[note.findtext("type", "")] * (1.5 if note.find("dot") is not None else 1)
        if note.find("time-modification") is not None:
            ticks = ticks * 2 / 3
        assert ticks == int(note.findtext("duration", ""))
        brackets.update(t.get("type", "") for t in note.findall("notations/tuplet"))
    assert brackets["start"] == brackets["stop"]


def midi_pitch(element: ElementTree.Element, prefix: str) -> int:
    step, alter, octave = (element.findtext(f"{prefix}{name}") or "0" for name in ("step", "alter", "octave"))
    return 12 * int(octave) + 12 + "C D EF G A B".index(step) + int(alter)


@pytest.mark.parametrize("name", SONGS)
def test_musicxml_strings_and_frets_make_the_pitches(name: str) -> None:
    """Also for readers that know no capo."""
    root = ElementTree.fromstring(SONGS[name].musicxml())
    tuning = [midi_pitch(element, "tuning-") for element in root.iter("staff-tuning")]
    for note in root.iter("note"):
        pitch = note.find("pitch")
        if pitch is None:
            continue
        string, fret = (int(note.findtext(f"notations/technical/{tag}", "-9")) for tag in ("string", "fret"))
        nut = SONGS[name].score.board.instrument.nut_frets or (0,) * len(tuning)
        assert tuning[-string] + max(0, fret - nut[-string]) == midi_pitch(pitch, "")


def test_musicxml_says_strings_frets_capo_and_harmony() -> None:
    root = ElementTree.fromstring(tab(["Bbm7b5/E"], capo=1).musicxml())
    assert root.findtext(".//miscellaneous-field[@name='capo']") == "1"
    assert [words.text for words in root.iter("words")] == ["Capo 1: Bbm7b5/E (Am7b5/D#)"]
    assert [e.get("line") for e in root.iter("staff-tuning")] == list("123456")
    harmony = root.find(".//harmony")
    assert harmony is not None
    assert [harmony.findtext(p) for p in ("root/root-step", "root/root-alter", "kind")] == [
        "B",
        "-1",
        "half-diminished",
    ]
    assert harmony.findtext("bass/bass-step") == "E"  # as printed, though it is F flat in this chord
    assert harmony.find("bass/bass-alter") is None
    for note in root.iter("note"):
        string, fret = (int(note.findtext(f"notations/technical/{tag}", "-9")) for tag in ("string", "fret"))
        assert 1 <= string <= 6
        assert 0 <= fret <= 12


def test_musicxml_element_order_is_the_schemas() -> None:
    order = ["chord", "pitch", "rest", "duration", "tie", "voice", "type", "dot", "time-modification", "notations"]
    for made in SONGS.values():
        for note in ElementTree.fromstring(made.musicxml()).iter("note"):
            places = [order.index(child.tag) for child in note]
            assert places == sorted(places)


@pytest.mark.parametrize("name", SONGS)
def test_midi_is_read_back_by_mido(name: str) -> None:
    mido = pytest.importorskip("mido")
    made = SONGS[name]
    song = mido.MidiFile(file=io.BytesIO(made.midi()))
    assert (song.type, song.ticks_per_beat, len(song.tracks)) == (1, 480, 2)
    per_bar = made.score.metre.bar_ticks * 40
    starts: list[set[int]] = [set() for _ in made.score.bars]
    now, ringing, texts = 0, set(), []
    for message in song.tracks[1]:
        now += message.time
        if message.type == "note_on":
            assert message.note not in ringing
            ringing.add(message.note)
            starts[now // per_bar].add(message.note)
        elif message.type == "note_off":
            ringing.remove(message.note)
        elif message.type == "text":
            texts.append(message.text)
    assert not ringing
    assert now == made.score.ticks * 40
    assert starts == [set(bar) for bar in pitches(made)]
    assert len(texts) == sum(len(bar.marks) for bar in made.score.bars)
    seconds = made.score.ticks / made.score.metre.pulse_ticks * 60 / made.score.tempo_bpm
    assert song.length == pytest.approx(seconds, rel=1e-4)


def test_midi_strums_go_the_way_of_the_hand() -> None:
    mido = pytest.importorskip("mido")
    track = mido.MidiFile(file=io.BytesIO(tab(["E"], pattern="eighths").midi())).tracks[1]
    order = [message.note for message in track if message.type == "note_on"]
    assert order[:6] == [40, 47, 52, 56, 59, 64]
    assert order[6:12] == [64, 59, 56, 52, 47, 40]


@pytest.mark.parametrize("name", SONGS)
def test_alphatex_bars_add_up(name: str) -> None:
    made = SONGS[name]
    text = made.alphatex()
    assert text.count("(") == text.count(")")
    assert text.count("{") == text.count("}")
    body = re.split(r"\\ks \S+\n|\\ts [^\n]*\n(?!\\ks)", text)[1]
    written = body.split("|")
    assert len(written) == len(made.score.bars)
    for bar, expected in zip(written, made.score.bars, strict=True):
        ticks = 0.0
        for divisor, effects in re.findall(r"(?:r|\)|[-\d]+\.\d)\.(\d+)(?= |$|\n)(?: (\{[^}]*\}))?", bar):
            words = effects.strip("{}").split()
            ticks += 48 / int(divisor) * (1.5 if "d" in words else 1) * (2 / 3 if "tu" in words else 1)
        assert ticks == pytest.approx(made.score.metre.bar_ticks)
        assert bar.count('ch "') + bar.count('txt "') == len(expected.marks)
    defined = set(re.findall(r'\\chord \{[^}]*\} \("([^"]*)"', text))
    assert defined >= set(re.findall(r'\{ch "([^"]*)"', text))


def test_chordpro_defines_shapes_and_keeps_time() -> None:
    text = SONGS["capo"].chordpro()
    assert "{capo: 3}" in text
    assert "{define: G base-fret 1 frets 3 2 0 0 0 3 fingers " in text
    assert "| G . . . | D . . . | Em . . . | C . . . |" in text
    high = tab(["F"], frets=(8, 12), open_strings=False).chordpro()
    assert re.search(r"base-fret (8|10) frets ", high)
    for made in SONGS.values():
        grid = made.chordpro().split("{start_of_grid")[1].split("}", 1)[1].split("{end")[0]
        cells = [bar.split() for row in grid.strip().split("\n") for bar in row.strip("| ").split(" | ")]
        assert [len(bar) for bar in cells] == [made.score.metre.beats] * len(made.score.bars)


def test_titles_cannot_break_a_format() -> None:
    nasty = 'x"\\ {y}\n</title> & <b>\x00\x07'
    made = tab(POP[:1], title=nasty)
    ElementTree.fromstring(made.musicxml())
    ElementTree.fromstring(made.svg())
    assert made.alphatex().splitlines()[0].count('"') == 2
    assert made.chordpro().splitlines()[0].count("{") == 1
    assert made.midi()


def test_to_dict_is_plain_json() -> None:
    made = SONGS["capo"].to_dict()
    assert json.loads(json.dumps(made)) == made
    assert made["shapes"][0]["frets"] == [3, 2, 0, 0, 0, 3]
    assert made["chords"] == ["Bb", "F", "Gm", "Eb"]


@pytest.mark.parametrize("name", SONGS)
def test_guitar_pro_is_read_back_by_pyguitarpro(name: str) -> None:
    gp = pytest.importorskip("guitarpro")
    made = SONGS[name]
    (track,) = gp.parse(io.BytesIO(made.guitar_pro())).tracks
    assert (track.offset, len(track.measures)) == (made.score.board.capo, len(made.score.bars))
    for measure, expected in zip(track.measures, pitches(made), strict=True):
        beats = measure.voices[0].beats
        assert sum(beat.duration.time for beat in beats) == made.score.metre.bar_ticks * 80
        struck = [note for beat in beats for note in beat.notes if note.type == gp.NoteType.normal]
        assert sorted(track.strings[n.string - 1].value + n.value + track.offset for n in struck) == expected


def test_guitar_pro_says_which_extra_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "guitarpro", None)
    with pytest.raises(MissingExtraError, match=r"install -e '\.\[guitarpro\]'"):
        SONGS["plain"].guitar_pro()
