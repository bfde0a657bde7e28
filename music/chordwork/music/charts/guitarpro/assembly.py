"""What Guitar Pro says, made a song: its form from above the bars, chords from one track, words and tune of others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Final

import attrs

from chordwork.harmony import UNKNOWN_SYMBOL, ChordSymbol, Key, Mode, Note, parse_symbol
from chordwork.harmony.errors import SymbolSyntaxError
from chordwork.music.charts.errors import ChartFileError
from chordwork.music.charts.form import Reading, Remark
from chordwork.music.charts.guitarpro.pieces import Beat, Diagram, LyricLine, MasterBar, Piece, Track
from chordwork.music.charts.inference import BarSpan, SoundingNote, infer_chords
from chordwork.music.song import Bar, Jump, MelodyNote, PlacedChord, Section, Song, SongError, Syllable, tidy

_JUMPS: Final = {
    "dacapo": Jump.DA_CAPO, "dacapoalfine": Jump.DA_CAPO_AL_FINE, "dacapoalcoda": Jump.DA_CAPO_AL_CODA,
    "dasegno": Jump.DAL_SEGNO, "dasegnoalfine": Jump.DAL_SEGNO_AL_FINE, "dasegnoalcoda": Jump.DAL_SEGNO_AL_CODA,
}  # fmt: skip
_TUNE: Final = re.compile(r"voc|voi[cx]|melod|lead sheet|sing|gesang|chant|canto|stimme|tune", re.IGNORECASE)
_MANY_OF_TEXTS: Final = Fraction(3, 5)
"""Of a track's texts that must read as chords, before they are taken for chords."""
_MOSTLY_SINGLE: Final = Fraction(4, 5)
"""Of a track's struck beats that must have one note, before it is taken for a tune."""
_WORD_ENDS: Final = re.compile(r"(-+|\s+)")
_NOTE: Final = re.compile(r"\[[^\]]*\]")


def song_of(piece: Piece, form: str) -> Reading:
    """The song of a piece.

    Raises:
        ChartFileError: a metre that is none.
    """
    return _Assembly(piece, form).reading()


@attrs.define
class _Assembly:
    piece: Piece
    form: str
    remarks: list[Remark] = attrs.field(factory=list)

    def reading(self) -> Reading:
        bars = [_signs(master) for master in self.piece.bars]
        lengths = self._lengths()
        bars = [
            attrs.evolve(bar, beats=None if length == master.metre[0] else length)
            for bar, master, length in zip(bars, self.piece.bars, lengths, strict=True)
        ]
        for number, master in enumerate(self.piece.bars):
            found = {part for sign in master.directions for part in _parts(sign)}
            for second in sorted(found, reverse=True):
                name = {"doublecoda": "coda", "segnosegno": "segno"}[second]
                self.remarks.append(Remark(f"a second {name} is read as the first", place=f"bar {number + 1}"))
        track = self._chord_track()
        transposition = 0
        if track is not None:
            bars = self._with_chords(bars, lengths, track)
            transposition = _names_what_sounds(track)
            bars = _with_similes(bars, lengths, track)
        else:
            bars = self._with_inferred(bars, lengths)
        home = track or next((each for each in self.piece.tracks if not each.drums and each.tuning), None)
        capo = track.capo if track is not None else 0
        bars = self._with_words(bars, lengths)
        bars = self._with_tune(bars, lengths, track)
        song = Song(
            tuple(_sections(bars, self.piece.bars)),
            key=_key(self.piece.bars[0]) if self.piece.bars else None,
            tempo_bpm=next((bpm for master in self.piece.bars[:1] for at, bpm in master.tempos if at == 0), None),
            metre=self.piece.bars[0].metre if self.piece.bars else (4, 4),
            capo=capo,
            transposition=transposition,
            tuning=home.tuning or None if home is not None else None,
            tags=self.piece.tags,
            **self.piece.credits,  # type: ignore[arg-type]
        )
        try:
            song = tidy(song).check()
        except SongError as error:
            raise ChartFileError(self.form, f"{error}: mend it in Guitar Pro") from None
        return Reading((song,), tuple(self.remarks), self.form)

    def _lengths(self) -> list[Fraction]:
        """Beats of each bar; a pickup is as long as what is in it."""
        lengths = []
        for number, master in enumerate(self.piece.bars):
            length = Fraction(master.metre[0])
            if master.pickup:
                ends = [
                    (voice[-1].at + voice[-1].quarters) * Fraction(master.metre[1], 4)
                    for track in self.piece.tracks
                    if number < len(track.bars)
                    for voice in track.bars[number].voices
                    if voice
                ]
                length = min([length, *([max(ends)] if ends and max(ends) > 0 else [])])
            lengths.append(length)
        return lengths

    def _chord_track(self) -> Track | None:
        """The first with chords; else the first whose texts are chords."""
        for track in self.piece.tracks:
            if any(beat.chord is not None for beat in _beats(track)):
                return track
        for track in self.piece.tracks:
            texts = [beat.text for beat in _beats(track) if beat.text]
            chords = [text for text in texts if _read(text) is not None]
            if len(chords) > 1 and len(chords) >= _MANY_OF_TEXTS * len(texts):
                self.remarks.append(Remark(f"chords are the texts above {track.name or 'a track'}"))
                return _texts_as_chords(track)
        return None

    def _with_chords(self, bars: list[Bar], lengths: Sequence[Fraction], track: Track) -> list[Bar]:
        result = []
        for number, bar in enumerate(bars):
            unit = Fraction(self.piece.bars[number].metre[1], 4)
            chords: list[PlacedChord] = []
            voices = track.bars[number].voices if number < len(track.bars) else ()
            found = sorted(
                ((beat.at * unit, beat.chord) for voice in voices for beat in voice if beat.chord is not None),
                key=lambda pair: pair[0],
            )
            for at, diagram in found:
                if at >= lengths[number]:
                    self.remarks.append(Remark("a chord behind the end of its bar is left out", place=_at(number)))
                    continue
                placed = self._placed(diagram, at, number)
                if chords and (chords[-1].beat == at or chords[-1].symbol == placed.symbol != UNKNOWN_SYMBOL):
                    continue
                chords.append(placed)
            result.append(attrs.evolve(bar, chords=tuple(chords)))
        return result

    def _placed(self, diagram: Diagram, at: Fraction, number: int) -> PlacedChord:
        read = _read(diagram.name)
        if read is not None:
            return PlacedChord(read, at)
        if diagram.symbol is not None:
            return PlacedChord(diagram.symbol, at, written=diagram.name)
        name = repr(diagram.name) if diagram.name else "a diagram without a name"
        self.remarks.append(Remark(f"{name} could not be read as a chord: name it in Guitar Pro", place=_at(number)))
        return PlacedChord(UNKNOWN_SYMBOL, at, written=diagram.name)

    def _with_inferred(self, bars: list[Bar], lengths: Sequence[Fraction]) -> list[Bar]:
        notes: list[SoundingNote] = []
        spans: list[BarSpan] = []
        now = Fraction(0)
        for number, master in enumerate(self.piece.bars):
            spans.append(BarSpan(now, lengths[number], master.metre))
            for track in self.piece.tracks:
                if track.drums or number >= len(track.bars):
                    continue
                for voice in track.bars[number].voices:
                    for beat in voice:
                        start = float(now + beat.at)
                        end = start + float(beat.quarters)
                        notes += [SoundingNote(pitch, start, end) for pitch in beat.pitches if end > start]
            now += lengths[number] * Fraction(4, master.metre[1])
        if not notes:
            return bars
        key = _key(self.piece.bars[0]) if any(master.sharps for master in self.piece.bars) else None
        inferred = infer_chords(notes, spans, key=key)
        self.remarks.append(Remark("it has no chord names: chords are inferred from its notes"))
        return [attrs.evolve(bar, chords=chords) for bar, chords in zip(bars, inferred.bars, strict=True)]

    def _with_words(self, bars: list[Bar], lengths: Sequence[Fraction]) -> list[Bar]:
        """Syllables that stand below beats; else lines of words, given out to the struck beats of their track."""
        for track in self.piece.tracks:
            if any(any(beat.lyrics) for beat in _beats(track)):
                return self._sung(bars, lengths, track, None)
        for track in self.piece.tracks:
            if track.lyrics:
                return self._sung(bars, lengths, track, track.lyrics)
        return bars

    def _sung(
        self, bars: list[Bar], lengths: Sequence[Fraction], track: Track, lines: tuple[LyricLine, ...] | None
    ) -> list[Bar]:
        sung: list[list[Syllable]] = [[] for _ in bars]
        places = [
            (number, beat.at * Fraction(self.piece.bars[number].metre[1], 4), beat)
            for number, bar in enumerate(track.bars[: len(bars)])
            for beat in (bar.voices[0] if bar.voices else ())
        ]
        places = [place for place in places if place[1] < lengths[place[0]]]
        if lines is None:
            for number, at, beat in places:
                for verse, text in enumerate(beat.lyrics, start=1):
                    if text.strip():
                        sung[number].append(Syllable(_syllable(text), at, verse))
        else:
            for verse, line in enumerate(lines, start=1):
                struck = [place for place in places if place[0] >= line.bar and set(place[2].pitches) - place[2].tied]
                for (number, at, _), (text, new_line) in zip(struck, _syllables(line.text), strict=False):
                    if text:
                        sung[number].append(Syllable(text, at, verse, new_line))
        return [
            attrs.evolve(bar, syllables=tuple(sorted(words, key=lambda one: (one.beat, one.verse))))
            for bar, words in zip(bars, sung, strict=True)
        ]

    def _with_tune(self, bars: list[Bar], lengths: Sequence[Fraction], chords: Track | None) -> list[Bar]:
        track = next((each for each in self._tunes(chords) if _is_single(each)), None)
        if track is None:
            return bars
        tunes: list[list[MelodyNote]] = [[] for _ in bars]
        last: tuple[int, int] | None = None  # bar and place of the note that a tie goes on from
        for number in range(len(bars)):
            unit = Fraction(self.piece.bars[number].metre[1], 4)
            voices = track.bars[number].voices if number < len(track.bars) else ()
            for beat in voices[0] if voices else ():
                if not beat.pitches or not beat.quarters or beat.at * unit >= lengths[number]:
                    continue
                pitch = max(beat.pitches)
                if pitch in beat.tied and last is not None and tunes[last[0]][last[1]].pitch == pitch:
                    before = tunes[last[0]][last[1]]
                    in_its_beats = beat.quarters * Fraction(self.piece.bars[last[0]].metre[1], 4)
                    tunes[last[0]][last[1]] = attrs.evolve(before, beats=before.beats + in_its_beats)
                    continue
                tunes[number].append(MelodyNote(pitch, beat.at * unit, beat.quarters * unit))
                last = number, len(tunes[number]) - 1
        return [attrs.evolve(bar, melody=tuple(tune)) for bar, tune in zip(bars, tunes, strict=True)]

    def _tunes(self, chords: Track | None) -> list[Track]:
        """Tracks that may have the tune: by name, with words, or under the chords of a lead sheet."""
        pitched = [track for track in self.piece.tracks if not track.drums]
        named = [track for track in pitched if _TUNE.search(track.name)]
        worded = [track for track in pitched if track.lyrics or any(any(beat.lyrics) for beat in _beats(track))]
        lead = [track for track in pitched if chords is not None and track.name == chords.name and len(pitched) == 1]
        return [*named, *worded, *lead]


def _signs(master: MasterBar) -> Bar:
    """What stands above a bar."""
    signs = set(master.directions)
    jump = next((found for sign in master.directions if (found := _JUMPS.get(_plain(sign)))), None)
    return Bar(
        metre=master.metre,
        key=_key(master),
        tempo_bpm=master.tempos[0][1] if master.tempos else None,
        repeat_begins=master.repeat_begins,
        repeat_times=master.repeat_times,
        endings=master.endings,
        segno=bool(signs & {"segno", "segnosegno"}),
        coda=bool(signs & {"coda", "doublecoda"}),
        to_coda=bool(signs & {"dacoda", "dadoublecoda"}),
        fine="fine" in signs,
        jump=jump,
        rehearsal=master.letter if master.section or not master.letter else "",
    )


def _with_similes(bars: Sequence[Bar], lengths: Sequence[Fraction], track: Track) -> list[Bar]:
    """Signs for bars before, with the chords of those: what the program keeps in such a bar are rests."""
    result: list[Bar] = []
    for number, bar in enumerate(bars):
        same = track.bars[number].same_as if number < len(track.bars) else 0
        before = number - same
        if same and before >= 0 and not bar.chords and lengths[before] == lengths[number]:
            bar = attrs.evolve(bar, chords=result[before].chords)
        result.append(attrs.evolve(bar, same_as=same))
    return result


def _plain(sign: str) -> str:
    return sign.replace("segnosegno", "segno").replace("doublecoda", "coda")


def _parts(sign: str) -> set[str]:
    return {part for part in ("segnosegno", "doublecoda") if part in sign}


def _key(master: MasterBar) -> Key:
    fifths = max(-7, min(7, master.sharps))
    return Key(Note.at(fifths + 3), Mode.MINOR) if master.minor else Key(Note.at(fifths), Mode.MAJOR)


def _at(number: int) -> str:
    return f"bar {number + 1}"


def _beats(track: Track) -> list[Beat]:
    return [beat for bar in track.bars for voice in bar.voices for beat in voice]


def _read(text: str) -> ChordSymbol | None:
    try:
        return parse_symbol(text) if text else None
    except SymbolSyntaxError:
        return None


def _texts_as_chords(track: Track) -> Track:
    def changed(beat: Beat) -> Beat:
        return attrs.evolve(beat, chord=Diagram(beat.text)) if beat.text and _read(beat.text) else beat

    return attrs.evolve(
        track,
        bars=tuple(
            attrs.evolve(bar, voices=tuple(tuple(changed(beat) for beat in voice) for voice in bar.voices))
            for bar in track.bars
        ),
    )


def _names_what_sounds(track: Track) -> int:
    """Whether names above a track with a capo are of what sounds: -capo, so that they count no capo; else 0.

    The program lets one name either; the struck notes tell which.
    """
    if not track.capo:
        return 0
    shape = sound = 0
    for beat in _beats(track):
        symbol = _read(beat.chord.name) if beat.chord is not None else None
        if symbol is None or not beat.pitches:
            continue
        sound += sum(pitch % 12 in symbol.pitch_classes for pitch in beat.pitches)
        shape += sum((pitch - track.capo) % 12 in symbol.pitch_classes for pitch in beat.pitches)
    return -track.capo if sound > shape else 0


def _is_single(track: Track) -> bool:
    struck = [len(beat.pitches) for beat in _beats(track) if beat.pitches]
    return bool(struck) and sum(count == 1 for count in struck) >= _MOSTLY_SINGLE * len(struck)


def _syllable(text: str) -> str:
    """A beat's own words: a hyphen at its end goes on into the next, else a word ends."""
    text = text.strip().replace("+", " ")
    return text[:-1] if text.endswith("-") and len(text) > 1 else f"{text} "


def _syllables(text: str) -> list[tuple[str, bool]]:
    """Words taken apart at blanks and hyphens; ``+`` joins two in one; what is in square brackets is no text."""
    result = []
    new_line = True
    for line in _NOTE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).split("\n"):
        parts = _WORD_ENDS.split(line.strip())
        for word, end in zip(parts[::2], [*parts[1::2], " "], strict=False):
            if word or end.startswith("-"):
                joined = word.replace("+", " ")
                result.append((joined + ("" if end.startswith("-") else " ") if word else "", new_line))
                new_line = False
        new_line = True
    return result


def _sections(bars: Sequence[Bar], masters: Sequence[MasterBar]) -> list[Section]:
    parts: list[tuple[str, list[Bar]]] = []
    for bar, master in zip(bars, masters, strict=True):
        if not parts or master.section or master.letter:
            parts.append((master.section or master.letter, []))
        parts[-1][1].append(bar)
    return [Section(name, tuple(part)) for name, part in parts]
