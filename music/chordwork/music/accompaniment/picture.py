"""An accompaniment as a piano roll in SVG."""

from __future__ import annotations

from typing import Final
from xml.sax.saxutils import escape

from chordwork.music.accompaniment.groove import DRUM_NAMES, STEPS_PER_QUARTER
from chordwork.music.accompaniment.performance import Performance

BEAT_PX: Final = 26.0
ROW_PX: Final = 5.0
DRUM_PX: Final = 9.0
LEFT: Final = 76.0
TOP: Final = 34.0
COLOURS: Final = {"drums": "#5f6b7a", "bass": "#b4552d", "comping": "#2f6db5"}


def pianoroll_svg(piece: Performance) -> str:
    """Time to the right, lines at bars and felt beats, pitch upwards, a row for each drum below, chord names on top."""
    tonal = [note.pitch for note in piece.notes if note.part != "drums"]
    low, high = (min(tonal) - 1, max(tonal) + 1) if tonal else (59, 61)
    keys = sorted({note.pitch for note in piece.notes if note.part == "drums"}, reverse=True)
    drums_top = TOP + (high - low + 1) * ROW_PX + 10.0
    width, height = LEFT + piece.beats * BEAT_PX + 12.0, drums_top + len(keys) * DRUM_PX + 26.0
    title = f"{escape(piece.groove.title)}, {piece.tempo_text}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" '
        f'height="{height:.0f}" font-family="sans-serif" font-size="10">',
        f"<title>{title}</title>",
        f'<rect width="{width:.0f}" height="{height:.0f}" fill="#ffffff"/>',
        f'<text x="4" y="14" font-size="12" fill="#222222">{title}</text>',
    ]
    bar_steps, pulses = piece.groove.bar_steps, set(piece.groove.pulses)
    for step in range(round(piece.beats * STEPS_PER_QUARTER) + 1):
        if step % bar_steps not in pulses:
            continue
        x = LEFT + step / STEPS_PER_QUARTER * BEAT_PX
        shade = "#c4cad2" if step % bar_steps == 0 else "#eceff2"
        parts.append(f'<line x1="{x:.1f}" y1="{TOP}" x2="{x:.1f}" y2="{height - 20:.1f}" stroke="{shade}"/>')
    for pitch in range(low + (-low) % 12, high + 1, 12):
        y = TOP + (high - pitch) * ROW_PX
        parts.append(
            f'<text x="{LEFT - 6}" y="{y + ROW_PX:.1f}" text-anchor="end" fill="#555555">C{pitch // 12 - 1}</text>'
        )
    for row, key in enumerate(keys):
        y = drums_top + row * DRUM_PX
        name = DRUM_NAMES[key].replace("_", " ")
        parts.append(f'<text x="{LEFT - 6}" y="{y + 7:.1f}" text-anchor="end" fill="#555555">{name}</text>')
    for mark in piece.chords:
        x = LEFT + mark.beat * BEAT_PX
        parts.append(f'<text x="{x + 2:.1f}" y="{TOP - 5:.1f}" fill="#222222">{escape(mark.symbol)}</text>')
    for note in piece.notes:
        x = LEFT + piece.time_of(note) / piece.quarter_s * BEAT_PX
        opacity = 0.35 + 0.65 * note.velocity / 127.0
        if note.part == "drums":
            y, box, thick = drums_top + keys.index(note.pitch) * DRUM_PX + 1.0, 4.0, DRUM_PX - 3.0
        else:
            y, box, thick = TOP + (high - note.pitch) * ROW_PX, max(2.0, note.beats * BEAT_PX), ROW_PX - 1.0
        parts.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{box:.1f}" height="{thick:.1f}" rx="1" '
            f'fill="{COLOURS[note.part]}" fill-opacity="{opacity:.2f}"/>'
        )
    for index, (part, colour) in enumerate(COLOURS.items()):
        x = LEFT + index * 80.0
        parts.append(f'<text x="{x:.1f}" y="{height - 6:.1f}" fill="{colour}">{part}</text>')
    parts.append("</svg>")
    return "\n".join(parts) + "\n"
