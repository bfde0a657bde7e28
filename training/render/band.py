"""POP909 songs as bands: own tracks kept or dropped, generated bass, comping and drums around them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from attrs import evolve

from evaluation.notes import Note, Track

from . import palette
from .bass import STYLES as BASS_STYLES
from .bass import bass_line
from .corpus import Song
from .drums import drum_part
from .guitar import guitar_voicing
from .labels import NO_CHORD, QUALITIES, ROOT_NAMES, Chord
from .patterns import GUITAR_STYLES, KEYBOARD_STYLES, SUSTAINED_STYLES, comp
from .score import Score, Segment, merge_equal
from .voicings import Rng, Voicer, at_or_above, close_above_bass, keyboard, upper_structure

PLANS = (("piano", 0.12), ("own", 0.26), ("comp", 0.34), ("full", 0.16), ("sparse", 0.12))
LASTING = 0.6  # a pitch class that sounds for this share of a chord belongs to it
SOUNDED = 0.15  # one that sounds for less than this share does not count as played
RICHER = {"maj": ("maj7", "7", "maj6", "sus2"), "min": ("min7", "min7", "min6", "min7"), "7": ("7",)}


def arrange(
    song: Song, seconds: float, rng: Rng, *, lead_in_s: float, tempo_scale: float = 1.0, transpose: int = 0
) -> Score:
    """An excerpt of about ``seconds`` as a band score; everything later than ``lead_in_s`` sounds."""
    score, own = _excerpt(song, seconds * tempo_scale, rng)
    score, own = _moved(score, own, lead_in_s, tempo_scale, transpose)
    plan = str(rng.choice([name for name, _ in PLANS], p=[weight for _, weight in PLANS]))
    keep_piano = plan in ("piano", "own", "full") and bool(own.get("PIANO"))
    if not keep_piano and rng.random() < 0.35:
        score.segments = _enrich(score.segments, rng)
    if keep_piano:
        harmony = own["PIANO"] + (own.get("BRIDGE", []) if plan == "full" else [])
        score.segments = [_as_sounding(s, harmony) for s in score.segments]
    score.segments = merge_equal(score.segments)
    tracks: list[Track] = []
    if keep_piano:
        program = palette.comping_program(rng) if rng.random() < 0.55 else palette.pick(palette.PIANOS, rng)
        tracks.append(Track("piano", own["PIANO"], program=program, gain_db=float(rng.uniform(-3, 2))))
    if own.get("BRIDGE") and (plan == "full" or (plan == "own" and rng.random() < 0.3)):
        tracks.append(
            Track("bridge", own["BRIDGE"], program=palette.pick(palette.LEADS, rng), gain_db=float(rng.uniform(-9, -2)))
        )
    if own.get("MELODY") and rng.random() < {"piano": 0.45, "sparse": 0.6}.get(plan, 0.8):
        program = palette.pick(palette.LEADS, rng)
        tracks.append(Track("melody", own["MELODY"], program=program, gain_db=float(rng.uniform(-8, 1))))
    with_bass = plan != "piano" and rng.random() < 0.9
    if plan in ("comp", "full", "sparse") or not keep_piano:
        tracks += _comping(score, plan, with_bass, rng)
    if with_bass:
        style = str(rng.choice(BASS_STYLES))
        notes = bass_line(score.segments, score.beats, style, rng)
        tracks.append(
            Track("bass", notes, program=palette.pick(palette.BASSES, rng), gain_db=float(rng.uniform(-2, 4)))
        )
    missing = _missing_tones(score.segments, [n for t in tracks if t.name != "melody" for n in t.notes])
    if missing:
        program = tracks[0].program if tracks else 0
        tracks.append(Track("fill", missing, program=program, gain_db=-2.0))
    score.segments = merge_equal(
        [with_lowest(s, [n for t in tracks if t.name != "melody" for n in t.notes]) for s in score.segments]
    )
    if plan != "piano" and rng.random() < 0.85:
        notes = [n for n in drum_part(score.beats, score.downbeats, rng) if n.start < score.end]
        tracks.append(Track("drums", notes, is_drum=True, gain_db=float(rng.uniform(-7, 3))))
    for track in tracks:
        track.detune_cents = float(rng.normal(0, 2))
    score.tracks = [t for t in tracks if t.notes]
    return score


def _excerpt(song: Song, seconds: float, rng: Rng) -> tuple[Score, dict[str, list[Note]]]:
    """Cut at bars; the chords decide where the song lasts."""
    pitched = [s for s in song.segments if s.chord.is_pitched]
    first, last = pitched[0].start, pitched[-1].end
    bars = [b for b in song.downbeats if first - 4 <= b <= max(first, last - 0.8 * seconds)] or [first]
    start = max(0.0, float(rng.choice(bars)))
    later = [b for b in song.downbeats if b >= start + seconds - 1] or [last]
    end = min(later[0], last)
    segments = [
        Segment(max(s.start, start), min(s.end, end), s.chord) for s in song.segments if s.end > start and s.start < end
    ]
    segments = [s for s in segments if s.end - s.start > 0.12]
    beats = [b for b in song.beats if start - 0.01 <= b < end + 0.01]
    downbeats = [b for b in song.downbeats if start - 0.01 <= b < end + 0.01]
    keys = [(max(a, start), min(b, end), f"{ROOT_NAMES[k]}:{m}") for a, b, k, m in song.keys if b > start and a < end]
    score = Score(segments, beats, downbeats, keys)
    silent = [s for s in segments if not s.chord.is_pitched]
    own = {name: _within(notes, start, end, silent) for name, notes in song.tracks.items()}
    return score, own


def _within(notes: Sequence[Note], start: float, end: float, silent: Sequence[Segment]) -> list[Note]:
    """Notes struck inside the excerpt and outside its silences, ended where a silence begins."""
    kept = []
    for note in notes:
        if not start - 0.03 <= note.start < end - 0.05:
            continue
        if any(s.start - 0.05 <= note.start < s.end - 0.08 for s in silent):
            continue
        stop = min([note.end, end, *[s.start for s in silent if s.start > note.start]])
        kept.append(evolve(note, start=max(start, note.start), end=max(stop, note.start + 0.05)))
    return kept


def _moved(
    score: Score, own: dict[str, list[Note]], lead_in_s: float, scale: float, transpose: int
) -> tuple[Score, dict[str, list[Note]]]:
    origin = score.segments[0].start

    def at(time: float) -> float:
        return max(lead_in_s, lead_in_s + (time - origin) / scale)

    segments = [Segment(at(s.start), at(s.end), s.chord.transposed(transpose)) for s in score.segments]
    keys = []
    for start, end, key in score.keys:
        tonic, mode = key.split(":")
        keys.append((at(start), at(end), f"{ROOT_NAMES[(ROOT_NAMES.index(tonic) + transpose) % 12]}:{mode}"))
    beats = [at(b) for b in score.beats]
    tempo = 60 / float(np.median(np.diff(beats))) if len(beats) > 2 else None
    moved = Score(segments, beats, [at(b) for b in score.downbeats], keys, tempo_bpm=tempo)
    notes = {
        name: [evolve(n, start=at(n.start), end=at(n.end), pitch=n.pitch + transpose) for n in track]
        for name, track in own.items()
    }
    return moved, notes


def sounding_share(segment: Segment, notes: Sequence[Note]) -> np.ndarray:
    """Share of a segment during which each pitch class sounds [shape=(12,)]."""
    step = max(0.02, (segment.end - segment.start) / 40)
    times = np.arange(segment.start + step / 2, segment.end, step)
    heard = np.zeros((12, len(times)), bool)
    for note in notes:
        if note.end > segment.start and note.start < segment.end:
            heard[note.pitch % 12] |= (times >= note.start) & (times < note.end)
    return np.asarray(heard.mean(axis=1)) if len(times) else np.zeros(12)


def _as_sounding(segment: Segment, notes: Sequence[Note]) -> Segment:
    """Rename a chord when a further tone lasts through it, as a seventh under a triad's label does."""
    chord = segment.chord
    if chord.quality not in QUALITIES:
        return segment
    share = sounding_share(segment, notes)
    lasting = {(pc - chord.root) % 12 for pc in range(12) if share[pc] >= LASTING} | set(chord.intervals)
    if lasting == set(chord.intervals):
        return segment
    for quality, intervals in QUALITIES.items():
        if set(intervals) == lasting:
            return evolve(segment, chord=Chord(chord.root, quality, chord.bass))
    return segment


def with_lowest(segment: Segment, notes: Sequence[Note]) -> Segment:
    """Name the chord tone that is lowest for most of a segment as its bass."""
    chord = segment.chord
    if chord.quality not in QUALITIES:
        return segment
    times = np.linspace(segment.start, segment.end, 24, endpoint=False) + 0.02
    inside = [n for n in notes if n.end > segment.start and n.start < segment.end]
    lowest = [min((n.pitch for n in inside if n.start <= t < n.end), default=-1) for t in times]
    counts = np.bincount([(p - chord.root) % 12 for p in lowest if p >= 0], minlength=12)
    most = int(counts.argmax())
    if most == chord.bass or most not in chord.intervals or counts[most] < LASTING * counts.sum():
        return segment
    return evolve(segment, chord=evolve(chord, bass=most))


def _enrich(segments: Sequence[Segment], rng: Rng) -> list[Segment]:
    """Give some of a song's triads a seventh or sixth, the same one wherever the chord comes."""
    renamed: dict[tuple[int, str], str] = {}
    result = []
    for segment in segments:
        chord = segment.chord
        if chord.quality in RICHER:
            options = RICHER[chord.quality]
            name = renamed.setdefault(
                (chord.root, chord.quality), str(rng.choice(options)) if rng.random() < 0.5 else chord.quality
            )
            kept_bass = chord.bass if chord.bass in QUALITIES[name] else 0
            chord = Chord(chord.root, name, kept_bass)
        result.append(evolve(segment, chord=chord))
    return result


def _comping(score: Score, plan: str, with_bass: bool, rng: Rng) -> list[Track]:
    """One or two generated chord parts."""
    tracks = []
    for index in range(1 if plan != "comp" or rng.random() < 0.5 else 2):
        program = (
            palette.comping_program(rng)
            if plan != "sparse" or index
            else palette.pick((*palette.PADS, *palette.STRINGS[:4], *palette.GUITARS, *palette.ORGANS), rng)
        )
        if palette.is_guitar(program):
            style = str(rng.choice(GUITAR_STYLES))
            voicer: Voicer = guitar_voicing
        elif program in palette.SUSTAINED:
            style = str(rng.choice(SUSTAINED_STYLES))
            voicer = upper_structure() if with_bass else close_above_bass()
        else:
            style = str(rng.choice(KEYBOARD_STYLES))
            voicer = keyboard() if not with_bass or rng.random() < 0.5 else upper_structure()
        notes = comp(score.segments, score.beats, voicer, style, rng)
        tracks.append(Track(f"comp{index + 1}", notes, program=program, gain_db=float(rng.uniform(-4, 2))))
    return tracks


def _missing_tones(segments: Sequence[Segment], notes: Sequence[Note]) -> list[Note]:
    """Soft notes for the chord tones that nobody plays."""
    added = []
    for segment in segments:
        if segment.chord == NO_CHORD:
            continue
        share = sounding_share(segment, notes)
        for pc in {*segment.chord.pitch_classes}:
            if share[pc] < SOUNDED:
                added.append(Note(segment.start, segment.end, at_or_above(pc, 55), 70))
    return added
