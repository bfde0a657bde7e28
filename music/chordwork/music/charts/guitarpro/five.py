"""Guitar Pro 3, 4 and 5 by way of PyGuitarPro (LGPL-3.0), which the optional extra ``guitarpro`` installs."""

from __future__ import annotations

import io
from collections.abc import Iterator
from fractions import Fraction
from importlib import import_module
from typing import Any, Final

import attrs

from chordwork.harmony.extras import install_extra
from chordwork.music.charts.errors import ChartFileError, ChartTooLargeError
from chordwork.music.charts.form import MAX_BARS
from chordwork.music.charts.guitarpro.pieces import Beat, Diagram, LyricLine, MasterBar, Piece, Track, TrackBar

MAX_FILE_BYTES: Final = 4 * 1024 * 1024
MAX_TRACKS: Final = 256
MAX_READS: Final = 1_500_000
"""Numbers and texts of a file: what bounds the beats and notes that are made of it."""

_CREDITS: Final = {
    "title": "title", "subtitle": "subtitle", "artist": "artist", "words": "lyricist", "music": "composer",
    "copyright": "copyright",
}  # fmt: skip
_TAGS: Final = ("album", "tab", "instructions")


def library(form: str) -> Any:
    """The module ``guitarpro``.

    Raises:
        ChartFileError: it is not installed; the message says how to install it.
    """
    try:
        return import_module("guitarpro")
    except ModuleNotFoundError:
        reason = f"Guitar Pro 3 to 5 needs an extra: {install_extra('guitarpro')} (chordwork[guitarpro])"
        raise ChartFileError(form, reason) from None


class _Counted(io.BytesIO):
    """Bytes that are read in a bounded number of pieces."""

    def __init__(self, data: bytes, form: str) -> None:
        super().__init__(data)
        self._form = form
        self._reads = 0

    def read(self, size: int | None = -1) -> bytes:
        self._reads += 1
        if self._reads > MAX_READS:
            raise ChartTooLargeError(self._form, "more notes than any score has: give fewer")
        return super().read(size)


def read_five(data: bytes, form: str) -> Piece:
    """A score of version 3, 4 or 5.

    Raises:
        ChartFileError: PyGuitarPro is missing, or cannot read it.
        ChartTooLargeError: more bytes, bars, tracks or notes than any score has.
    """
    if len(data) > MAX_FILE_BYTES:
        raise ChartTooLargeError(form, f"{len(data)} bytes: a score has at most {MAX_FILE_BYTES}")
    gp = library(form)
    stream = _Counted(data, form)
    signs: dict[int, list[str]] = {}
    try:
        song = _bounded_reader(stream, form, signs).readSong()
    except ChartFileError:
        raise
    except Exception as error:
        refused = error.__cause__ if isinstance(error.__cause__, ChartFileError) else error.__context__
        if isinstance(refused, ChartFileError):
            raise refused from None
        reason = f"PyGuitarPro cannot read it ({error}): save it again with Guitar Pro"
        raise ChartFileError(form, reason, place=f"byte {stream.tell()}") from None
    return _piece(gp, song, signs)


def _bounded_reader(stream: _Counted, form: str, signs: dict[int, list[str]]) -> Any:
    """The library's reader for a file's version, which stops before it makes room for what no score has.

    Signs of the form are noted as they are read, by number of the bar: of those of one kind at one bar, such as a segno
    and a Fine, the library keeps the last.
    """
    opened: Any = import_module("guitarpro.io")
    reader, _ = opened._open(None, stream, "rb", encoding="cp1252")
    read_headers, read_tracks = reader.readMeasureHeaders, reader.readTracks

    def headers(song: Any, count: int, *rest: Any) -> Any:
        if not 0 <= count <= MAX_BARS:
            raise ChartTooLargeError(form, f"{count} bars: give at most {MAX_BARS}")
        for placed in rest[0] if rest else ():
            for sign, number in placed.items():
                signs.setdefault(number - 1, []).append(sign.name.lower().replace(" ", ""))
        return read_headers(song, count, *rest)

    def tracks(song: Any, count: int, *rest: Any) -> Any:
        if not 0 <= count <= MAX_TRACKS:
            raise ChartTooLargeError(form, f"{count} tracks: give at most {MAX_TRACKS}")
        return read_tracks(song, count, *rest)

    reader.readMeasureHeaders, reader.readTracks = headers, tracks
    return reader


def _piece(gp: Any, song: Any, signs: dict[int, list[str]]) -> Piece:
    tempos = _tempos(song)
    bars = tuple(
        _master(header, tempos.get(index, ()), tuple(signs.get(index, ())))
        for index, header in enumerate(song.measureHeaders)
    )
    tracks = tuple(_track(gp, song, track, number) for number, track in enumerate(song.tracks, start=1))
    credits = {field: text for name, field in _CREDITS.items() if (text := _clean(getattr(song, name)))}
    tags = [(name, text) for name in _TAGS if (text := _clean(getattr(song, name)))]
    if notice := "\n".join(song.notice).strip():
        tags.append(("notice", notice))
    return Piece(credits, tuple(tags), bars, tracks)


def _clean(text: str | None) -> str:
    return (text or "").strip()


def _tempos(song: Any) -> dict[int, tuple[tuple[Fraction, float], ...]]:
    """The tempo of the file, and the changes that stand in any track's beats, by bar."""
    found: dict[int, tuple[tuple[Fraction, float], ...]] = {}
    if 1 <= song.tempo <= 1000:
        found[0] = ((Fraction(0), float(song.tempo)),)
    for track in song.tracks:
        for number, measure in enumerate(track.measures):
            for voice in measure.voices:
                now = Fraction(0)
                for beat in voice.beats:
                    change = beat.effect.mixTableChange
                    if change is not None and change.tempo is not None and 1 <= change.tempo.value <= 1000:
                        at = now / _bar_quarters(measure.header)
                        if at < 1 and (at, float(change.tempo.value)) not in found.get(number, ()):
                            found[number] = (*found.get(number, ()), (at, float(change.tempo.value)))
                    now += _quarters(beat)
    return found


def _bar_quarters(header: Any) -> Fraction:
    signature = header.timeSignature
    return max(Fraction(1, 64), Fraction(4 * signature.numerator, signature.denominator.value))


def _quarters(beat: Any) -> Fraction:
    if beat.status.name == "empty":
        return Fraction(0)
    duration = beat.duration
    quarters = Fraction(4, duration.value) * (Fraction(3, 2) if duration.isDotted else 1)
    return quarters * Fraction(duration.tuplet.times, duration.tuplet.enters)


def _master(header: Any, tempos: tuple[tuple[Fraction, float], ...], directions: tuple[str, ...]) -> MasterBar:
    signature = header.timeSignature
    sharps, minor = header.keySignature.value
    endings = tuple(turn + 1 for turn in range(8) if header.repeatAlternative >> turn & 1)
    return MasterBar(
        (signature.numerator, signature.denominator.value),
        sharps,
        bool(minor),
        header.isRepeatOpen,
        header.repeatClose + 1 if header.repeatClose > 0 else 0,
        endings,
        "",
        _clean(header.marker.title) if header.marker is not None else "",
        directions,
        tempos,
    )


def _track(gp: Any, song: Any, track: Any, number: int) -> Track:
    strings = sorted(track.strings, key=lambda string: -string.number)
    tuning = tuple(string.value for string in strings)
    lines: tuple[LyricLine, ...] = ()
    if song.lyrics is not None and song.lyrics.trackChoice == number:
        lines = tuple(
            LyricLine(line.lyrics.strip(), max(0, line.startingMeasure - 1))
            for line in song.lyrics.lines
            if line is not None and line.lyrics.strip()
        )
    capo = track.offset if 0 < track.offset < 25 else 0
    reader = _Voices(gp, {string.number: string.value for string in strings}, capo)
    bars = tuple(
        TrackBar(tuple(tuple(reader.beats(voice)) for voice in measure.voices if voice.beats))
        for measure in track.measures
    )
    return Track(_clean(track.name), track.isPercussionTrack, tuning, capo, bars, lines)


@attrs.define
class _Voices:
    """Beats of a track; a tied note has the pitch that its string had last."""

    gp: Any
    open_strings: dict[int, int]
    capo: int
    last: dict[int, int] = attrs.field(factory=dict)

    def beats(self, voice: Any) -> Iterator[Beat]:
        now = Fraction(0)
        for beat in voice.beats:
            quarters = _quarters(beat)
            pitches, tied = [], set()
            for note in beat.notes:
                if note.type is self.gp.NoteType.tie:
                    pitch = self.last.get(note.string)
                elif note.type is self.gp.NoteType.normal:
                    pitch = self.open_strings.get(note.string, 0) + self.capo + note.value
                else:
                    continue
                if pitch is None or not 0 <= pitch <= 127:
                    continue
                self.last[note.string] = pitch
                pitches.append(pitch)
                if note.type is self.gp.NoteType.tie:
                    tied.add(pitch)
            chord = beat.effect.chord
            diagram = None if chord is None else Diagram(_clean(chord.name), None, self.shape(chord))
            yield Beat(now, quarters, tuple(pitches), frozenset(tied), diagram, _clean(beat.text))
            now += quarters

    def shape(self, chord: Any) -> tuple[int, ...]:
        """The pitches of a diagram, the capo not counted."""
        return tuple(
            pitch
            for string, fret in enumerate(chord.strings, start=1)
            if fret >= 0 and string in self.open_strings and 0 <= (pitch := self.open_strings[string] + fret) <= 127
        )
