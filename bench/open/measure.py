"""What one program's answer to one clip is worth.

=====================  ====================================================================================
final                  what was decided
live, live +N ms       what was displayed; after each change of the reference, the chord before it is accepted for N ms
                       as well, while what is compared stays the same
onset to right name    :func:`evaluation.timing.naming_delays`
needless changes       :func:`evaluation.timing.needless_changes`
false chords           stretches with one label other than N and X, on clips without chords
confidence             seconds, sure seconds and right seconds in ten bins (:mod:`evaluation.calibration`)
said                   seconds of each chord of the reference by what was said instead, basses aside
=====================  ====================================================================================
"""

from __future__ import annotations

import hashlib
import json
import random
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

import attrs

from bench.open.conditions import CLEAN
from bench.open.corpus import Clip
from bench.peers.worker import Answer, Heard
from chordwork.harmony import ChordSyntaxError
from chordwork.harmony.harte import split_label
from chordwork.harmony.notes import PITCH_CLASS_NAMES
from chordwork.harmony.score import Comparison, Segment, compare, pieces
from evaluation.calibration import BINS
from evaluation.clips import WITHOUT_CHORDS
from evaluation.listening import Decision
from evaluation.naming import name_of, same_chord, same_triad, sureness
from evaluation.scoring import score
from evaluation.timing import false_chords, naming_delays, needless_changes, onsets

MEASURES: Final[tuple[Comparison, ...]] = ("root", "thirds", "majmin", "sevenths")
ALLOWED_LATE_S: Final[dict[str, float]] = {"live": 0.0, "live +100 ms": 0.1, "live +250 ms": 0.25, "live +500 ms": 0.5}
DIGITS: Final = 4

Said = dict[str, dict[str, float]]


@attrs.frozen
class Row:
    """Of one program, one condition and one clip.

    Attributes:
        cpu_s: CPU seconds of hearing.
        shares: by tier (``final`` and the keys of :data:`ALLOWED_LATE_S`), the share right by each of :data:`MEASURES`,
            of the seconds that the clip's ``weights`` say.
        delays: seconds from onset to right name on the display, of those that were named.
        never: onsets whose chord was never named rightly.
        needless: changes of the display that nobody needed.
        false: chords by tier, on a clip without chords.
        sure: ``[bin, sure seconds, right seconds, seconds]`` of the final chords, for programs with confidence.
        decided: seconds from the end of each final chord until it was said, where the program says so.
        said: on clean clips, see above; of the final tier, or of the live one where that is all there is.
    """

    cpu_s: float
    shares: dict[str, list[float]]
    delays: list[float] = attrs.field(factory=list)
    never: int = 0
    needless: int = 0
    false: dict[str, int] = attrs.field(factory=dict)
    sure: list[list[float]] = attrs.field(factory=list)
    decided: list[float] = attrs.field(factory=list)
    said: Said = attrs.field(factory=dict)


@attrs.frozen
class ClipFacts:
    """Of one clip of the corpus, clean.

    Attributes:
        kind: as :data:`~bench.open.corpus.KINDS`.
        seconds: its length.
        sound: digest of its samples.
        weights: seconds comparable by each of :data:`MEASURES`.
        chords: segments of its reference, rests too.
        onsets: chords that need a new name.
        core: it is heard under every condition.
    """

    kind: str
    seconds: float
    sound: str
    weights: list[float]
    chords: int
    onsets: int
    core: bool


def facts_of(clip: Clip) -> ClipFacts:
    """What does not depend on any program."""
    seconds = score(clip.chords, clip.chords, MEASURES)
    return ClipFacts(
        clip.piece.kind,
        round(clip.seconds, 3),
        clip.digest,
        [round(seconds[name][1], DIGITS) for name in MEASURES],
        needless_changes(clip.chords, [])[1],
        len(onsets(clip.chords)),
        clip.piece.core,
    )


def measured(clip: Clip, answer: Answer) -> Row:
    """Score an answer.

    Raises:
        ChordSyntaxError: one of its labels is not Harte syntax.
    """
    reference = clip.chords
    timelines = {tier: _timeline(heard) for tier, heard in answer.tiers.items()}
    shares: dict[str, list[float]] = {}
    delays: list[float] = []
    never = needless = 0
    if (final := timelines.get("final")) is not None:
        shares["final"] = _shares(reference, final, 0.0)
    if (live := timelines.get("live")) is not None:
        for tier, late_s in ALLOWED_LATE_S.items():
            shares[tier] = _shares(reference, live, late_s)
        named = naming_delays(reference, live)
        delays = [round(delay, 3) for delay in named if delay is not None]
        never = named.count(None)
        needless = needless_changes(reference, live)[0]
    without = clip.piece.kind == WITHOUT_CHORDS
    decisions = _decisions(answer.tiers.get("final", []))
    return Row(
        round(answer.cpu_s, 4),
        shares,
        delays,
        never,
        needless,
        {tier: false_chords(timeline) for tier, timeline in timelines.items()} if without else {},
        [] if without else _bins(sureness(reference, decisions)),
        [round(each.said_at - each.end, 3) for each in decisions if each.end <= each.said_at < clip.seconds - 1e-6],
        said(reference, timelines.get("final") or timelines.get("live") or []) if clip.condition == CLEAN else {},
    )


def _timeline(heard: Sequence[Heard]) -> list[Segment]:
    for each in heard:
        try:
            split_label(each[2])
        except ChordSyntaxError as error:
            raise ChordSyntaxError(f"a program says {each[2]!r} at {each[0]:.2f} s: {error}") from error
    return [(each[0], each[1], each[2]) for each in heard]


def _shares(reference: Sequence[Segment], timeline: Sequence[Segment], late_s: float) -> list[float]:
    found = score(reference, timeline, MEASURES, late_s=late_s)
    return [round(found[name][0], DIGITS) for name in MEASURES]


def _decisions(heard: Sequence[Heard]) -> list[Decision]:
    """Those with a confidence; said never, where the program does not say when."""
    return [
        Decision(each[0], each[1], each[2], each[3], each[4] if len(each) > 4 else -1.0)
        for each in heard
        if len(each) > 3
    ]


def _bins(chords: Sequence[tuple[float, float, float]]) -> list[list[float]]:
    sums: dict[int, list[float]] = {}
    for confidence, right, seconds in chords:
        total = sums.setdefault(min(max(int(confidence * BINS), 0), BINS - 1), [0.0, 0.0, 0.0])
        for index, value in enumerate((confidence * seconds, right, seconds)):
            total[index] += value
    return [[number, *(round(value, 3) for value in sums[number])] for number in sorted(sums)]


def said(reference: Sequence[Segment], timeline: Sequence[Segment]) -> Said:
    """Seconds of each chord of the reference by what was said instead; basses aside, roots by one name."""
    table: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for piece in pieces(reference, timeline):
        table[plain(piece.reference)][plain(piece.estimate)] += piece.seconds
    return {
        wanted: {given: round(seconds, 3) for given, seconds in row.items() if seconds >= 0.0005}
        for wanted, row in table.items()
    }


def plain(label: str) -> str:
    """``C#:min7/b3`` as ``Db:min7``."""
    name = name_of(label)
    return name.quality if name.root < 0 else f"{PITCH_CLASS_NAMES[name.root]}:{name.quality}"


def scoring_fingerprint() -> str:
    """Of what the scoring does, and not of how its code is written: verdicts on pairs of labels, and on timelines."""
    roots, qualities = (
        ("C", "C#", "Db", "A"),
        ("maj", "min", "7", "maj7", "min7", "maj6", "dim", "hdim7", "aug", "sus4"),
    )
    labels = ["N", "X", "C:5", "C:1", "C:maj/3", "C:maj/2", "C:maj/b7", "C:maj(9)", "C:9", "A:min/b3", "C:(3,5)"]
    labels += [f"{root}:{quality}" for root in roots for quality in qualities]
    told: list[object] = [BINS, DIGITS, list(MEASURES), dict(ALLOWED_LATE_S)]
    told += [
        [compare(a, b, by) for by in MEASURES] + [same_triad(a, b), same_chord(a, b)] for a in labels for b in labels
    ]
    chance = random.Random(20_261_130)
    for _ in range(12):
        reference, timeline = _made_up(chance, labels), _made_up(chance, labels)
        decisions = [Decision(*each, chance.random(), each[1] + 1.0) for each in timeline]
        told += [
            [_shares(reference, timeline, late_s) for late_s in ALLOWED_LATE_S.values()],
            naming_delays(reference, timeline), needless_changes(reference, timeline), false_chords(timeline),
            _bins(sureness(reference, decisions)), said(reference, timeline),
        ]  # fmt: skip
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]


def _made_up(chance: random.Random, labels: Sequence[str]) -> list[Segment]:
    ends = sorted({round(chance.uniform(0.5, 20.0), 1) for _ in range(9)})
    return [(start, end, chance.choice(labels)) for start, end in zip([0.0, *ends], ends, strict=False)]
