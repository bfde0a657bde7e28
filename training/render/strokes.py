"""Short strokes: rhythms of stabs, bass notes, single tones and muted strokes, with rests that belong to the chord."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from attrs import define, field, frozen

from evaluation.notes import Note

from .guitar import MUTED, TUNING, guitar_voicing, shapes
from .labels import NO_CHORD, Chord
from .score import Segment, merge_equal
from .sound import Audio, audible_end
from .voicings import Rng, Voicer, Voicing, at_or_above

LONGEST_REST_S: Final = 0.65  # inside a chord: a longer one is filled by one more stroke
LATE_S: Final = 0.3  # the first stroke of a chord may come this long after its beat
SILENCE_S: Final = 0.8  # a rest longer than this is N
SHORTEST_N_S: Final = 0.06  # of such a rest, after the decay
Change = tuple[Chord, float]  # a chord (or NO_CHORD, a pause) and how many beats it lasts

# Strokes of four beats as (beat, part); the parts are c whole chord, p some of its strings, b bass, f fifth (or
# another chord tone) in the bass, s single tone, g muted stroke.
RHYTHMS: Final[dict[str, tuple[tuple[float, str], ...]]] = {
    "four": ((0, "c"), (1, "p"), (2, "c"), (3, "p")),
    "backbeat": ((0, "b"), (1, "c"), (2, "b"), (3, "c")),
    "offbeats": ((0.5, "c"), (1.5, "p"), (2.5, "c"), (3.5, "p")),
    "charleston": ((0, "c"), (1.5, "c")),
    "charleston_twice": ((0, "c"), (1.5, "p"), (2, "b"), (3.5, "c")),
    "skank": ((0, "g"), (0.5, "p"), (1, "g"), (1.5, "p"), (2, "g"), (2.5, "p"), (3, "g"), (3.5, "p")),
    "skank_double": ((0, "b"), (0.5, "p"), (1.5, "p"), (1.75, "p"), (2.5, "p"), (3.5, "p"), (3.75, "g")),
    "boom_chick": ((0, "b"), (1, "p"), (2, "f"), (3, "p")),
    "boom_chicka": ((0, "b"), (1, "p"), (1.5, "p"), (2, "f"), (3, "p"), (3.5, "p")),
    "alternating": ((0, "b"), (0.5, "s"), (1, "f"), (1.5, "p"), (2, "b"), (2.5, "s"), (3, "f"), (3.5, "p")),
    "bossa": ((0, "b"), (0.5, "p"), (1.5, "p"), (2, "f"), (3, "p")),
    "shell": ((0, "c"), (0.5, "p"), (2, "s"), (2.5, "p"), (3.5, "p")),
    "tresillo": ((0, "c"), (1.5, "p"), (3, "c"), (3.5, "g")),
    "singles": ((0, "b"), (0.5, "s"), (1, "s"), (1.5, "s"), (2, "p"), (2.5, "s"), (3, "s"), (3.5, "s")),
}
STYLES: Final = (*RHYTHMS, "comp", "comp", "funk", "funk")


@frozen
class Feel:
    """How a clip is played; ``swing`` is the delay of off-beat eighths in beats, ``stab_s`` the usual stroke."""

    beat_s: float
    beats_per_bar: int
    lead_in_s: float
    swing: float = 0.0
    stab_s: float = 0.18
    jitter_s: float = 0.006
    spread_s: float = 0.006
    push: float = 0.1
    run: float = 0.15

    def time(self, beat: float) -> float:
        """Seconds of a position in beats."""
        whole, part = divmod(beat, 1.0)
        middle = 0.5 + self.swing
        warped = part / 0.5 * middle if part < 0.5 else middle + (part - 0.5) / 0.5 * (1 - middle)
        return self.lead_in_s + (whole + warped) * self.beat_s


@define
class Played:
    """One chord (or pause) with its sounding notes and its muted strokes."""

    chord: Chord
    notes: list[Note] = field(factory=list)
    ghosts: list[Note] = field(factory=list)


def rhythm(style: str, beats_per_bar: int, rng: Rng) -> list[tuple[float, str]]:
    """The strokes of one bar, varied a little."""
    if style == "funk":
        bar = [(i / 4, str(rng.choice(list("cpg."), p=[0.14, 0.26, 0.35, 0.25]))) for i in range(4 * beats_per_bar)]
        return [(beat, part) for beat, part in bar if part != "."]
    if style == "comp":
        bar = [(i / 2, str(rng.choice(list("cps")))) for i in range(2 * beats_per_bar)]
        return [stroke for stroke in bar if rng.random() < 0.42]
    pattern = [(b + 4 * i, part) for i in range(3) for b, part in RHYTHMS[style] if b + 4 * i < beats_per_bar]
    kept = [stroke for stroke in pattern if rng.random() > 0.07]
    if rng.random() < 0.15:
        kept.append((float(rng.integers(2 * beats_per_bar)) / 2, str(rng.choice(list("psg")))))
    return sorted(dict(sorted(kept, reverse=True)).items())


def play(changes: Sequence[Change], styles: Sequence[str], voicer: Voicer, feel: Feel, rng: Rng) -> list[Played]:
    """Play a chart; rests inside a chord, and before the next without a pause, are at most 0.65 s."""
    edges = np.concatenate([[0.0], np.cumsum([beats for _, beats in changes])])
    starts = [float(e) for e in edges]
    for i in range(1, len(changes)):
        if changes[i - 1][0].is_pitched and changes[i][0].is_pitched and changes[i - 1][1] >= 2:
            starts[i] -= 0.5 if rng.random() < feel.push else 0.0
    mask: dict[int, list[tuple[float, str]]] = {}
    kept = [rhythm(s, feel.beats_per_bar, rng) for s in styles]

    def bar(index: int) -> list[tuple[float, str]]:
        if index not in mask:
            which = index % len(styles)
            mask[index] = kept[which] if rng.random() < 0.65 else rhythm(styles[which], feel.beats_per_bar, rng)
        return mask[index]

    voicings: dict[Chord, Voicing] = {}
    result: list[Played] = []
    for i, (chord, _) in enumerate(changes):
        played = Played(chord)
        result.append(played)
        if not chord.is_pitched:
            continue
        begin, end = starts[i], starts[i + 1]
        following = changes[i + 1][0] if i + 1 < len(changes) else NO_CHORD
        bars = range(int(begin // feel.beats_per_bar), int(end // feel.beats_per_bar) + 1)
        strokes = [(b * feel.beats_per_bar + beat, part) for b in bars for beat, part in bar(b)]
        strokes = [(beat, part) for beat, part in strokes if begin <= beat < end - 0.2]
        sounding = [beat for beat, part in strokes if part != "g"]
        if not sounding or feel.time(sounding[0]) > feel.time(begin) + LATE_S:
            strokes = [(begin, "c"), *[s for s in strokes if s[0] > begin]]
        run = end - begin >= 2 and following.is_pitched and following != chord and rng.random() < feel.run
        if run:
            strokes = [s for s in strokes if s[0] < end - 1] + [
                (end - 1, "b" if rng.random() < 0.5 else "s"),
                (end - 0.5, "a"),
            ]
        limit = feel.time(end) - 0.01
        close = limit + LATE_S if following.is_pitched else None
        if chord not in voicings or rng.random() < 0.2:
            voicings[chord] = voicer(chord, rng)
        _perform(played, _filled(strokes, feel, close, rng), voicings[chord], following, limit, feel, rng)
    return result


def _filled(
    strokes: list[tuple[float, str]], feel: Feel, close: float | None, rng: Rng
) -> list[tuple[float, float, str]]:
    """Strokes as (start, length, part) in seconds, with more of them where a rest would be too long."""
    timed: list[tuple[float, float, str]] = []

    def add(time: float, part: str) -> None:
        ringing = rng.random() < 0.06
        length = feel.beat_s if ringing else float(np.clip(feel.stab_s * np.exp(rng.normal(0, 0.25)), 0.08, 0.35))
        timed.append((time, 0.04 if part == "g" else min(length, 0.6), part))

    for beat, part in [*strokes, (np.inf, "end")]:
        time = (close if close is not None else -np.inf) if part == "end" else feel.time(beat) + _jitter(feel, rng)
        while part != "g":
            last = max((t + length for t, length, p in timed if p != "g"), default=np.inf)
            if time - last <= LONGEST_REST_S:
                break
            add(last + min(LONGEST_REST_S - 0.03, (time - last) * 0.45), str(rng.choice(list("pcs"))))
        if part != "end":
            add(time, part)
    return sorted(timed)


def _jitter(feel: Feel, rng: Rng) -> float:
    return float(np.clip(rng.normal(0, feel.jitter_s), -0.02, 0.02))


def _perform(
    played: Played,
    strokes: list[tuple[float, float, str]],
    voicing: Voicing,
    following: Chord,
    limit: float,
    feel: Feel,
    rng: Rng,
) -> None:
    chord = played.chord
    heard = False
    for index, (start, length, part) in enumerate(strokes):
        if part in "ps" and not heard and rng.random() < 0.75:
            part = "c"  # the whole chord is heard early, mostly
        velocity = {"c": 86, "p": 78, "b": 84, "f": 80, "s": 76, "a": 76, "g": 45}[part] + rng.normal(0, 8)
        spread = feel.spread_s * float(rng.uniform(0.5, 1.5))
        voices = list(voicing)
        if part == "p" or (part == "g" and rng.random() < 0.6):
            voices = partial(chord, voicing, rng)
        elif part == "b":
            voices = voicing[:1]
        elif part == "f":
            voices = [voicing[1]] if len(voicing) > 2 and rng.random() < 0.6 else voicing[:1]
        elif part == "s":
            voices = [voicing[int(rng.integers(len(voicing)))]]
        elif part == "a":
            step = int(rng.choice([-2, -1, 1, 2]))
            low = at_or_above(following.bass_pc, voicing[0][0] - 5) + step
            voices = [(low, voicing[0][1])]
        if part in "cp" and index % 2 and rng.random() < 0.6:
            voices = voices[::-1]
        heard = heard or part == "c"
        spread = min(spread, 0.35 * length / max(1, len(voices)))
        for i, (pitch, string) in enumerate(voices):
            at, stop = start + i * spread, min(start + length, limit)
            loud = int(np.clip(velocity + rng.normal(0, 4), 25, 120))
            if stop - at > 0.025:
                (played.ghosts if part == "g" else played.notes).append(Note(at, stop, pitch, loud, string))
    if not heard and played.notes:  # whatever the rhythm left out is touched once, with the first stroke
        first = min(n.start for n in played.notes)
        stop = max(first + 0.12, min(n.end for n in played.notes if n.start < first + 0.02))
        missing = {p % 12 for p, _ in voicing} - {n.pitch % 12 for n in played.notes}
        played.notes += [Note(first, min(stop, limit), p, 74, s) for p, s in voicing if p % 12 in missing]


def partial(chord: Chord, voicing: Voicing, rng: Rng) -> Voicing:
    """Two to four neighbouring voices, with the third or seventh when a few tries find one."""
    telling = {(chord.root + i) % 12 for i in chord.intervals if i not in (0, 7)}
    part = voicing
    for _ in range(4):
        count = min(len(voicing), int(rng.integers(2, 5)))
        first = len(voicing) - count if rng.random() < 0.55 else int(rng.integers(len(voicing) - count + 1))
        part = voicing[first : first + count]
        if telling & {p % 12 for p, _ in part}:
            break
    return part


def coloured_guitar(chord: Chord, rng: Rng) -> Voicing:
    """A guitar shape that also sounds the chord's tensions, in place of its fifth."""
    if chord.extra and chord.quality != "X":
        classes = {*chord.pitch_classes, *((chord.root + i) % 12 for i in chord.extra)} - {(chord.root + 7) % 12}
        options = shapes(tuple(sorted(classes)), chord.bass_pc)
        if options:
            shape = options[int(rng.integers(min(4, len(options))))]
            return [(TUNING[i] + f, i) for i, f in enumerate(shape) if f != MUTED]
    return guitar_voicing(chord, rng)


def labelled(played: Sequence[Played], audio: Audio | None, total_s: float) -> list[Segment]:
    """A chord lasts from its first stroke to the next chord's, unless more than 0.8 s of rest come between.

    Then it ends where it is no longer heard in ``audio`` (None: where its last note ends).
    """
    chords = [p for p in played if p.chord.is_pitched and p.notes]
    starts = [min(n.start for n in p.notes) for p in chords]
    segments = []
    for i, part in enumerate(chords):
        released = max(n.end for n in part.notes)
        last = i + 1 == len(chords)
        end = total_s if last else starts[i + 1]
        if last or end - released > SILENCE_S:
            stroke = max(n.start for n in part.notes)
            end = released if audio is None else max(released, audible_end(audio, stroke, end))
            if starts[i + 1 :] and starts[i + 1] - end < SHORTEST_N_S:
                end = starts[i + 1]
        segments.append(Segment(starts[i], end, part.chord))
    return merge_equal(segments)
