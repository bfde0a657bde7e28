"""MIDI files and karaoke files, read: bars from the metre, chords as texts or from notes, words, the tune."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

import attrs

from chordwork.harmony import ChordSymbol, Key, Mode, Note, parse_symbol
from chordwork.harmony.errors import SymbolSyntaxError
from chordwork.music import smf
from chordwork.music.charts.errors import ChartTooLargeError
from chordwork.music.charts.form import MAX_BARS, Reading, Remark
from chordwork.music.charts.inference import BarSpan, SoundingNote, infer_chords
from chordwork.music.charts.midi.events import DRUMS, SEQUENCE, Meta, MidiFile, MidiTrack, Played, read_events
from chordwork.music.charts.midi.xf import SEQUENCER, chord_of, mark_of
from chordwork.music.song import (
    Bar,
    MelodyNote,
    PlacedChord,
    Section,
    Signature,
    Song,
    Syllable,
    tidy,
)
from chordwork.music.song.model import MAX_METRE_BEATS, METRE_UNITS

NAME: Final = "midi"
MELODY: Final = "Melody"
CHORDS: Final = "Chords"
COPYRIGHT: Final = 0x02
LYRIC: Final = 0x05
CUE: Final = 0x07
MAX_TRACK_SONGS: Final = 100
"""Tracks of a file of format 2 that are read, each a song."""

_TEXT_KINDS: Final = (smf.TEXT, smf.MARKER, CUE)
_MOST_TEXTS: Final = Fraction(3, 5)
"""Of the texts of a kind that must read as chords, before they are taken for chords."""
_IN_BRACES: Final = re.compile(r"^\s*[{\[]\s*([^{}\[\]]+?)\s*[}\]]\s*$")
_NAMED_SINGLE: Final = re.compile(r"^[A-G]$")
_TUNE: Final = re.compile(r"melod|voc|voi[cx]|lead|sing|gesang|stimme|chant|canto|tune", re.IGNORECASE)
_NO_TITLE: Final = re.compile(rf"(?:{_TUNE.pattern})\w*|{CHORDS}|words|lyrics", re.IGNORECASE)
"""Names of a track that say what is in it."""
_KARAOKE_TAG: Final = "@"
_LINES: Final = ("/", "\\", "\r", "\n")
_FINE_PARTS: Final = 24
"""Of a quarter note: where notes of human players are written."""
_PLAIN_DENOMINATOR: Final = 64
_TUNE_IN_STEP: Final = 0.6
"""Of the syllables that begin with a note of a track, before it is taken for the tune."""
TEMPO_DIGITS: Final = 3
MINUTE_US: Final = 60_000_000


def read_midi(data: bytes) -> Reading:
    """The songs of a file: one, or in format 2 one a track.

    Raises:
        ChartFileError: it is no MIDI file, or broken.
        ChartTooLargeError: more events, tracks or bars than any song has.
    """
    file = read_events(data, NAME)
    parts = [file]
    if file.format == SEQUENCE:
        parts = [attrs.evolve(file, tracks=(track,)) for track in file.tracks[:MAX_TRACK_SONGS] if track.notes]
        parts = parts or [file]
    songs, remarks = [], []
    for number, part in enumerate(parts):
        assembly = _Assembly(part)
        songs.append(assembly.song())
        remarks += [attrs.evolve(remark, song=number) for remark in assembly.remarks]
    if file.cut_short:
        remarks.append(Remark("the file ends before its last track does: what is there was read"))
    return Reading(tuple(songs), tuple(remarks), NAME)


def text_of(data: bytes) -> str:
    """A text of a file: UTF-8, or else Western European."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


@attrs.frozen
class _Text:
    at: int
    kind: int
    text: str
    track: int


@attrs.define
class _Assembly:
    file: MidiFile
    remarks: list[Remark] = attrs.field(factory=list)
    starts: list[int] = attrs.field(factory=list)
    metres: list[Signature] = attrs.field(factory=list)
    lengths: list[Fraction] = attrs.field(factory=list)

    def song(self) -> Song:
        tracks = self.file.tracks
        texts = [
            _Text(meta.at, meta.kind, text_of(meta.data).replace("\0", ""), number)
            for number, track in enumerate(tracks)
            for meta in track.metas
            if meta.kind <= CUE
        ]
        texts.sort(key=lambda text: text.at)
        chords, used = self._chords(texts)
        words = self._words([text for text in texts if text not in used])
        self._lay_out(chords, [at for at, _, _ in words], texts)
        keys = self._keys()
        sung: list[list[Syllable]] = [[] for _ in self.starts]
        for at, text, new_line in words:
            number, beat = self._place(at)
            sung[number].append(Syllable(text, beat, 1, new_line))
        tunes = self._tunes([at for at, _, _ in words])
        placed: list[list[PlacedChord]] = [[] for _ in self.starts]
        for at, chord in chords:
            number, beat = self._place(at)
            if placed[number] and placed[number][-1].beat == beat:
                placed[number].pop()
            placed[number].append(attrs.evolve(chord, beat=beat))
        if not chords:
            placed = self._inferred(keys)
        tempos = self._tempos()
        bars = tuple(
            Bar(
                tuple(placed[number]),
                metre=self.metres[number],
                beats=length if length != self.metres[number][0] else None,
                key=keys.get(number),
                tempo_bpm=tempos.get(number),
                syllables=tuple(sorted(sung[number], key=lambda one: one.beat)),
                melody=tuple(tunes[number]),
            )
            for number, length in enumerate(self.lengths)
        )
        title, artist = self._titles(texts)
        song = Song(
            tuple(self._sections(bars, self._marks(texts, used))),
            title=title,
            artist=artist,
            copyright=next((text.text.strip() for text in texts if text.kind == COPYRIGHT and not text.at), ""),
            key=keys.get(0),
            tempo_bpm=tempos.get(0),
            metre=self.metres[0] if self.metres else (4, 4),
        )
        return tidy(song).check()

    def _chords(self, texts: Sequence[_Text]) -> tuple[list[tuple[int, PlacedChord]], set[_Text]]:
        """Chords with their pulses, and the texts that they were: of the first source that has any."""
        found = [
            (meta.at, PlacedChord(symbol))
            for track in self.file.tracks
            for meta in track.metas
            if meta.kind == SEQUENCER and (symbol := chord_of(meta.data)) is not None
        ]
        if found:
            return sorted(found, key=lambda pair: pair[0]), _same_chords(texts, found)
        braced = [
            (text, symbol)
            for text in texts
            if text.kind in (*_TEXT_KINDS, LYRIC) and (inside := _IN_BRACES.match(text.text))
            if (symbol := _read(inside[1])) is not None
        ]
        if len(braced) > 1:
            return [(text.at, PlacedChord(symbol)) for text, symbol in braced], {text for text, _ in braced}
        names = self._names()
        groups: dict[tuple[int, int], list[_Text]] = {}
        for text in texts:
            if text.kind in _TEXT_KINDS and text.text.strip():
                groups.setdefault((text.kind, text.track), []).append(text)
        ordered = sorted(
            groups.items(), key=lambda item: (names.get(item[0][1]) != CHORDS, _TEXT_KINDS.index(item[0][0]))
        )
        for (kind, track), group in ordered:
            read = [(text, _read(text.text)) for text in group]
            chords = [(text, symbol) for text, symbol in read if symbol is not None]
            ours = names.get(track) == CHORDS and kind == smf.TEXT
            enough = len(chords) > 1 and (kind == smf.MARKER or len(chords) >= _MOST_TEXTS * len(group))
            if not chords or not (ours or enough) or (not ours and _are_marks(text for text, _ in chords)):
                continue
            found = [(text.at, PlacedChord(symbol)) for text, symbol in chords]
            same = _same_chords(texts, found)
            return found, _ours(texts, same, track) if ours else same
        return [], set()

    def _names(self) -> dict[int, str]:
        return {
            number: text_of(meta.data).strip()
            for number, track in enumerate(self.file.tracks)
            for meta in reversed(track.metas)
            if meta.kind == smf.TRACK_NAME
        }

    def _words(self, texts: Sequence[_Text]) -> list[tuple[int, str, bool]]:
        """Pulse, text with the blank behind it, whether a line begins: of lyrics, or of texts of karaoke files."""
        sung = [text for text in texts if text.kind == LYRIC and not _IN_BRACES.match(text.text)]
        if not sung:
            karaoke = {
                text.track
                for text in texts
                if text.kind == smf.TEXT and (text.text.startswith(("@K", "@T", "@L")) or text.text[:1] in ("/", "\\"))
            }
            names = self._names()
            karaoke |= {number for number, name in names.items() if name.lower() in ("words", "lyrics")}
            sung = [
                text
                for text in texts
                if text.kind == smf.TEXT and text.track in karaoke and not text.text.startswith(_KARAOKE_TAG)
            ]
        if len({text.track for text in sung}) > 1:
            most = Counter(text.track for text in sung).most_common(1)[0][0]
            sung = [text for text in sung if text.track == most]
        return _syllables([(text.at, text.text) for text in sung])

    def _lay_out(self, chords: Sequence[tuple[int, PlacedChord]], words: Sequence[int], texts: Sequence[_Text]) -> None:
        """Bars up to the last note, chord or word; or to the end of the tracks, where there are none."""
        quarter = self.file.quarter
        ends = [note.end for track in self.file.tracks for note in track.notes]
        ends += [at + 1 for at, _ in chords] + [at + 1 for at in words]
        names = self._names()
        ends += [track.end for number, track in enumerate(self.file.tracks) if names.get(number) == CHORDS]
        end = max(ends, default=max((track.end for track in self.file.tracks), default=0))
        changes: list[tuple[int, Signature]] = []
        for meta in sorted(self._metas(smf.TIME_SIGNATURE), key=lambda meta: meta.at):
            if len(meta.data) >= 2 and meta.data[0] and meta.data[1] < len(METRE_UNITS):
                new = min(meta.data[0], MAX_METRE_BEATS), METRE_UNITS[meta.data[1]]
                if changes and changes[-1][0] == meta.at:
                    changes.pop()
                changes.append((meta.at, new))
        metre: Signature = (4, 4)
        now, place = Fraction(0), 0
        while now < max(end, 1):
            while place < len(changes) and changes[place][0] <= now:
                metre = changes[place][1]
                place += 1
            full = Fraction(4 * metre[0] * quarter, metre[1])
            length = full
            if place < len(changes) and now < changes[place][0] < now + full:
                length = changes[place][0] - now
                self.remarks.append(
                    Remark("the metre changes within a bar: it is cut there", place=f"bar {len(self.starts) + 1}")
                )
            if len(self.starts) == MAX_BARS:
                raise ChartTooLargeError(NAME, f"more than {MAX_BARS} bars: give fewer")
            self.starts.append(int(now))
            self.metres.append(metre)
            self.lengths.append(length * metre[1] / (4 * quarter))
            now += length

    def _place(self, at: int) -> tuple[int, Fraction]:
        """Bar and beat of a pulse, on a grid that musicians write on."""
        number = max(0, bisect_right(self.starts, at) - 1)
        unit = Fraction(4, self.metres[number][1])
        quarters = _plain(Fraction(at - self.starts[number], self.file.quarter))
        if quarters / unit >= self.lengths[number]:
            if number + 1 < len(self.starts):
                return number + 1, Fraction(0)
            quarters = Fraction(
                int((self.lengths[number] * unit - Fraction(1, _FINE_PARTS)) * _FINE_PARTS), _FINE_PARTS
            )
        return number, quarters / unit

    def _metas(self, kind: int) -> Iterator[Meta]:
        return (meta for track in self.file.tracks for meta in track.metas if meta.kind == kind)

    def _keys(self) -> dict[int, Key]:
        found: dict[int, Key] = {}
        for meta in sorted(self._metas(smf.KEY_SIGNATURE), key=lambda meta: meta.at):
            if len(meta.data) < 2:
                continue
            sharps = meta.data[0] - 256 if meta.data[0] > 127 else meta.data[0]
            number = self._place(meta.at)[0]
            if -7 <= sharps <= 7:
                key = Key(Note.at(sharps + 3), Mode.MINOR) if meta.data[1] == 1 else Key(Note.at(sharps), Mode.MAJOR)
                found[number] = key
        return found

    def _tempos(self) -> dict[int, float]:
        """The tempo with which each bar begins, or the first in it."""
        found: dict[int, float] = {}
        for meta in sorted(self._metas(smf.TEMPO), key=lambda meta: meta.at):
            quarter_us = int.from_bytes(meta.data[:3], "big")
            number, beat = self._place(meta.at)
            if quarter_us and (number not in found or beat == 0):
                bpm = round(MINUTE_US / quarter_us, TEMPO_DIGITS)
                found[number] = bpm
        return found

    def _titles(self, texts: Sequence[_Text]) -> tuple[str, str]:
        """The first two ``@T`` lines of a karaoke file; else the name of the first track, where there are more."""
        tagged = [text.text[2:].strip() for text in texts if text.kind == smf.TEXT and text.text.startswith("@T")]
        if tagged:
            return tagged[0], tagged[1] if len(tagged) > 1 else ""
        name = self._names().get(0, "")
        is_conductor = not self.file.tracks[0].notes or len(self.file.tracks) == 1
        return (name if is_conductor and not _NO_TITLE.fullmatch(name) else ""), ""

    def _marks(self, texts: Sequence[_Text], used: set[_Text]) -> list[tuple[int, str]]:
        """Names of parts: markers that are no chords; else the rehearsal marks of an instrument."""
        marks = [
            (text.at, text.text.strip())
            for text in texts
            if text.kind == smf.MARKER and text not in used and text.text.strip()
        ]
        if marks:
            return marks
        return sorted((meta.at, mark) for meta in self._metas(SEQUENCER) if (mark := mark_of(meta.data)))

    def _sections(self, bars: Sequence[Bar], marks: Sequence[tuple[int, str]]) -> list[Section]:
        named = {self._place(at)[0]: name for at, name in reversed(marks)}
        parts: list[tuple[str, list[Bar]]] = []
        for number, bar in enumerate(bars):
            if not parts or number in named:
                parts.append((named.get(number, ""), []))
            parts[-1][1].append(bar)
        return [Section(name, tuple(part)) for name, part in parts]

    def _tunes(self, words: Sequence[int]) -> list[list[MelodyNote]]:
        """Notes of the track called after a tune; else of the one in step with the words."""
        tunes: list[list[MelodyNote]] = [[] for _ in self.starts]
        track = self._tune_track(words)
        if track is None:
            return tunes
        notes: list[Played] = []
        for note in track.notes:
            if note.channel == DRUMS:
                continue
            if notes and notes[-1].start == note.start:
                notes.pop()
            notes.append(note)
        for index, note in enumerate(notes):
            number, beat = self._place(note.start)
            end = min(note.end, notes[index + 1].start) if index + 1 < len(notes) else note.end
            quarters = _plain(Fraction(end - note.start, self.file.quarter)) or Fraction(1, _FINE_PARTS)
            unit = Fraction(4, self.metres[number][1])
            if tunes[number] and tunes[number][-1].beat == beat:
                tunes[number].pop()
            tunes[number].append(MelodyNote(note.pitch, beat, quarters / unit))
        return tunes

    def _tune_track(self, words: Sequence[int]) -> MidiTrack | None:
        names = self._names()
        pitched = [
            (number, track)
            for number, track in enumerate(self.file.tracks)
            if names.get(number) != CHORDS and any(note.channel != DRUMS for note in track.notes)
        ]
        for number, track in pitched:
            if _TUNE.search(names.get(number, "")):
                return track
        near = self.file.quarter // 8
        best: tuple[float, MidiTrack] | None = None
        for _, track in pitched if words else ():
            starts = sorted({note.start for note in track.notes})
            together = sum(
                any(abs(starts[place] - at) <= near for place in (index - 1, index) if 0 <= place < len(starts))
                for at in words
                for index in [bisect_right(starts, at)]
            )
            share = together / len(words) / max(1.0, len(starts) / len(words) / 2)
            if share >= _TUNE_IN_STEP and (best is None or share > best[0]):
                best = share, track
        return best[1] if best is not None else None

    def _inferred(self, keys: dict[int, Key]) -> list[list[PlacedChord]]:
        quarter = self.file.quarter
        notes = [
            SoundingNote(note.pitch, note.start / quarter, note.end / quarter)
            for track in self.file.tracks
            for note in track.notes
            if note.channel != DRUMS and note.end > note.start
        ]
        if not notes:
            return [[] for _ in self.starts]
        spans = [
            BarSpan(Fraction(start, quarter), length, metre)
            for start, length, metre in zip(self.starts, self.lengths, self.metres, strict=True)
        ]
        key = keys.get(0)
        inferred = infer_chords(notes, spans, key=key if key is not None and key.signature else None)
        self.remarks.append(Remark("it has no chord names: chords are inferred from its notes"))
        return [list(bar) for bar in inferred.bars]


def _read(text: str) -> ChordSymbol | None:
    text = text.strip()
    if inside := _IN_BRACES.match(text):
        text = inside[1]
    try:
        return parse_symbol(text) if text else None
    except SymbolSyntaxError:
        return None


def _same_chords(texts: Sequence[_Text], chords: Sequence[tuple[int, PlacedChord]]) -> set[_Text]:
    """Texts that are those chords, or say them once more."""
    there = {(at, chord.symbol) for at, chord in chords}
    return {text for text in texts if text.kind in _TEXT_KINDS and (text.at, _read(text.text)) in there}


def _ours(texts: Sequence[_Text], same: set[_Text], track: int) -> set[_Text]:
    """Of a file that we wrote: its texts, and of the markers in the first track those that say a chord once more. A
    marker that is there twice is a section of the same name as well, and so is one where the chords' own track has it.
    """
    own = {text for text in same if text.track == track}
    told = {(text.at, text.text) for text in own if text.kind == smf.MARKER}
    chords = {(text.at, text.text) for text in own} - told
    times = Counter(text for text in texts if text.kind == smf.MARKER and (text.at, text.text) in chords)
    return own | {text for text, count in times.items() if count == 1}


def _are_marks(texts: Iterator[_Text]) -> bool:
    """Whether texts that could be chords are letters of parts: bare, and each for the first time in order."""
    letters = [text.text.strip() for text in texts]
    if not all(_NAMED_SINGLE.match(letter) for letter in letters):
        return False
    first = list(dict.fromkeys(letters))
    return first == list("ABCDEFG")[: len(first)]


def _plain(quarters: Fraction) -> Fraction:
    """A place or length as it is, if a score could have it; else the nearest twenty-fourth of a quarter note."""
    return (
        quarters if quarters.denominator <= _PLAIN_DENOMINATOR else Fraction(round(quarters * _FINE_PARTS), _FINE_PARTS)
    )


def _syllables(texts: Sequence[tuple[int, str]]) -> list[tuple[int, str, bool]]:
    """Signs of lines taken off; blanks before a text moved behind the one before it."""
    blanks = any(text.strip("\r\n/\\") != text.strip("\r\n/\\").strip() for _, text in texts)
    result: list[tuple[int, str, bool]] = []
    begins = False
    for at, raw in texts:
        text = raw
        while text[:1] in _LINES and text:
            begins = True
            text = text[1:]
        ends = text.rstrip("\r\n") != text
        text = text.rstrip("\r\n")
        if not blanks and text:
            text = text[:-1] if text.endswith("-") and len(text) > 1 else f"{text} "
        if (text[:1] == " " or begins) and result and not result[-1][1].endswith(" "):
            before = result[-1]
            result[-1] = (before[0], before[1] + " ", before[2])
        text = text.lstrip()
        if text:
            result.append((at, text, begins))
            begins = False
        begins = begins or ends
    return result
