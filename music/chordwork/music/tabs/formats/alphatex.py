"""alphaTex, the text format that alphaTab renders and plays."""

from __future__ import annotations

from chordwork.harmony import Key, Mode, Note
from chordwork.music.fretboard import MUTED, Voicing
from chordwork.music.fretboard.notes import note_name
from chordwork.music.tabs.model import Score, TabEvent, diagram_frets
from chordwork.music.tabs.timeline import Written, written


def alphatex(score: Score) -> str:
    """The tab as alphaTex: tuning, capo, chord diagrams, and beats with durations, strokes and chord names."""
    instrument = score.board.instrument
    lines = [f"\\title {_quoted(score.title)}"] if score.title else []
    lines += [f"\\tempo {round(score.quarter_bpm)}", f"\\track {_quoted(instrument.title)}", "\\staff {tabs}"]
    lines.append("\\tuning (" + " ".join(note_name(pitch) for pitch in reversed(instrument.tuning)) + ")")
    lines.append(f"\\instrument {instrument.midi_program}")
    if score.board.capo:
        lines.append(f"\\capo {score.board.capo}")
    names = _names(score)
    lines += [_chord(name, voicing) for voicing, name in names.items()]
    lines.append(f"\\ts ({score.metre.beats} {score.metre.unit})")
    if score.key is not None:
        lines.append(f"\\ks {_key(score.key)}")
    bars = [" ".join(_beat(piece, score, names) for piece in written(bar, score.metre)) for bar in score.bars]
    for section in score.sections:
        bars[section.bar] = f"\\section {_quoted(section.title)} {bars[section.bar]}"
    lines.append(" |\n".join(bars))
    return "\n".join(lines) + "\n"


def _names(score: Score) -> dict[Voicing, str]:
    """A name for each shape; a second shape of a chord is told apart by its frets."""
    taken: set[str] = set()
    names: dict[Voicing, str] = {}
    for voicing in score.voicings:
        name = score.full_name(voicing.tones)
        names[voicing] = f"{name} {voicing.shape}" if name in taken else name
        taken.add(name)
    return names


def _quoted(text: str) -> str:
    plain = " ".join(text.replace("\\", "/").replace('"', "'").split())
    return f'"{plain}"'


def _chord(name: str, voicing: Voicing) -> str:
    frets = " ".join("x" if fret == MUTED else str(fret) for fret in reversed(voicing.frets))
    barres = sorted({placement.fret for placement in voicing.placements if placement.is_barre})
    properties = [f"firstfret {diagram_frets(voicing).start}"]
    properties += [f"barre {' '.join(map(str, barres))}"] if barres else []
    return f"\\chord {{{' '.join(properties)}}} ({_quoted(name)} {frets})"


def _key(key: Key) -> str:
    """A key in alphaTex's names, which are those of major and minor; a church mode by its signature."""
    minor = key.mode is Mode.MINOR
    tonic = key.tonic if minor else Note.at(key.signature)
    return f"{tonic.name.lower()}{'minor' if minor else 'major'}"


def _beat(piece: Written, score: Score, names: dict[Voicing, str]) -> str:
    effects: list[str] = []
    for mark in piece.marks:
        if mark.voicing is not None:
            effects.append(f"ch {_quoted(names[mark.voicing])}")
        else:
            effects.append(f"txt {_quoted(score.full_name(mark.tones))}")
    if piece.value.dots:
        effects.append("d")
    if piece.value.triplet:
        effects.append("tu 3")
    head = "r"
    if piece.event is not None:
        head = _notes(piece.event, piece.tied_from, score.board.strings)
        if not piece.tied_from and piece.event.stroke != "pluck":
            brush = "b" if len(piece.event.notes) > 1 else "s"  # strings are brushed, one string is picked
            effects.append(brush + piece.event.stroke[0])
    tail = f" {{{' '.join(effects)}}}" if effects else ""
    return f"{head}.{piece.value.divisor}{tail}"


def _notes(event: TabEvent, tied: bool, strings: int) -> str:
    accent = "{ac}" if event.accent and not tied else ""
    notes = []
    for note in reversed(event.notes):
        fret = "-" if tied else str(note.fret)
        notes.append(f"{fret}.{strings - note.string}{accent}")
    return f"({' '.join(notes)})" if len(notes) > 1 or accent else notes[0]
