"""From a song to bars as they are played, as tabs, the band and practice take them."""

from __future__ import annotations

from fractions import Fraction

from chordwork.harmony.keys import Key
from chordwork.harmony.symbol import NO_SYMBOL, ChordSymbol
from chordwork.harmony.transposition import transpose
from chordwork.music.charts.text.model import Chart, ChartBar, ChartChord
from chordwork.music.pulse import pulse
from chordwork.music.song import PlayedBar, Song, play


def to_chart(song: Song) -> Chart:
    """What sounds, bar by bar: repeats and jumps followed, capo and transposition taken into account.

    A bar before the first chord, or one where nothing is known, is silent; where the song does not say how long chords
    last, bars with words alone take no time. ``position`` of a chord is the number of its
    bar as written, from 0.

    Raises:
        UnplayableSongError: its signs cannot be followed.
        SongError: a chord outside its bar, or a metre that is none.
    """
    heard = (played for played in play(song.check()) if song.timed or _has_chord(played))
    bars = tuple(_bar(played, song.sounds_higher_by) for played in heard)
    tempo = None if song.tempo_bpm is None else float(song.tempo_bpm / pulse(song.metre))
    return Chart(bars, song.timed, song.metre, song.title, tempo, song.capo, song.sounding_key)


def _bar(played: PlayedBar, semitones: int) -> ChartBar:
    spans = played.spans()
    chords = []
    silent = spans[0][0].beat if spans else played.beats
    if silent > 0:
        chords.append(ChartChord(NO_SYMBOL, played.number, Fraction(silent)))
    for index, (chord, beats) in enumerate(spans):
        held = index == 0 and played.sounding is not None and chord not in played.bar.chords
        symbol = _sounding(chord.symbol, semitones, played.key)
        chords.append(ChartChord(symbol, played.number, beats, held))
    return ChartBar(tuple(chords), played.metre, played.section)


def _has_chord(played: PlayedBar) -> bool:
    return any(not chord.optional for chord in played.bar.chords)


def _sounding(symbol: ChordSymbol, semitones: int, key: Key | None) -> ChordSymbol:
    """What is written, so many semitones higher; ``key`` is that of what is written."""
    if not semitones or not symbol.is_chord:
        return symbol
    return transpose(symbol, semitones, key=key)
