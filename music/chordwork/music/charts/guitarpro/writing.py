"""A song as a Guitar Pro 5 file: a guitar that strums each chord where it begins, with its name above.

Shapes are no fingering: each string has the lowest note of the chord that it reaches near the nut, from the bass on. A
tab that can be played is made by :mod:`chordwork.music.tabs`.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, Final

import attrs

from chordwork.harmony import Key, Mode, Note
from chordwork.music.charts.errors import ChartFileError
from chordwork.music.charts.form import Writing
from chordwork.music.charts.guitarpro.five import library
from chordwork.music.charts.layout import each_bar, in_score
from chordwork.music.song import STANDARD_TUNING, Bar, Feature, Jump, Lost, PlacedChord, Signature, Song, limited, tidy

NAME: Final = "gp5"
CARRIES: Final = frozenset(
    {
        Feature.TITLE, Feature.SUBTITLE, Feature.ARTIST, Feature.COMPOSER, Feature.LYRICIST, Feature.COPYRIGHT,
        Feature.KEY, Feature.TEMPO, Feature.METRE, Feature.CAPO, Feature.TUNING, Feature.TIMES, Feature.KEY_CHANGES,
        Feature.TEMPO_CHANGES, Feature.METRE_CHANGES, Feature.SECTIONS, Feature.REPEATS, Feature.ENDINGS,
        Feature.JUMPS,
    }
)  # fmt: skip

_VERSION: Final = (5, 1, 0)
_QUARTER: Final = 960
_STEEL_GUITAR: Final = 25
_MAX_STRINGS: Final = 7
_MAX_NAME: Final = 20
"""Bytes of a chord's name."""
_MAX_ENDING: Final = 8
_MAX_SIGNS: Final = 2
"""At one bar, as PyGuitarPro has it; each may stand once in a file."""
_HIGHEST_FRET: Final = 4
_TEMPO: Final = 120
_MAX_SHARPS: Final = 7
_FIELDS: Final = ("title", "subtitle", "artist", "composer", "lyricist", "copyright")
_VALUES: Final = tuple(
    (quarters * times, divisor, dotted, tuplet)
    for divisor in (1, 2, 4, 8, 16, 32, 64)
    for dotted, quarters in ((True, Fraction(6, divisor)), (False, Fraction(4, divisor)))
    for tuplet, times in ((False, Fraction(1)), (True, Fraction(2, 3)))
    if not (dotted and tuplet)
)
"""Lengths of single beats: quarters, divisor of a whole note, whether dotted, whether of a triplet."""
_GRIDS: Final = (16, 12)
"""Parts of a quarter note: chords that lie between are moved."""
_THIRDS_FROM: Final = Fraction(1, 8)
"""Shortest length that stands before triplets, so that what is left can be written in them."""
_JUMPS: Final = {
    Jump.DA_CAPO: "Da Capo", Jump.DA_CAPO_AL_FINE: "Da Capo al Fine", Jump.DA_CAPO_AL_CODA: "Da Capo al Coda",
    Jump.DAL_SEGNO: "Da Segno", Jump.DAL_SEGNO_AL_FINE: "Da Segno al Fine",
    Jump.DAL_SEGNO_AL_CODA: "Da Segno al Coda",
}  # fmt: skip


def write_five(songs: Sequence[Song]) -> Writing:
    """One song as a Guitar Pro 5 file.

    Raises:
        ChartFileError: PyGuitarPro is not installed, or the song has no bars.
    """
    song, lost = _carried(songs[0])
    if not any(True for _ in song.bars):
        raise ChartFileError(NAME, "there are no bars to write: give a song with chords")
    gp = library(NAME)
    writer = _Writer(gp, song)
    stream = io.BytesIO()
    gp.write(writer.file(), stream, version=_VERSION)
    return Writing(stream.getvalue(), (*lost, *writer.lost()))


def kept(song: Song) -> tuple[Song, tuple[Lost, ...]]:
    """The song as a reader finds it, and what is lost."""
    song, lost = _carried(song)
    fields: dict[str, Any] = {field: _plain(getattr(song, field)) for field in _FIELDS}
    song = attrs.evolve(
        song,
        **fields,
        key=_signed(song.key),
        tempo_bpm=float(round(song.tempo_bpm or _TEMPO)),
        tuning=_strings(song),
        sections=tuple(attrs.evolve(one, name=_plain(one.name)) for one in song.sections),
    )
    metre = song.metre

    def bar(one: Bar) -> Bar:
        nonlocal metre
        metre = one.metre or metre
        chords: list[PlacedChord] = []
        for chord in _placed(one, metre)[0]:
            if not chords or chord.symbol.unknown or chords[-1].symbol != chord.symbol:
                chords.append(chord)
        return attrs.evolve(
            one,
            chords=tuple(chords),
            key=None if one.key is None else _signed(one.key),
            tempo_bpm=None if one.tempo_bpm is None else float(round(one.tempo_bpm)),
            repeat_times=max(2, one.repeat_times) if one.repeat_times else 0,
            endings=tuple(sorted({ending for ending in one.endings if 1 <= ending <= _MAX_ENDING})),
        )

    return tidy(each_bar(song, bar)), lost


def _carried(song: Song) -> tuple[Song, tuple[Lost, ...]]:
    """What the format holds of a song; written out, where its signs are more than the format holds."""
    song = tidy(song)
    kept, lost = limited(song, CARRIES)
    if _signs_lost(kept):
        kept, lost = limited(song, CARRIES - {Feature.JUMPS})
    return in_score(kept), lost


def _signs_lost(song: Song) -> bool:
    """Whether a sign stands twice in the song, or more than two at a bar."""
    signs = [_signs(bar) for bar in song.bars]
    every = [sign for here in signs for sign in here]
    return len(set(every)) < len(every) or any(len(here) > _MAX_SIGNS for here in signs)


def _signs(bar: Bar) -> list[str]:
    places = (("Segno", bar.segno), ("Coda", bar.coda), ("Da Coda", bar.to_coda), ("Fine", bar.fine))
    return [*([_JUMPS[bar.jump]] if bar.jump is not None else []), *(name for name, there in places if there)]


def _strings(song: Song) -> tuple[int, ...]:
    return song.tuning if song.tuning and len(song.tuning) <= _MAX_STRINGS else STANDARD_TUNING


def _signed(key: Key | None) -> Key:
    """The key of the same signature that is major or minor; C major where none is known."""
    if key is None:
        return Key(Note.at(0), Mode.MAJOR)
    sharps = max(-_MAX_SHARPS, min(_MAX_SHARPS, key.signature))
    return Key(Note.at(sharps + 3), Mode.MINOR) if key.mode is Mode.MINOR else Key(Note.at(sharps), Mode.MAJOR)


def _plain(text: str) -> str:
    """What the format's one-byte encoding can say."""
    return text.encode("cp1252", "ignore").decode("cp1252")


def _placed(bar: Bar, metre: Signature) -> tuple[list[PlacedChord], int]:
    """Chords where the format can have them, and how many had to be moved: sixteenths or twelfths of a quarter note."""
    unit = Fraction(4, metre[1])
    places = [chord.beat * unit for chord in bar.chords]
    found = [[Fraction(round(at * parts), parts) for at in places] for parts in _GRIDS]
    best = min(found, key=lambda snapped: sum(here != at for here, at in zip(snapped, places, strict=True)))
    moved = sum(here != at for here, at in zip(best, places, strict=True))
    chords: dict[Fraction, PlacedChord] = {}
    for at, chord in zip(best, bar.chords, strict=True):
        if at < metre[0] * unit:
            chords[at] = attrs.evolve(chord, beat=at / unit)
        else:
            moved += 1
    return list(chords.values()), moved


@attrs.define
class _Writer:
    gp: Any
    song: Song
    moved: int = 0
    characters: int = 0
    long_names: int = 0

    def file(self) -> Any:
        gp, song = self.gp, self.song
        made = gp.Song(
            title=self.plain(song.title),
            subtitle=self.plain(song.subtitle),
            artist=self.plain(song.artist),
            music=self.plain(song.composer),
            words=self.plain(song.lyricist),
            copyright=self.plain(song.copyright),
            tempo=round(song.tempo_bpm or _TEMPO),
            tempoName="",
        )
        track = made.tracks[0]
        track.name = "Guitar"
        track.offset = song.capo
        track.channel.instrument = _STEEL_GUITAR
        tuning = _strings(song)
        track.strings = [gp.GuitarString(number, pitch) for number, pitch in enumerate(reversed(tuning), start=1)]
        made.measureHeaders.clear()
        track.measures.clear()
        metre, key, tempo = song.metre, song.key, song.tempo_bpm
        start, sounding = _QUARTER, None
        for section in song.sections:
            for index, bar in enumerate(section.bars):
                metre, key = bar.metre or metre, bar.key or key
                header = self.header(bar, metre, key)
                header.number, header.start = len(made.measureHeaders) + 1, start
                if index == 0 and section.name:
                    header.marker = gp.Marker(title=self.plain(section.name))
                made.measureHeaders.append(header)
                measure = gp.Measure(track, header)
                track.measures.append(measure)
                sounding = self.fill(measure.voices[0], bar, metre, tuning, sounding)
                if bar.tempo_bpm is not None and bar.tempo_bpm != tempo:
                    change = gp.MixTableChange(tempo=gp.MixTableItem(value=round(bar.tempo_bpm)), hideTempo=False)
                    measure.voices[0].beats[0].effect.mixTableChange = change
                    tempo = bar.tempo_bpm
                start += header.length
        return made

    def lost(self) -> Iterator[Lost]:
        if self.moved:
            yield Lost("places of chords", self.moved, "moved to the nearest that the format can write")
        if self.characters:
            yield Lost("characters", self.characters, "the format holds Western European letters only")
        if self.long_names:
            yield Lost("names of chords", self.long_names, f"longer than {_MAX_NAME} letters, cut")

    def plain(self, text: str) -> str:
        """What the format's one-byte encoding can say."""
        plain = _plain(text)
        self.characters += len(text) - len(plain)
        return plain

    def header(self, bar: Bar, metre: Signature, key: Key | None) -> Any:
        gp = self.gp
        signature = gp.TimeSignature(numerator=metre[0], denominator=gp.Duration(value=metre[1]))
        header = gp.MeasureHeader(timeSignature=signature, keySignature=_signature(gp, key))
        header.isRepeatOpen = bar.repeat_begins
        if bar.repeat_times:
            header.repeatClose = max(1, bar.repeat_times - 1)
        header.repeatAlternative = sum(1 << ending - 1 for ending in set(bar.endings) if 1 <= ending <= _MAX_ENDING)
        signs = [self.gp.DirectionSign(name) for name in _signs(bar)]
        header.direction, header.fromDirection = [*signs, None, None][:_MAX_SIGNS]
        return header

    def fill(
        self, voice: Any, bar: Bar, metre: Signature, tuning: Sequence[int], sounding: PlacedChord | None
    ) -> PlacedChord | None:
        """Beats of a bar; returns the chord that goes on into the next."""
        unit = Fraction(4, metre[1])
        length = metre[0] * unit
        chords, moved = _placed(bar, metre)
        self.moved += moved
        spans: list[tuple[Fraction, PlacedChord | None, bool]] = [(Fraction(0), sounding, False)]
        for chord in chords:
            at = chord.beat * unit
            if spans[-1][0] == at:
                spans.pop()
            spans.append((at, chord, True))
        ends = [*(at for at, _, _ in spans[1:]), length]
        for (at, sounds, begins), end in zip(spans, ends, strict=True):
            self.strum(voice, end - at, sounds, begins, tuning)
        return spans[-1][1]

    def strum(
        self, voice: Any, quarters: Fraction, chord: PlacedChord | None, begins: bool, tuning: Sequence[int]
    ) -> None:
        gp = self.gp
        frets = _shape(chord, tuning) if chord is not None else {}
        for index, (divisor, dotted, tuplet) in enumerate(_pieces(quarters)):
            duration = gp.Duration(value=divisor, isDotted=dotted)
            if tuplet:
                duration.tuplet = gp.Tuplet(3, 2)
            status = gp.BeatStatus.normal if frets else gp.BeatStatus.rest
            beat = gp.Beat(voice, duration=duration, status=status)
            if begins and index == 0 and chord is not None:
                beat.effect.chord = self.named(chord, frets, len(tuning))
            tied = not begins or index > 0
            for string, fret in frets.items():
                kind = gp.NoteType.tie if tied else gp.NoteType.normal
                beat.notes.append(gp.Note(beat, value=fret, string=len(tuning) - string, type=kind))
            voice.beats.append(beat)

    def named(self, chord: PlacedChord, frets: dict[int, int], strings: int) -> Any:
        name = str(chord.symbol)
        self.long_names += len(name) > _MAX_NAME
        made = self.gp.Chord(length=_MAX_STRINGS, newFormat=True, name=name[:_MAX_NAME], show=True)
        made.firstFret = 1
        shape = [frets.get(strings - number, -1) for number in range(1, strings + 1)]
        made.strings = [*shape, *[-1] * (_MAX_STRINGS - strings)]
        made.sharp, made.root, made.bass = False, self.gp.PitchClass(0), self.gp.PitchClass(0)
        if chord.symbol.root is not None and chord.symbol.bass is not None:
            made.root = self.gp.PitchClass(chord.symbol.root.pitch_class)
            made.bass = self.gp.PitchClass(chord.symbol.bass.pitch_class)
        perfect = self.gp.ChordAlteration.perfect
        made.type, made.extension = self.gp.ChordType.major, self.gp.ChordExtension.none
        made.tonality = made.fifth = made.ninth = made.eleventh = perfect
        made.add, made.barres = False, []
        made.fingerings = [self.gp.Fingering(-2)] * _MAX_STRINGS
        made.omissions = [False] * 7
        return made


def _signature(gp: Any, key: Key | None) -> Any:
    """The key; a church mode by its signature, as the format has major and minor only."""
    if key is None:
        return gp.KeySignature.CMajor
    return gp.KeySignature((max(-_MAX_SHARPS, min(_MAX_SHARPS, key.signature)), int(key.mode is Mode.MINOR)))


def _pieces(quarters: Fraction) -> Iterator[tuple[int, bool, bool]]:
    """A length in single beats, the longest first, triplets last.

    Args:
        quarters: sixteenths of a quarter note, or twenty-fourths.
    """
    left = quarters
    while left > 0:
        thirds = bool(left % Fraction(1, _GRIDS[0]))
        for length, divisor, dotted, tuplet in _VALUES:
            fits = length == left if tuplet else length <= left and not (thirds and length % _THIRDS_FROM)
            if fits:
                yield divisor, dotted, tuplet
                left -= length
                break
        else:
            raise ChartFileError(NAME, f"{quarters} quarter notes cannot be written: give simpler beats")


def _shape(chord: PlacedChord, tuning: Sequence[int]) -> dict[int, int]:
    """Frets by string, the lowest string 0: the bass on the lowest string that has it near the nut, then what fits."""
    symbol = chord.symbol
    if symbol.root is None or symbol.bass is None:
        return {}
    wanted = symbol.pitch_classes
    frets: dict[int, int] = {}
    for string, open_pitch in enumerate(tuning):
        tones = {symbol.bass.pitch_class} if not frets else wanted
        near = [fret for fret in range(_HIGHEST_FRET + 1) if (open_pitch + fret) % 12 in tones]
        if near:
            frets[string] = near[0]
    return frets
