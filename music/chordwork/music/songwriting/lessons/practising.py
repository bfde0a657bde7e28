"""The practice that carries a song into the hands: tempos to climb, changes to repeat, days to do it in."""

from __future__ import annotations

from typing import Final

import attrs

from chordwork.harmony import ChordSymbol, parse_symbol, to_lead_sheet
from chordwork.music.options.fields import LevelName
from chordwork.music.songwriting.lessons.learning import hardest_change, shared_fingers
from chordwork.music.songwriting.model import Plan, PracticePlan, PracticeSession, Section
from chordwork.music.songwriting.player import Player

_LADDERS: Final[dict[LevelName, tuple[float, ...]]] = {
    "beginner": (0.55, 0.65, 0.75, 0.85, 0.93, 1.0), "intermediate": (0.65, 0.8, 0.9, 1.0),
    "advanced": (0.75, 0.9, 1.0, 1.05),
}  # fmt: skip
_MINUTES: Final[dict[LevelName, int]] = {"beginner": 15, "intermediate": 25, "advanced": 30}
_DAYS: Final[dict[LevelName, int]] = {"beginner": 14, "intermediate": 7, "advanced": 4}
SLOWEST_BPM: Final = 40
SMALLEST_STEP_BPM: Final = 4


@attrs.frozen
class SongSoFar:
    """What the steps speak of: a plan that has none yet, who plays it, and its chords as they come."""

    plan: Plan
    player: Player
    symbols: tuple[ChordSymbol, ...]

    def section(self, *names: str) -> Section:
        """The first of some sections that the song has, else its first."""
        return next((each for name in names for each in self.plan.sections if each.name == name), self.plan.sections[0])

    @property
    def hardest_change(self) -> tuple[ChordSymbol, ChordSymbol] | None:
        """Of the whole song; None where there are no shapes to change."""
        return hardest_change(self.symbols, self.player)


def change_in(section: Section, player: Player) -> tuple[ChordSymbol, ChordSymbol] | None:
    """The hardest change of a section."""
    return hardest_change([parse_symbol(chord.symbol) for chord in section.chords], player)


def practice_plan(song: SongSoFar) -> PracticePlan:
    """Minutes, days, tempos and what to do when."""
    ladder = ladder_bpm(song)
    days = _DAYS[song.plan.level]
    chorus, verse = song.section("chorus", "refrain", "verse"), song.section("verse")
    change = song.hardest_change
    sessions = [
        PracticeSession(_days(1, days // 3), "Chords and changes", changes_text(song, change)),
        PracticeSession(
            _days(days // 3 + 1, 2 * days // 3),
            f"{verse.title} and {chorus.title_within}" if verse != chorus else verse.title,
            f"With the band at {ladder[0]} bpm. Three clean rounds in a row: one step up the ladder. A slip: one down.",
        ),
        PracticeSession(
            _days(2 * days // 3 + 1, days), "The whole song",
            "Once through without stopping, whatever happens; then the spot that went worst, five times, slowly; then "
            "once more.",
        ),
    ]  # fmt: skip
    return PracticePlan(_MINUTES[song.plan.level], days, ladder, tuple(sessions))


def ladder_bpm(song: SongSoFar) -> tuple[int, ...]:
    """Tempos to climb, each a clear step from the one before; the advanced go a little beyond."""
    rungs: list[int] = []
    for share in _LADDERS[song.plan.level]:
        bpm = (
            song.plan.tempo_bpm
            if share == 1.0
            else max(min(SLOWEST_BPM, song.plan.tempo_bpm), 2 * round(share * song.plan.tempo_bpm / 2))
        )
        if rungs and bpm - rungs[-1] < SMALLEST_STEP_BPM:
            if bpm != song.plan.tempo_bpm:
                continue
            rungs.pop()
        rungs.append(bpm)
    return tuple(rungs)


def changes_text(song: SongSoFar, change: tuple[ChordSymbol, ChordSymbol] | None) -> str:
    """How to practise a change."""
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


def _days(first: int, last: int) -> str:
    return f"Day {first}" if last <= first else f"Days {first} to {last}"
