"""What a band plays of a short piece in each groove, softly, half as loud and live, and what else it is: note by note.

The files of ``played/`` record what was played, and hold what is rather than what should be;
``python -m tests.music.accompaniment.test_played`` writes them anew, to be listened to before they are kept.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any, Final

import attrs
import numpy as np
import pytest

from chordwork.harmony import parse_key, parse_symbol
from chordwork.music.accompaniment import GROOVES, LiveBand, PaceError, UnknownGrooveError, accompany
from chordwork.music.accompaniment.form import Form
from chordwork.music.accompaniment.groove import DRUM_NAMES
from chordwork.music.accompaniment.grooves import find_groove
from chordwork.music.accompaniment.sound.kit import drum
from chordwork.music.accompaniment.sound.synth import synthesise
from chordwork.music.accompaniment.voicing import (
    coloured,
    essentials,
    fifth,
    guide_tones,
    nearest_voicing,
    sixth,
    third,
)
from chordwork.music.song import PlacedChord, Section, Song
from tests.music.song.songs import bar

PLAYED: Final = Path(__file__).parent / "played"
RATE_HZ: Final = 22_050
CHORDS: Final = (
    *("C", "Cm", "C7", "Cmaj7", "Cm7", "Cm7b5", "Cdim7", "Caug", "C6", "Cm6", "C9", "C7b9"),
    *("C7#9", "C13", "Csus4", "Csus2", "C7sus4", "C5", "C/E", "C6/9", "Cm(maj7)", "Cadd9", "C7#11", "C7alt"),
)
KINDS: Final = ("soft", "middling", "live")


def _told(notes: Iterable[Any], at: Callable[[Any], str]) -> Iterator[str]:
    """A line for each drum and part: where, what pitch, how loud."""
    struck: defaultdict[str, list[str]] = defaultdict(list)
    for note in notes:
        who = DRUM_NAMES[note.pitch] if note.part == "drums" else note.part
        pitch = "" if note.part == "drums" else f"{note.pitch}"
        struck[who].append(f"{at(note)} {pitch}!{note.velocity}")
    for who in sorted(struck):
        yield f"{who}: {', '.join(struck[who])}"


def _piece(groove: str, intensity: float, **options: Any) -> Iterator[str]:
    piece = accompany("C | F G7 | N.C. | Am7/E", groove=groove, intensity=intensity, seed=3, **options)
    yield f"{piece.beats:g} quarters; {', '.join(f'{mark.symbol} {mark.beat:g}' for mark in piece.chords)}"
    yield from _told(piece.notes, lambda note: f"{note.beat:.2f}~{note.beats:.2f}+{note.late_ms:g}")


def soft(groove: str) -> Iterator[str]:
    """With an introduction and an ending, on the grid."""
    yield from _piece(groove, 0.2, humanise=False)


def middling(groove: str) -> Iterator[str]:
    """As people play, without either, and long enough for a small fill."""
    yield from _piece(groove, 0.6, intro=False, ending=False)


def live(groove: str) -> Iterator[str]:
    """A player counts in, changes chords late, gets faster, and repeats what was played."""
    band = LiveBand(groove, intensity=0.75, seed=1)
    notes = []
    now, chords = 10.0, ("C", "Am", "F", "G")
    for number in range(20):
        chord = chords[number // 2 % 4]
        bpm = 96.0 + number
        band.beat(now, bpm)
        if number == 0:
            band.count_in(1)
        if number % 2 == 0:
            band.follow(chord, since=now)
        if number and number % 2 == 0:
            band.settle(chords[(number // 2 - 1) % 4], now - 2 * 60.0 / bpm, now)
        now += 60.0 / bpm
        notes += band.due(now)
    yield f"{band.tempo_bpm:.2f} {band.chord}"
    yield from _told(notes, lambda note: f"{note.time:.2f}~{note.seconds:.2f}")


def characters() -> Iterator[str]:
    """What each groove is besides its notes."""
    for name, groove in GROOVES.items():
        told = {key: value for key, value in attrs.asdict(groove).items() if key not in ("drums", "bass", "comping")}
        yield f"{name}: {told}"


def kit() -> Iterator[str]:
    """Of each drum how long it rings, how loud it is at its stroke and later, and how bright."""
    for key, name in sorted(DRUM_NAMES.items()):
        sound = drum.__wrapped__(key, RATE_HZ).astype(np.float64)
        parts = [
            sound[int(begin * RATE_HZ) : int(end * RATE_HZ)] for begin, end in ((0, 0.01), (0.01, 0.05), (0.05, 0.2))
        ]
        loud = [float(np.sqrt((part**2).mean())) if len(part) else 0.0 for part in parts]
        power = np.abs(np.fft.rfft(sound))
        hertz = np.fft.rfftfreq(len(sound), 1 / RATE_HZ)
        middle, high = float((power * hertz).sum() / power.sum()), float(power[hertz > 6000].sum() / power.sum())
        told = " ".join(f"{each:.3g}" for each in (len(sound) / RATE_HZ, *loud, middle, high))
        yield f"{name}: {told}"


def mix() -> Iterator[str]:
    """How loud each tenth of a second of a piece is in either ear."""
    sound = synthesise(accompany("C | Am", groove="bossa", tempo_bpm=160, intensity=0.8, seed=2), RATE_HZ)
    yield f"{len(sound) / RATE_HZ:.3f} s, highest {np.abs(sound).max():.4f}"
    for first in range(0, len(sound), RATE_HZ // 10):
        left, right = np.sqrt((sound[first : first + RATE_HZ // 10].astype(np.float64) ** 2).mean(axis=0))
        yield f"{left:.4f} {right:.4f}"


def picture() -> Iterator[str]:
    """Of a bar and a half, with a chord whose name must be escaped."""
    piece = accompany([("C", 4), ("F/A", 2)], groove="funk", intensity=1.0, seed=0, ending=False)
    yield from piece.pianoroll_svg().splitlines()


def handbook() -> Iterator[str]:
    """Which tones of each chord are played, and how a hand finds them from the chord before."""
    before: tuple[int, ...] = ()
    for name in CHORDS:
        chord = parse_symbol(name)
        before = nearest_voicing(chord, before, 4)
        few = [essentials(chord, voices) for voices in (2, 3, 4)]
        power = nearest_voicing(chord, (), 2)
        held = f"{before} {nearest_voicing(chord, (), 3)} {power} {coloured(chord, power)}"
        yield f"{name}: {guide_tones(chord)} {few} {third(chord)} {fifth(chord)} {sixth(chord)}; {held}"


def parts() -> Iterator[str]:
    """A song of parts, whose style, tempo and metre are followed."""
    for style, metre in (
        ("Slow Blues", (4, 4)),
        ("samba", (4, 4)),
        ("Jazz Waltz", (3, 4)),
        ("", (5, 4)),
        ("x", (7, 8)),
    ):
        song = Song(
            (
                Section("Verse", (bar("C"), bar("F G"))),
                Section("Chorus", (bar("Am", repeat_times=2),), times=2),
                Section("", (bar("Dm"),)),
            ),
            style=style,
            metre=metre,
            tempo_bpm=90.0,
            key=parse_key("C"),
        )
        whole = attrs.evolve(song, sections=tuple(_fitting(each, metre) for each in song.sections))
        piece = accompany(whole, seed=1, repeats=2)
        yield f"{style} {metre}: {piece.groove.name} {piece.tempo_bpm:g} {piece.beats:g} {piece.remarks}"
        yield f"  {[(mark.title, mark.beat) for mark in piece.sections]}"
        yield f"  {[(mark.symbol, mark.beat) for mark in piece.chords]}"
        told = "\n".join(_told(piece.notes, lambda note: f"{note.beat:.2f}"))
        yield f"  {len(piece.notes)} notes, {hashlib.sha256(told.encode()).hexdigest()[:12]}"


def long() -> Iterator[str]:
    """Nineteen bars, played twice: drums tell where sections are."""
    piece = accompany(" | ".join(["C", "Am", "F"] * 6 + ["G"]), intensity=0.8, seed=5, repeats=2, humanise=False)
    yield f"{piece.beats:g}"
    yield from _told([note for note in piece.notes if note.part == "drums"], lambda note: f"{note.beat:.2f}")


def _fitting(section: Section, metre: tuple[int, int]) -> Section:
    """Chords on the beats that a bar of the metre has."""
    return attrs.evolve(
        section,
        bars=tuple(
            attrs.evolve(each, chords=tuple(_at(chord, metre[0]) for chord in each.chords)) for each in section.bars
        ),
    )


def _at(chord: PlacedChord, beats: int) -> PlacedChord:
    return attrs.evolve(chord, beat=chord.beat if chord.beat < beats else Fraction(beats - 1))


RECORDS: Final[dict[str, Callable[[], Iterator[str]]]] = {
    **{f"{name}-{kind}": partial(globals()[kind], name) for name in GROOVES for kind in KINDS},
    **{each.__name__: each for each in (characters, kit, mix, picture, handbook, parts, long)},
}


def was(name: str) -> list[str]:
    return (PLAYED / f"{name}.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("groove", GROOVES)
def test_a_groove_is_played_softly_as_it_was(groove: str) -> None:
    assert list(soft(groove)) == was(f"{groove}-soft")


@pytest.mark.parametrize("groove", GROOVES)
def test_a_groove_is_played_by_people_as_it_was(groove: str) -> None:
    assert list(middling(groove)) == was(f"{groove}-middling")


@pytest.mark.parametrize("groove", GROOVES)
def test_a_groove_is_played_live_as_it_was(groove: str) -> None:
    assert list(live(groove)) == was(f"{groove}-live")


def test_grooves_are_for_what_they_were_for() -> None:
    assert list(characters()) == was("characters")


def test_the_picture_is_drawn_as_it_was() -> None:
    assert list(picture()) == was("picture")


def test_hands_find_chords_as_they_did() -> None:
    assert list(handbook()) == was("handbook")


def test_parts_of_songs_are_played_as_they_were() -> None:
    assert list(parts()) == was("parts")


def test_a_long_piece_has_its_sections_where_they_were() -> None:
    assert list(long()) == was("long")


@pytest.mark.parametrize(("name", "lines"), [("kit", kit), ("mix", mix)])
def test_it_sounds_as_it_did(name: str, lines: Callable[[], Iterator[str]]) -> None:
    for line, before in zip(lines(), was(name), strict=True):
        assert list(_numbers(line)) == [pytest.approx(each, rel=0.01, abs=2e-4) for each in _numbers(before)], line


def _numbers(line: str) -> Iterator[float]:
    return (float(word) for word in line.replace(",", " ").split() if word.replace(".", "").replace("e+", "").isdigit())


def test_what_is_no_groove_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(UnknownGrooveError, match=r"^.polka. is no groove here: choose one of pop, rock_ballad, folk, "):
        accompany("C", groove="polka")
    assert find_groove(" Jazz-Waltz ".replace("Jazz-", "")) is GROOVES["waltz"]
    assert find_groove("Slow Blues") is find_groove("slow-blues") is GROOVES["slow_blues"]


def test_chords_last_from_a_quarter_of_a_beat_to_four_thousand() -> None:
    marks = accompany([("C", 0.25), ("F", 3.75), ("G", 4)], intro=False, ending=False).chords
    assert [(mark.symbol, mark.beat) for mark in marks] == [("C", 0.0), ("F", 0.25), ("G", 4.0)]
    assert accompany([("C", 4000)], intro=False, ending=False, humanise=False).beats == 4000
    for beats in (0.24, 4097, -1):
        with pytest.raises(PaceError, match=f"a chord of {beats} beats: give 0.25 to 4096"):
            accompany([("C", beats)])


def test_a_text_in_another_metre_is_told_which_grooves_are_in_it() -> None:
    with pytest.raises(PaceError, match=r"the chords are in 3/4, Pop in 4/4: choose one in 3/4: waltz$"):
        accompany("3/4 C | F", groove="pop")
    with pytest.raises(PaceError, match=r"the chords are in 11/8, Pop in 4/4: no groove here is in 11/8$"):
        accompany("11/8 C | F", groove="pop")


def test_a_form_forgets_chords_that_last_nothing() -> None:
    form = Form()
    chords = [parse_symbol(name) for name in ("C", "Am", "F", "G", "C", "Am", "F")]
    for number, chord in enumerate(chords):
        form.settle(chord, 4 * number, 4 * number + 4)
    assert str(form.expected(28)) == "G"
    assert form.expected(27) is None
    form.settle(parse_symbol("E"), 28, 28)
    form.settle(parse_symbol("E"), 29, 28)
    assert str(form.expected(28)) == "G"
    form.settle(parse_symbol("E"), 28, 29)
    assert form.expected(29) is None


if __name__ == "__main__":
    for name, lines in RECORDS.items():
        (PLAYED / f"{name}.txt").write_text("\n".join(lines()) + "\n", encoding="utf-8")
