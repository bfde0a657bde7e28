"""Songs as MIDI files: chords as block notes, as texts and as markers; words; the tune.

Markers stand in the first track, where the Standard MIDI File 1.0 has them and some readers look for them alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

import attrs

from chordwork.harmony import ChordSymbol, Key, Mode, Note
from chordwork.music import smf
from chordwork.music.charts.errors import ChartFileError
from chordwork.music.charts.form import Writing
from chordwork.music.charts.layout import each_bar, in_score
from chordwork.music.charts.midi.reading import CHORDS, COPYRIGHT, LYRIC, MELODY, MINUTE_US, NAME, TEMPO_DIGITS
from chordwork.music.song import (
    Feature,
    Lost,
    PlayedBar,
    Section,
    Song,
    Syllable,
    as_it_sounds,
    limited,
    play,
    tidy,
)

CARRIES: Final = frozenset(
    {
        Feature.TITLE, Feature.COPYRIGHT, Feature.KEY, Feature.TEMPO, Feature.METRE, Feature.TIMES,
        Feature.KEY_CHANGES, Feature.TEMPO_CHANGES, Feature.METRE_CHANGES, Feature.SECTIONS, Feature.LYRICS,
        Feature.LYRIC_TIMES, Feature.MELODY,
    }
)  # fmt: skip

_CHORD_CHANNEL: Final = 0
_TUNE_CHANNEL: Final = 3
"""Where karaoke players look for the tune: the fourth."""
_VELOCITY: Final = 80
_LOWEST_BASS: Final = 36
_LOWEST_CHORD: Final = 55
_MAX_SHARPS: Final = 7


def write_midi(songs: Sequence[Song]) -> Writing:
    """One song as a MIDI file of format 1: what is played, repeats written out.

    Raises:
        ChartFileError: the song has no bars.
        UnplayableSongError: its signs cannot be followed.
    """
    song, lost = kept(songs[0])
    bars = play(song)
    if not bars:
        raise ChartFileError(NAME, "there are no bars to write: give a song with chords")
    starts: list[int] = []
    now = Fraction(0)
    for bar in bars:
        starts.append(round(now))
        now += bar.beats * _pulses(bar)
    end = round(now)
    tracks = [
        smf.track(_conductor(song, bars, starts), end),
        smf.track(_chords(bars, starts, end), end),
    ]
    if any(bar.bar.melody for bar in bars) or any(bar.syllables for bar in bars):
        tracks.append(smf.track(_tune(bars, starts), end))
    return Writing(smf.midi_file(tracks), lost)


def kept(song: Song) -> tuple[Song, tuple[Lost, ...]]:
    """The song as a reader finds it, and what is lost."""
    song, lost = limited(tidy(song), CARRIES | {Feature.CAPO, Feature.TRANSPOSITION})
    if song.sounds_higher_by:
        lost = (*lost, Lost("capo and transposition", 1, "chords are written as they sound"))
    song = in_score(each_bar(as_it_sounds(song), lambda bar: attrs.evolve(bar, tempo_bpm=_told(bar.tempo_bpm))))
    song = attrs.evolve(song, key=_signed(song.key), tempo_bpm=_told(song.tempo_bpm))
    song = each_bar(song, lambda bar: attrs.evolve(bar, key=_signed(bar.key)))
    return tidy(attrs.evolve(song, sections=tuple(_with_words(song)))), lost


def _told(tempo_bpm: float | None) -> float | None:
    """What is read of a tempo, which is written in whole microseconds a quarter note."""
    return None if tempo_bpm is None else round(MINUTE_US / round(MINUTE_US / tempo_bpm), TEMPO_DIGITS)


def _signed(key: Key | None) -> Key | None:
    """The key of the same signature that is major or minor."""
    if key is None:
        return None
    sharps = max(-_MAX_SHARPS, min(_MAX_SHARPS, key.signature))
    return Key(Note.at(sharps + 3), Mode.MINOR) if key.mode is Mode.MINOR else Key(Note.at(sharps), Mode.MAJOR)


def _with_words(song: Song) -> Iterator[Section]:
    """A line of text begins behind the end of a word."""
    last: list[Syllable] = []
    made: list[list[list[Syllable]]] = []
    for section in song.sections:
        made.append([])
        for bar in section.bars:
            made[-1].append([])
            for one in bar.syllables:
                if one.new_line and last and not last[-1].text.endswith(" "):
                    last[-1] = attrs.evolve(last[-1], text=f"{last[-1].text} ")
                last = made[-1][-1]
                last.append(one)
    for section, bars in zip(song.sections, made, strict=True):
        sung = (attrs.evolve(bar, syllables=tuple(words)) for bar, words in zip(section.bars, bars, strict=True))
        yield attrs.evolve(section, bars=tuple(sung))


def _pulses(bar: PlayedBar) -> Fraction:
    """Of a beat of a bar's metre."""
    return Fraction(4 * smf.PULSES_PER_QUARTER, bar.metre[1])


def _conductor(song: Song, bars: Sequence[PlayedBar], starts: Sequence[int]) -> Iterator[smf.Timed]:
    if song.title:
        yield 0, 0, smf.words(smf.TRACK_NAME, song.title)
    if song.copyright:
        yield 0, 1, smf.words(COPYRIGHT, song.copyright)
    metre = key = tempo = part = None
    for bar, at in zip(bars, starts, strict=True):
        if bar.metre != metre:
            metre = bar.metre
            yield at, 2, smf.time_signature(bar.metre)
        if bar.tempo_bpm is not None and bar.tempo_bpm != tempo:
            tempo = bar.tempo_bpm
            yield at, 3, smf.tempo(round(MINUTE_US / bar.tempo_bpm))
        if bar.key is not None and bar.key != key:
            key = bar.key
            yield at, 4, _signature(bar.key)
        if bar.part != part:
            part = bar.part
            if bar.section:
                yield at, 5, smf.words(smf.MARKER, bar.section)
    for at, symbol in _placed(bars, starts):
        yield at, 6, smf.words(smf.MARKER, str(symbol))


def _placed(bars: Sequence[PlayedBar], starts: Sequence[int]) -> list[tuple[int, ChordSymbol]]:
    return [
        (start + round(chord.beat * _pulses(bar)), chord.symbol)
        for bar, start in zip(bars, starts, strict=True)
        for chord in bar.bar.chords
    ]


def _signature(key: Key) -> bytes:
    sharps = max(-_MAX_SHARPS, min(_MAX_SHARPS, key.signature))
    return smf.key_signature(sharps, minor=key.mode is Mode.MINOR)


def _chords(bars: Sequence[PlayedBar], starts: Sequence[int], end: int) -> Iterator[smf.Timed]:
    yield 0, 0, smf.words(smf.TRACK_NAME, CHORDS)
    placed = _placed(bars, starts)
    for (at, symbol), until in zip(placed, [*(at for at, _ in placed[1:]), end], strict=True):
        yield at, 3, smf.words(smf.TEXT, str(symbol))
        for pitch in voiced(symbol):
            yield at, 5, bytes((smf.NOTE_ON | _CHORD_CHANNEL, pitch, _VELOCITY))
            yield until, 1, bytes((smf.NOTE_OFF | _CHORD_CHANNEL, pitch, 0))


def voiced(symbol: ChordSymbol) -> list[int]:
    """MIDI notes of a chord as a block: its bass below, its tones upwards from the root above."""
    if symbol.root is None or symbol.bass is None:
        return []
    root = _LOWEST_CHORD + (symbol.root.pitch_class - _LOWEST_CHORD) % 12
    pitches = {root + degree.semitones % 12 for degree in symbol.degrees}
    return [_LOWEST_BASS + (symbol.bass.pitch_class - _LOWEST_BASS) % 12, *sorted(pitches)]


def _tune(bars: Sequence[PlayedBar], starts: Sequence[int]) -> Iterator[smf.Timed]:
    yield 0, 0, smf.words(smf.TRACK_NAME, MELODY)
    go_on = not any(one.text.endswith(" ") for bar in bars for one in bar.syllables)
    for bar, start in zip(bars, starts, strict=True):
        pulses = _pulses(bar)
        for note in bar.bar.melody:
            begin = start + round(note.beat * pulses)
            until = begin + max(1, round(note.beats * pulses))
            yield begin, 4, bytes((smf.NOTE_ON | _TUNE_CHANNEL, note.pitch, _VELOCITY))
            yield until, 1, bytes((smf.NOTE_OFF | _TUNE_CHANNEL, note.pitch, 0))
        for syllable in bar.syllables:
            text = ("/" if syllable.new_line else "") + syllable.text + ("-" if go_on else "")
            yield start + round(syllable.beat * pulses), 3, smf.words(LYRIC, text)
