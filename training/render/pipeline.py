"""From a clip of the plan to its two files."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from numpy.typing import NDArray

from evaluation.clips import RATE_HZ
from evaluation.notes import Note, Track

from . import palette
from .accompanied import chart_of_progression, chart_of_song, groove_for, play_chart
from .band import arrange
from .comping import compose, strike
from .corpus import is_song, load_progressions, load_song, unpack_pop909
from .fluid import RESERVED_FONTS, TRAIN_FONT_WEIGHTS, TRAIN_FONTS, Room, render_tracks
from .labels import NO_CHORD
from .loose import perform_loose
from .nochord import LAYERS, MADE_LAYERS, compose_noise
from .pieces import open_progressions
from .plan import ACCOMPANIED, CROSSED, OPEN, Clip
from .recorded import perform
from .score import Score, Segment, merge_equal
from .singing import add_singing
from .singles import perform_singles
from .staccato import perform_staccato
from .studio import mixed_down
from .take import with_decay
from .timbre import invented, play_invented
from .tunes import fills

Audio = NDArray[np.float32]
PEAK_DB = -3.0
RELEASE_S = 0.15  # a synthesised chord is heard this much longer than its last note
TAIL_S = (0.5, 1.5)
INVENTED_CLIPS = 0.3
"""Share of training clips that have invented instruments beside those of the soundfont,"""
INVENTED_TRACKS = 0.6
"""and the share of their tracks that invented instruments play."""
ONE_SIDE = 0.1
"""Share of training clips of which one side of a wide stereo mix is heard,"""
WIDEST = 0.9
"""where tracks stand up to so far to the other, of 1."""
OWN_MELODY = 0.6
"""Share of songs that keep their own melody where they are sung,"""
FILLED = 0.25
"""and of those in which an instrument runs up and down between."""
LOW_FAMILIES = ("plucked", "bowed", "organ", "reed")


def paths(cache: Path, clip: Clip) -> tuple[Path, Path]:
    """Audio and annotation file of a clip."""
    folder = cache / clip.split / clip.kind
    return folder / f"{clip.name}.flac", folder / f"{clip.name}.json"


def render_clip(clip: Clip, cache: Path, data: Path) -> dict[str, Any]:
    """Render one clip unless its files exist; returns its annotation."""
    audio_path, meta_path = paths(cache, clip)
    if audio_path.exists() and meta_path.exists():
        return dict(json.loads(meta_path.read_text()))
    audio, meta = make_clip(clip, cache, data)
    audio_path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = audio_path.with_name(f".{clip.name}.{os.getpid()}.tmp")
    soundfile.write(unfinished, audio, RATE_HZ, format="FLAC", subtype="PCM_16")
    unfinished.replace(audio_path)
    unfinished.write_text(json.dumps(meta, separators=(",", ":")))
    unfinished.replace(meta_path)
    return meta


def make_clip(clip: Clip, cache: Path, data: Path) -> tuple[Audio, dict[str, Any]]:
    """Audio at -3 dBFS peak and its annotation."""
    rng = np.random.default_rng(clip.seed)
    lead_in = float(rng.uniform(0.3, 1.5))
    tail = float(rng.uniform(*TAIL_S))
    tuning = _tuning(clip, rng)
    if clip.kind == "none":
        layers_there = MADE_LAYERS if clip.split == OPEN else LAYERS
        audio, layers = compose_noise(data, clip.seconds, rng, split=clip.split, layers=layers_there)
        return _quiet(audio), _meta(
            clip, Score([Segment(0.0, clip.seconds, NO_CHORD)]), 0.0, {"layers": layers}, clip.seconds
        )
    body = clip.seconds - lead_in - tail
    if clip.kind == "notes":
        progression = next(p for p in load_progressions(data, clip.split) if p.name == clip.source)
        replace = float(rng.choice([0.1, 0.7])) if clip.split == "train" else 0.35
        take = perform(
            progression,
            data,
            body,
            rng,
            split=clip.split,
            side=clip.side,
            lead_in_s=lead_in,
            tuning_cents=tuning,
            replace=replace,
        )
        score, sound, audio = take.score, take.sound, take.audio
        seconds = min(len(audio) / RATE_HZ, score.segments[-1].end + tail)
    elif clip.kind == "singles":
        take = perform_singles(clip.source, data, body, rng, lead_in_s=lead_in, tuning_cents=tuning)
        score, sound, audio = take.score, take.sound, take.audio
        seconds = min(len(audio) / RATE_HZ, score.segments[-1].end + tail)
    elif clip.kind == "staccato":
        progression = next(p for p in load_progressions(data, clip.split) if p.name == clip.source)
        take = perform_staccato(progression, data, body, rng, lead_in_s=lead_in, tuning_cents=tuning)
        score, sound, audio = take.score, take.sound, take.audio
        seconds = min(len(audio) / RATE_HZ, score.segments[-1].end + tail)
    elif clip.kind == "loose":
        progression = next(p for p in load_progressions(data, clip.split) if p.name == clip.source)
        take = perform_loose(
            progression, data, body, rng, split=clip.split, side=clip.side, lead_in_s=lead_in, tuning_cents=tuning
        )
        score, sound, audio = take.score, take.sound, take.audio
        seconds = min(len(audio) / RATE_HZ, score.segments[-1].end + tail)
    elif clip.kind == ACCOMPANIED or clip.split == CROSSED:
        return _accompanied(clip, cache, data, rng, body, lead_in, tail, tuning)
    else:
        score = _gm_score(clip, cache, data, rng, body, lead_in)
        font = _font(clip, rng)
        room = Room(
            float(rng.uniform(0.1, 0.8)),
            float(rng.choice([0.0, rng.uniform(0.05, 0.7)])),
            float(rng.choice([0.0, 0.0, rng.uniform(0.1, 0.7)])),
        )
        seconds = score.end + RELEASE_S + tail
        line = _taken_out(score, rng) if clip.kind == "sung" else []
        foreign = _foreign(score.tracks, rng) if clip.split == "train" else []
        if clip.split == "train" and rng.random() < ONE_SIDE:
            lose_side(score.tracks, rng)
        audio = render_tracks(
            [t for t in score.tracks if t not in foreign], font, seconds, tuning_cents=tuning, room=room
        )
        families = {track.name: _add_invented(audio, track, seconds, rng, tuning) for track in foreign}
        if clip.kind == "struck":
            score.segments = with_decay(score.segments, audio, seconds)
        else:
            score.segments = released(score.segments)
        sound = {
            "font": font,
            "programs": {t.name: t.program for t in score.tracks if not t.is_drum},
            "invented": families,
            "reverb": round(room.reverb_level, 2),
            "drums": any(t.is_drum for t in score.tracks),
        }
        if clip.kind == "sung":
            sound["voice"] = add_singing(audio, score, rng, tuning_cents=tuning, melody=line)
    audio = _faded(audio[: int(seconds * RATE_HZ)])
    return _peak(audio), _meta(clip, score, tuning, sound, len(audio) / RATE_HZ)


def _accompanied(
    clip: Clip,
    cache: Path,
    data: Path,
    rng: np.random.Generator,
    body: float,
    lead_in: float,
    tail: float,
    tuning: float,
) -> tuple[Audio, dict[str, Any]]:
    """A clip for evaluation alone: its kind says who arranges, on which font, and how it is mixed."""
    arranger, known, mix = ("own", "reserved", "studio") if clip.kind == ACCOMPANIED else clip.kind.split("_")[:3]
    arranging, mixing = rng.spawn(2)
    if arranger == "usual":
        song = load_song(unpack_pop909(data, cache), clip.source)
        score = arrange(song, body, arranging, lead_in_s=lead_in)
    else:
        score = _own_band(clip, cache, data, arranging, body, lead_in)
    font = str(mixing.choice(TRAIN_FONTS[:2] if known == "known" else RESERVED_FONTS))
    seconds = score.end + RELEASE_S + tail
    room = Room(float(mixing.uniform(0.1, 0.8)), float(mixing.choice([0.0, mixing.uniform(0.05, 0.7)])))
    if mix == "studio":
        audio = mixed_down(score.tracks, font, seconds, mixing, tuning_cents=tuning)
    else:
        audio = render_tracks(score.tracks, font, seconds, tuning_cents=tuning, room=room)
    score.segments = released(score.segments)
    sound = {
        "font": font,
        "programs": {t.name: t.program for t in score.tracks if not t.is_drum},
        "arranger": arranger,
        "mix": mix,
    }
    audio = _faded(audio[: int(seconds * RATE_HZ)])
    return _peak(audio), _meta(clip, score, tuning, sound, len(audio) / RATE_HZ)


def _own_band(clip: Clip, cache: Path, data: Path, rng: np.random.Generator, body: float, lead_in: float) -> Score:
    """A song or a progression of the split, played by the product's band."""
    if is_song(clip.source):
        groove = groove_for(4, rng)
        song = load_song(unpack_pop909(data, cache), clip.source)
        chart = chart_of_song(song, round(body * groove.tempo_bpm / 60), rng)
    else:
        progression = next(p for p in load_progressions(data, "dev") if p.name == clip.source)
        groove = groove_for(progression.beats_per_bar, rng)
        chart = chart_of_progression(progression, round(body * groove.tempo_bpm / 60), rng)
    return play_chart(chart, groove, rng, lead_in_s=lead_in)


def _gm_score(clip: Clip, cache: Path, data: Path, rng: np.random.Generator, body: float, lead_in: float) -> Score:
    train = clip.split == "train"
    if clip.split == OPEN:
        progression = open_progressions()[clip.source]
        if clip.kind == "struck":
            return strike(progression, body, rng, lead_in_s=lead_in, replace=0.35)
        return compose(progression, body, rng, lead_in_s=lead_in, replace=0.35, band=clip.kind == "band")
    if is_song(clip.source):
        song = load_song(unpack_pop909(data, cache), clip.source)
        scale = float(rng.uniform(0.9, 1.1)) if train else 1.0
        return arrange(
            song, body, rng, lead_in_s=lead_in, tempo_scale=scale, transpose=int(rng.integers(-5, 7)) if train else 0
        )
    progression = next(p for p in load_progressions(data, clip.split) if p.name == clip.source)
    replace = float(rng.choice([0.15, 0.65, 0.75])) if train else 0.35
    return compose(progression, body, rng, lead_in_s=lead_in, replace=replace)


def _taken_out(score: Score, rng: np.random.Generator) -> list[Note]:
    """Notes of the melody, which a singer takes over; sometimes an instrument fills the pauses instead."""
    line = [note for track in score.tracks if track.name == "melody" for note in track.notes]
    score.tracks = [track for track in score.tracks if track.name != "melody"]
    if rng.random() < FILLED:
        run = fills(score, rng, lowest=int(rng.integers(55, 70)))
        score.tracks.append(Track("fill", run, program=palette.pick(palette.LEADS, rng), gain_db=-3.0))
        score.tracks = [track for track in score.tracks if track.notes]
    return line if rng.random() < OWN_MELODY else []


def _font(clip: Clip, rng: np.random.Generator) -> str:
    if clip.split == "train":
        return str(rng.choice(TRAIN_FONTS, p=TRAIN_FONT_WEIGHTS))
    return str(rng.choice(RESERVED_FONTS))


def lose_side(tracks: Sequence[Track], rng: np.random.Generator) -> None:
    """Make all tracks but the bass and the first that plays chords as loud as on one side of a wide stereo mix."""
    centred = [t.name for t in tracks if not t.is_drum and t.name not in ("melody", "bass")][:1]
    for track in tracks:
        if track.name not in ("bass", *centred):
            place = float(rng.uniform(-WIDEST, WIDEST))
            track.gain_db += 20.0 * float(np.log10(np.sqrt(2.0) * np.cos((place + 1.0) * np.pi / 4.0)))


def _foreign(tracks: Sequence[Track], rng: np.random.Generator) -> list[Track]:
    """The tracks that invented instruments play."""
    if rng.random() >= INVENTED_CLIPS:
        return []
    return [track for track in tracks if not track.is_drum and rng.random() < INVENTED_TRACKS]


def _add_invented(audio: Audio, track: Track, seconds: float, rng: np.random.Generator, tuning_cents: float) -> str:
    """Mix a track on a new instrument into ``audio``, in place; returns the family of the instrument."""
    timbre = invented(rng, LOW_FAMILIES if track.name == "bass" else ())
    sound = play_invented(track, timbre, seconds, rng, tuning_cents=tuning_cents)[: len(audio)]
    level = max(float(np.sqrt((audio**2).mean())), 1e-2)
    gain = level / max(float(np.sqrt((sound**2).mean())), 1e-6) * 10 ** (float(rng.uniform(-9, 3)) / 20)
    audio[: len(sound)] += sound * np.float32(gain)
    return timbre.family


def _tuning(clip: Clip, rng: np.random.Generator) -> float:
    """Whole-clip offset in cents: half of the training clips, none of the open ones, a third of the others."""
    if clip.split == OPEN:
        return 0.0
    if clip.split == "train":
        return round(float(rng.uniform(-45, 45)), 1) if rng.random() < 0.5 else 0.0
    return float(rng.choice([-30, 30])) if rng.random() < 0.33 else 0.0


def released(segments: list[Segment]) -> list[Segment]:
    """Chords that silence follows last for the release of their notes."""
    result = []
    pitched = [s for s in segments if s.chord.is_pitched]
    for segment, following in zip(pitched, [*pitched[1:], None], strict=True):
        limit = following.start if following else segment.end + RELEASE_S
        end = segment.end if limit - segment.end < 0.02 else min(limit, segment.end + RELEASE_S)
        result.append(Segment(segment.start, end, segment.chord))
    return result


def _meta(clip: Clip, score: Score, tuning: float, sound: dict[str, Any], seconds: float) -> dict[str, Any]:
    segments: list[Segment] = []
    now = 0.0
    for segment in score.segments:
        if segment.start > now + 0.001:
            segments.append(Segment(now, segment.start, NO_CHORD))
        segments.append(Segment(max(now, segment.start), segment.end, segment.chord))
        now = segment.end
    if now < seconds - 0.001:
        segments.append(Segment(now, seconds, NO_CHORD))
    notes = [
        [round(n.start, 4), round(min(n.end, seconds), 4), n.pitch, t.name]
        for t in score.tracks
        if not t.is_drum
        for n in t.notes
        if n.start < seconds
    ]
    return {
        "kind": clip.kind,
        "split": clip.split,
        "source": clip.source,
        "seconds": round(seconds, 4),
        "chords": [[round(s.start, 4), round(min(s.end, seconds), 4), s.chord.label] for s in merge_equal(segments)],
        "beats": [round(b, 4) for b in score.beats],
        "downbeats": [round(b, 4) for b in score.downbeats],
        "key": [[round(a, 4), round(b, 4), k] for a, b, k in score.keys],
        "tempo_bpm": None if score.tempo_bpm is None else round(score.tempo_bpm, 2),
        "tuning_cents": tuning,
        "sound": sound,
        "notes": sorted(notes),
        "seed": clip.seed,
    }


def _faded(audio: Audio) -> Audio:
    """End without a click."""
    count = min(len(audio), int(0.15 * RATE_HZ))
    audio[len(audio) - count :] *= np.linspace(1, 0, count, dtype=np.float32)
    return audio


def _peak(audio: Audio) -> Audio:
    peak = float(np.abs(audio).max())
    if peak < 1e-4:
        raise ValueError("a clip with chords came out silent")
    return np.asarray(audio * (10 ** (PEAK_DB / 20) / peak), np.float32)


def _quiet(audio: Audio) -> Audio:
    """Noise keeps its level, but does not clip."""
    peak = float(np.abs(audio).max())
    return audio if peak <= 0.7 else np.asarray(audio * (0.7 / peak), np.float32)
