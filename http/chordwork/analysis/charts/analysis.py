"""A recording written down, and how it comes about from the events of a recogniser."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, Literal

import attrs

from chordwork.analysis.charts.bars import Bars, Place, find_bars, places
from chordwork.analysis.charts.beat_grid import BeatGrid, find_beat_grid
from chordwork.analysis.charts.phase import on_changes
from chordwork.analysis.charts.picture import Stretch, timeline_html
from chordwork.analysis.charts.slivers import without_slivers
from chordwork.analysis.charts.sound_check import SoundCheck
from chordwork.analysis.charts.timeline import NO_CHORD_LABEL, FinalTimeline, LiveTimeline, TimedChord
from chordwork.analysis.warnings import AnalysisWarning
from chordwork.engine.events import BeatEvent, ChordEvent, Event, KeyEvent
from chordwork.harmony import ChordSymbol, find_keys, parse_key, parse_symbol, respell, to_lead_sheet
from chordwork.harmony.modulation import find_key_stretches, plain

Tier = Literal["final", "live"]


@attrs.frozen
class KeySpan:
    """A stretch in one key; seconds, the name such as ``Eb major``, the confidence in [0, 1]."""

    start: float
    end: float
    key: str
    confidence: float


@attrs.frozen
class Analysis:
    """One file's timeline.

    Attributes:
        file: the path as given.
        duration: seconds of audio decoded.
        sample_rate: of the file, in Hz.
        tier: ``final`` as decided, ``live`` as seen.
        key: of the whole, such as ``Eb major``; None if no chord was heard.
        tuning_cents: offset from A4 = 440 Hz; None if nothing had a pitch.
        model: name and version of the acoustic model.
        chords: contiguous from 0 to ``duration``.
        key_confidence: in [0, 1]; None without a key.
        keys: the key, and where it changes; contiguous from 0 to ``duration``, or nothing.
        beat_grid: beats and tempo; None where there was no steady beat.
        bars: the beats counted into bars.
        warnings: what one should know before trusting it.
    """

    file: str
    duration: float
    sample_rate: int
    tier: Tier
    key: str | None
    tuning_cents: float | None
    model: str
    chords: tuple[TimedChord, ...]
    key_confidence: float | None = None
    keys: tuple[KeySpan, ...] = ()
    beat_grid: BeatGrid | None = None
    bars: Bars | None = None
    warnings: tuple[AnalysisWarning, ...] = ()

    def _repr_html_(self) -> str:
        """The timeline as notebooks draw it: chords in colours, bars, keys; a mouse is told more, a table has all."""
        grid = self.beat_grid
        facts = [
            self.key or "no key",
            *([] if grid is None else [f"{grid.bpm:.0f} bpm"]),
            *([] if self.bars is None else [self.bars.metre]),
            *([] if self.tuning_cents is None else [f"{self.tuning_cents:+.0f} cents"]),
            f"{self.tier}, {self.model}",
        ]
        return timeline_html(
            self.file.encode("utf-8", "replace").decode(),
            facts,
            self.chords,
            duration=self.duration,
            bars=self.bars,
            stretches=[Stretch(span.start, span.end, span.key) for span in self.keys],
            warnings=[warning.message for warning in self.warnings],
        )

    def places(self) -> list[Place | None]:
        """Bar and beat on which each chord begins; None where that is not known."""
        if self.bars is None:
            return [None] * len(self.chords)
        return places(self.bars, (chord.start for chord in self.chords))


class AnalysisBuilder:
    """Collects the events of a recording: both tiers' timelines, beats, level, tuning, and the latest key."""

    def __init__(self) -> None:
        """Nothing heard yet."""
        self.final: Final = FinalTimeline()
        self.live: Final = LiveTimeline()
        self.sound: Final = SoundCheck()
        self.key: str | None = None
        self._beats: list[BeatEvent] = []

    def add(self, event: Event, heard_seconds: float) -> None:
        """Write an event down; ``heard_seconds`` is the audio fed when it was returned."""
        self.sound.add(event)
        match event:
            case ChordEvent(status="provisional"):
                self.live.show(event.chord.label, event.chord.symbol, event.confidence, heard_seconds)
            case ChordEvent():
                end = heard_seconds if event.end is None else event.end
                self.final.add(TimedChord(event.start, end, event.chord.label, event.chord.symbol, event.confidence))
            case KeyEvent():
                self.key = event.name
            case BeatEvent():
                self._beats.append(event)
            case _:
                pass

    def build(
        self,
        *,
        file: str,
        duration: float,
        sample_rate: int,
        channels: int,
        tier: Tier,
        model: str,
        raw: bool = False,
        decoded: Iterable[AnalysisWarning] = (),
    ) -> Analysis:
        """What there is to say at the end of a recording.

        Args:
            file: its name.
            duration: seconds heard.
            sample_rate: in Hz.
            channels: of what was heard.
            tier: which timeline.
            model: name of the acoustic model.
            raw: leave slivers in the final timeline as they were decided.
            decoded: warnings of what decoded the file.
        """
        decided = self.final.chords(duration)
        sounding = [chord for chord in decided if chord.label != NO_CHORD_LABEL]
        begin = sounding[0].start if sounding else duration
        beat_grid = find_beat_grid(self._beats, begin=begin, end=duration) if sounding else None
        neat = without_slivers(
            decided,
            period_s=None if beat_grid is None else beat_grid.period_s,
            beats=() if beat_grid is None else beat_grid.beats,
        )
        if beat_grid is not None:
            beat_grid = attrs.evolve(beat_grid, beats=on_changes(beat_grid.beats, neat))
        keys = key_spans(neat)
        whole = _whole_key(neat, keys)
        shown = self.live.chords(duration) if tier == "live" else spelled(decided if raw else neat, keys)
        return Analysis(
            file=file,
            duration=duration,
            sample_rate=sample_rate,
            tier=tier,
            key=self.key if whole is None else whole.key,
            key_confidence=None if whole is None else whole.confidence,
            keys=keys,
            tuning_cents=self.sound.tuning_cents(duration),
            model=model,
            chords=tuple(shown),
            beat_grid=beat_grid,
            bars=None if beat_grid is None else find_bars(beat_grid.beats, neat),
            warnings=self.sound.warnings(
                duration=duration, samples=round(duration * sample_rate) * channels, decoded=decoded
            ),
        )


def key_spans(chords: Sequence[TimedChord]) -> tuple[KeySpan, ...]:
    """The key of a timeline and where it changes, from its first to its last moment; nothing without chords."""
    symbols = _symbols(chords)
    spans: list[KeySpan] = []
    for stretch in find_key_stretches(symbols):
        estimate = stretch.estimate
        start, end = chords[stretch.first].start, chords[stretch.last - 1].end
        spans.append(KeySpan(start, end, estimate.key.name, estimate.confidence))
    return tuple(spans)


def spelled(chords: Sequence[TimedChord], keys: Sequence[KeySpan]) -> tuple[TimedChord, ...]:
    """The same chords with symbols as the key around them spells notes: Gb in Db major, where the recogniser says F#.

    Labels stay, as the recogniser writes them.
    """
    if not keys:
        return tuple(chords)
    read = [parse_key(span.key) for span in keys]
    result: list[TimedChord] = []
    index = 0
    for chord in chords:
        while index < len(keys) - 1 and chord.start >= keys[index].end:
            index += 1
        symbol = parse_symbol(chord.label)
        again = respell(symbol, read[index])
        result.append(chord if again == symbol else attrs.evolve(chord, symbol=to_lead_sheet(again)))
    return tuple(result)


def _whole_key(chords: Sequence[TimedChord], spans: Sequence[KeySpan]) -> KeySpan | None:
    """The key of the longest stretch; of all chords where there is one stretch."""
    if len(spans) > 1:
        return max(spans, key=lambda span: span.end - span.start)
    found = find_keys(_symbols(chords), limit=1)
    if not found:
        return None
    return KeySpan(chords[0].start, chords[-1].end, plain(found[0].key).name, found[0].confidence)


def _symbols(chords: Sequence[TimedChord]) -> list[ChordSymbol]:
    return [parse_symbol(chord.label) for chord in chords]
