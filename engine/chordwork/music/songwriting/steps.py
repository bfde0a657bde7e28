"""Numbered steps from nothing to a finished song, at the player's level, and the practice that carries them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import attrs

from chordwork.music.harmony import ChordSymbol, to_lead_sheet
from chordwork.music.songwriting.learning import hardest_change, shared_fingers
from chordwork.music.songwriting.plan import (
    ChordToLearn,
    FormPart,
    Level,
    MelodyTarget,
    PracticePlan,
    PracticeSession,
    Section,
    Step,
    StepKind,
)
from chordwork.music.songwriting.playing import Player
from chordwork.music.tabs import PATTERNS

_LADDERS: Final[dict[Level, tuple[float, ...]]] = {
    "beginner": (0.55, 0.65, 0.75, 0.85, 0.93, 1.0), "intermediate": (0.65, 0.8, 0.9, 1.0),
    "advanced": (0.75, 0.9, 1.0, 1.05),
}  # fmt: skip
_MINUTES: Final[dict[Level, int]] = {"beginner": 15, "intermediate": 25, "advanced": 30}
_DAYS: Final[dict[Level, int]] = {"beginner": 14, "intermediate": 7, "advanced": 4}
SLOWEST_BPM: Final = 40


@attrs.frozen
class SongSoFar:
    """What the steps speak of."""

    level: Level
    player: Player
    title: str
    tempo_bpm: int
    pattern: str
    groove_title: str
    feel: str
    form: tuple[FormPart, ...]
    sections: tuple[Section, ...]
    chords: tuple[ChordToLearn, ...]
    symbols: tuple[ChordSymbol, ...]

    def section(self, *names: str) -> Section:
        """The first of some sections that the song has, else its first."""
        return next((each for name in names for each in self.sections if each.name == name), self.sections[0])


def steps_for(song: SongSoFar) -> tuple[Step, ...]:
    """The steps; more and smaller ones for a beginner."""
    makers = {
        "beginner": (_listen, _first_chords, _change, _strum, _first_section, _hum, _speak, _write_chorus,
                     _other_chords, _write_verses, _join, _record),
        "intermediate": (_listen, _all_chords, _change, _groove, _sing_targets, _write_chorus, _write_verses,
                         _other_parts, _dynamics, _record),
        "advanced": (_listen, _all_chords, _sing_targets, _write_chorus, _write_verses, _reharmonise,
                     _other_parts, _dynamics, _record),
    }[song.level]  # fmt: skip
    made = [made for maker in makers if (made := maker(song)) is not None]
    return tuple(Step(number, *each) for number, each in enumerate(made, 1))


def practice_plan(song: SongSoFar) -> PracticePlan:
    """Minutes, days, tempos and what to do when."""
    ladder = tuple(
        dict.fromkeys(max(SLOWEST_BPM, 2 * round(share * song.tempo_bpm / 2)) for share in _LADDERS[song.level][:-1])
    )
    last = song.tempo_bpm if song.level != "advanced" else round(1.05 * song.tempo_bpm)
    ladder = (
        *(bpm for bpm in ladder if bpm < song.tempo_bpm),
        song.tempo_bpm,
        *((last,) if last > song.tempo_bpm else ()),
    )
    days = _DAYS[song.level]
    chorus, verse = song.section("chorus", "refrain", "verse"), song.section("verse")
    change = hardest_change(song.symbols, song.player)
    sessions = [
        PracticeSession(_days(1, days // 3), "Chords and changes", _changes_text(song, change)),
        PracticeSession(
            _days(days // 3 + 1, 2 * days // 3),
            f"{verse.title} and {chorus.title.lower()}" if verse != chorus else verse.title,
            f"With the band at {ladder[0]} bpm. Three clean rounds in a row: one step up the ladder. A slip: one down.",
        ),
        PracticeSession(
            _days(2 * days // 3 + 1, days), "The whole song",
            "Once through without stopping, whatever happens; then the spot that went worst, five times, slowly; then "
            "once more.",
        ),
    ]  # fmt: skip
    return PracticePlan(_MINUTES[song.level], days, ladder, tuple(sessions))


Made = tuple[StepKind, str, str, int]


def _listen(song: SongSoFar) -> Made:
    return (
        "listen", "Hear it first",
        f"Let the band play the song ({song.groove_title}, {song.tempo_bpm} bpm) and tap your foot: {song.feel}. "
        f"Count the bars of each section. Nothing to play yet.", 5,
    )  # fmt: skip


def _first_chords(song: SongSoFar) -> Made:
    section = song.section("verse", "chorus")
    used = {chord.symbol for chord in section.chords}
    first = [chord for chord in song.chords if chord.symbol in used]
    return (
        "learn", f"Learn the chords of the {section.title.lower()}",
        f"{_shapes(first)} One at a time: place the fingers, pluck every string, and move a finger closer to the fret "
        "where one buzzes. Lift the hand off, place it again, ten times.", 15,
    )  # fmt: skip


def _all_chords(song: SongSoFar) -> Made:
    hard = [chord for chord in song.chords if chord.difficulty == "hard"]
    text = _shapes(song.chords)
    if hard:
        text += f" Give {hard[-1].symbol} most of the time: {hard[-1].tip}"
    return "learn", "Get the chords into the hands", text, 10


def _change(song: SongSoFar) -> Made | None:
    change = hardest_change(song.symbols, song.player)
    if change is None:
        return None
    one, two = map(to_lead_sheet, change)
    return (
        "learn", f"The change from {one} to {two}",
        f"{_changes_text(song, change)} It is the hardest change of this song; the others will feel easy after it.", 10,
    )  # fmt: skip


def _strum(song: SongSoFar) -> Made:
    pattern = PATTERNS[song.pattern]
    return (
        "play", "The hand that keeps time",
        f"Mute the strings with one hand and play the rhythm “{pattern.title}” with the other until it runs by itself, "
        f"at {_slow(song)} bpm. Only then add one chord.", 10,
    )  # fmt: skip


def _groove(song: SongSoFar) -> Made:
    pattern = PATTERNS[song.pattern]
    return (
        "play", "Lock in with the band",
        f"Play “{pattern.title}” on one chord with the band at {_slow(song)} bpm, then through the "
        f"{song.section('verse').title.lower()}. Feel: {song.feel}.", 10,
    )  # fmt: skip


def _first_section(song: SongSoFar) -> Made:
    section = song.section("verse", "chorus")
    return (
        "play", f"Play the {section.title.lower()}",
        f"{section.chart}. First one strum a bar, then the rhythm, at {_slow(song)} bpm. If a change is late, keep "
        "the strumming hand going and let the chord arrive when it can.", 15,
    )  # fmt: skip


def _hum(song: SongSoFar) -> Made:
    section = song.section("chorus", "refrain", "verse")
    notes = ", ".join(f"{target.note} over {target.chord}" for target in _distinct(section)[:4])
    return (
        "sing", "Find a tune by humming",
        f"Play the {section.title.lower()} slowly and hum. If nothing comes, aim at these notes: {notes}. "
        f"Then {section.melody.contour}. Record three tries and keep the one you remember tomorrow.", 15,
    )  # fmt: skip


def _speak(song: SongSoFar) -> Made:
    section = song.section("verse")
    images = ", ".join(section.lyrics.images[:4])
    return (
        "write", "Collect words",
        f"Ten minutes without stopping: write down everything you see, hear and smell when you think of the theme; "
        f"these may help: {images}. Underline what you would not have expected.", 10,
    )  # fmt: skip


def _write_chorus(song: SongSoFar) -> Made:
    section = song.section("chorus", "refrain", "verse")
    lyrics = section.lyrics
    return (
        "write", f"Write the {section.title.lower()}",
        f"{lyrics.job} {_lines(section)} {lyrics.opening}", 20,
    )  # fmt: skip


def _write_verses(song: SongSoFar) -> Made | None:
    section = song.section("verse")
    if section == song.section("chorus", "refrain", "verse") or not section.lyrics.lines:
        return None
    tasks = " ".join(f"{part.title}: {part.task}" for part in song.form if part.section == section.name)
    return (
        "write", "Write the verses",
        f"{section.lyrics.job} {_lines(section)} {section.lyrics.opening} {tasks}", 30,
    )  # fmt: skip


def _other_chords(song: SongSoFar) -> Made | None:
    section = song.section("verse", "chorus")
    used = {chord.symbol for chord in section.chords}
    rest = [chord for chord in song.chords if chord.symbol not in used]
    if not rest:
        return None
    return (
        "learn",
        "Learn the chords that are left",
        f"{_shapes(rest)} As before: slowly, one at a time, then in their section.",
        15,
    )


def _other_parts(song: SongSoFar) -> Made | None:
    rest = [section for section in song.sections if section.name not in ("verse", "chorus")]
    if not rest:
        return None
    charts = " ".join(f"{section.title}: {section.chart}." for section in rest)
    return "play", "The other parts", f"{charts} Play each after the part that comes before it in the song.", 15


def _sing_targets(song: SongSoFar) -> Made:
    section = song.section("chorus", "refrain", "verse")
    notes = ", ".join(f"{target.note} ({target.degree} of {target.chord})" for target in _distinct(section)[:5])
    return (
        "sing", "A line through the changes",
        f"Sing only these notes over the {section.title.lower()}: {notes}. Now connect them: {section.melody.contour}; "
        f"{section.melody.rhythm}. Stay between {section.melody.low} and {section.melody.high}.", 15,
    )  # fmt: skip


def _reharmonise(song: SongSoFar) -> Made:
    section = song.section("verse")
    return (
        "arrange", "Make it yours",
        f"Ask for other chords for one bar of the {section.title.lower()} (suggestions: reharmonise) and keep one swap "
        "that the tune likes. Move one bass note so that the bass walks by steps.", 15,
    )  # fmt: skip


def _join(song: SongSoFar) -> Made:
    order = " – ".join(part.title for part in song.form)
    return (
        "arrange", "Put it together",
        f"{order}. First without singing at {_slow(song)} bpm. Say aloud, a bar ahead, which part comes next.", 20,
    )  # fmt: skip


def _dynamics(song: SongSoFar) -> Made:
    loud = max(song.sections, key=lambda section: section.energy)
    soft = min(song.sections, key=lambda section: section.energy)
    return (
        "arrange", "Loud and soft",
        f"The {soft.title.lower()} is the quietest place, the {loud.title.lower()} the fullest. Leave something out of "
        "every other part: fewer strings, a bar of silence, no bass. What comes back counts double.", 10,
    )  # fmt: skip


def _record(song: SongSoFar) -> Made:
    return (
        "finish", "Record it and sleep on it",
        f"One take of “{song.title}” on a phone, with mistakes. Listen tomorrow: which line do you skip in your mind? "
        "Rewrite that one.",
        15,
    )  # fmt: skip


def _changes_text(song: SongSoFar, change: tuple[ChordSymbol, ChordSymbol] | None) -> str:
    if change is None:
        return "Play the roots of all chords in order, in time, with your eyes closed."
    one, two = change
    first, second = song.player.voicing(one), song.player.voicing(two)
    kept = shared_fingers(first, second) if first is not None and second is not None else ()
    text = f"{to_lead_sheet(one)} to {to_lead_sheet(two)} and back, as often as you can in one minute; count, and beat "
    text += "the number tomorrow."
    if len(kept) == 1:
        text += f" Keep the {kept[0]} finger down: it stays where it is."
    elif kept:
        text += f" Keep the {' and '.join(kept)} fingers down: they stay where they are."
    return text


def _shapes(chords: Sequence[ChordToLearn]) -> str:
    named = []
    for chord in chords:
        name = f"{chord.symbol} ({chord.shape_name} shape)" if chord.shape_name != chord.symbol else chord.symbol
        named.append(f"{name} {chord.shape}".strip())
    return f"{', '.join(named)}."


def _lines(section: Section) -> str:
    lyrics = section.lyrics
    if not lyrics.lines:
        return ""
    count = f"{lyrics.lines} line{'s' * (lyrics.lines > 1)}"
    return f"{count} of {lyrics.syllables_low} to {lyrics.syllables_high} syllables, rhymed {lyrics.scheme}."


def _distinct(section: Section) -> list[MelodyTarget]:
    return list(dict.fromkeys(section.melody.targets))


def _slow(song: SongSoFar) -> int:
    return max(SLOWEST_BPM, 2 * round(_LADDERS[song.level][0] * song.tempo_bpm / 2))


def _days(first: int, last: int) -> str:
    return f"Day {first}" if last <= first else f"Days {first} to {last}"
