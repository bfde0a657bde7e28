"""Guitar Pro 5, by way of PyGuitarPro (LGPL-3.0), which the optional extra ``guitarpro`` installs."""

from __future__ import annotations

import io
from importlib import import_module
from typing import Any, Final

from chordwork.harmony import Mode
from chordwork.harmony.extras import install_extra
from chordwork.music.tabs.errors import MissingExtraError, UnsupportedError
from chordwork.music.tabs.formats.guitarpro_chord import diagram
from chordwork.music.tabs.formats.western import western
from chordwork.music.tabs.metre import TICKS_PER_QUARTER
from chordwork.music.tabs.model import Bar, ChordMark, Score
from chordwork.music.tabs.timeline import Written, written

MAX_STRINGS: Final = 7
"""Of a track in this format."""
VERSION: Final = (5, 1, 0)
QUARTER_PULSES: Final = 960
VELOCITY: Final = 79
"""What Guitar Pro calls mf; an accent plays louder."""


def guitar_pro(score: Score) -> bytes:
    """The tab as a Guitar Pro 5 file (.gp5).

    Raises:
        MissingExtraError: PyGuitarPro is not installed.
        UnsupportedError: more than seven strings.
    """
    try:
        gp: Any = import_module("guitarpro")
    except ModuleNotFoundError:
        raise MissingExtraError(f"Guitar Pro needs an extra: {install_extra('guitarpro')}") from None
    if score.board.strings > MAX_STRINGS:
        raise UnsupportedError(f"Guitar Pro 5 holds {MAX_STRINGS} strings, this instrument has {score.board.strings}")
    song = gp.Song(
        title=_plain(score.title),
        tempo=round(score.quarter_bpm),
        tempoName="",
        notice=_notice(score),
        pageSetup=_page(gp),
    )
    track = song.tracks[0]
    _set_up(gp, track, score)
    song.measureHeaders.clear()
    track.measures.clear()
    bar_pulses = score.metre.bar_ticks * QUARTER_PULSES // TICKS_PER_QUARTER
    for number, bar in enumerate(score.bars):
        signature = gp.TimeSignature(numerator=score.metre.beats, denominator=gp.Duration(value=score.metre.unit))
        start = QUARTER_PULSES + number * bar_pulses
        header = gp.MeasureHeader(number=number + 1, start=start, timeSignature=signature, keySignature=_key(gp, score))
        if section := score.section_at(number):
            header.marker = gp.Marker(title=_plain(section))
        song.measureHeaders.append(header)
        measure = gp.Measure(track, header)
        track.measures.append(measure)
        _fill(gp, measure.voices[0], bar, score)
    stream = io.BytesIO()
    gp.write(song, stream, version=VERSION)
    return stream.getvalue()


def _page(gp: Any) -> Any:
    """A page that shows the title alone; Guitar Pro writes its placeholders in capitals."""
    shown = gp.HeaderFooterElements.title
    return gp.PageSetup(headerAndFooter=shown, title="%TITLE%", copyright="\n")  # of two lines


def _plain(text: str) -> str:
    """What the format's one-byte encoding can say."""
    return western(text)[0]


def lost_characters(score: Score) -> str:
    """Characters of the titles that the format has no place for."""
    texts = (score.title, *(section.title for section in score.sections))
    return "".join(dict.fromkeys(character for text in texts for character in western(text)[1]))


def _notice(score: Score) -> list[str]:
    """What the file says about itself: the capo's chords, and what its title lacks."""
    lost = lost_characters(score)
    lines = [score.capo_text] if score.capo_text else []
    if lost:
        lines.append("This format holds Western European letters only: the title is written without some of its own.")
    return lines


def _key(gp: Any, score: Score) -> Any:
    """The key; a church mode by its signature, as the format has major and minor only."""
    if score.key is None:
        return gp.KeySignature.CMajor
    return gp.KeySignature((score.key.signature, int(score.key.mode is Mode.MINOR)))


def _set_up(gp: Any, track: Any, score: Score) -> None:
    instrument = score.board.instrument
    track.name = instrument.title
    track.fretCount = instrument.frets
    track.offset = score.board.capo
    track.channel.instrument = instrument.midi_program
    strings = instrument.tuning[::-1]
    track.strings = [gp.GuitarString(number, pitch) for number, pitch in enumerate(strings, start=1)]


def _fill(gp: Any, voice: Any, bar: Bar, score: Score) -> None:
    for piece in written(bar, score.metre):
        duration = gp.Duration(value=piece.value.divisor, isDotted=bool(piece.value.dots))
        if piece.value.triplet:
            duration.tuplet = gp.Tuplet(3, 2)
        status = gp.BeatStatus.rest if piece.event is None else gp.BeatStatus.normal
        beat = gp.Beat(voice, duration=duration, status=status)
        _mark(gp, beat, piece.marks, score)
        _strike(gp, beat, piece, score)
        voice.beats.append(beat)


def _mark(gp: Any, beat: Any, marks: tuple[ChordMark, ...], score: Score) -> None:
    for mark in marks:
        if mark.voicing is not None and beat.status == gp.BeatStatus.normal:
            beat.effect.chord = diagram(gp, mark.voicing, _plain(score.full_name(mark.tones)))
        else:
            beat.text = _plain(score.full_name(mark.tones))


def _strike(gp: Any, beat: Any, piece: Written, score: Score) -> None:
    event = piece.event
    if event is None:
        return
    if event.stroke != "pluck" and not piece.tied_from:
        direction = gp.BeatStrokeDirection.down if event.stroke == "down" else gp.BeatStrokeDirection.up
        beat.effect.pickStroke = direction
    for note in reversed(event.notes):
        kind = gp.NoteType.tie if piece.tied_from else gp.NoteType.normal
        string = score.board.strings - note.string
        effect = gp.NoteEffect(accentuatedNote=event.accent and not piece.tied_from)
        beat.notes.append(gp.Note(beat, value=note.fret, velocity=VELOCITY, string=string, type=kind, effect=effect))
