"""Which clips there are: kinds, shares, ids, seeds."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Final

import numpy as np
from attrs import frozen

from .corpus import half, load_progressions, song_names, stable_hash
from .pieces import open_progressions
from .singles import singles_sources

SHARES: Final = {"band": 0.40, "comping": 0.25, "notes": 0.30, "none": 0.05}
EXTRA_SHARES: Final = {
    "staccato": 0.17,
    "notes": 0.2,
    "comping": 0.1,
    "sung": 0.6,
    "loose": 0.6,
}  # on top of the hours asked for, so that the kinds above keep their clips
LENGTHS_S: Final = {"staccato": (40.0, 60.0)}
USUAL_LENGTHS_S: Final = (41.0, 75.0)
DEV_COUNTS: Final = {"comping": 24, "notes": 40, "none": 10, "sung": 20, "loose": 20}
DEV_SECONDS: Final = {
    "band": 60.0,
    "comping": 45.0,
    "notes": 30.0,
    "none": 30.0,
    "singles": 40.0,
    "sung": 45.0,
    "loose": 40.0,
}
DEV_OFFSETS: Final = {"notes": 12, "loose": 30, "sung": 20}
"""Which progressions each kind begins with, so that they share few."""
DEV_SINGLES: Final = 24
ACCOMPANIED: Final = "accompanied"
"""Dev songs and progressions played by the product's own band, on reserved fonts, mixed otherwise."""
DEV_ACCOMPANIED: Final = 32
ACCOMPANIED_SECONDS: Final = (30.0, 45.0)
CROSSED: Final = "crossed"
"""The split of clips that take apart what makes evaluation harder than training."""
CROSSED_CLIPS: Final = 12
CROSSED_SECONDS: Final = 40.0
ARRANGERS: Final = ("usual", "own")
"""The arranger of training's bands, and the product's band."""
FONTS: Final = ("known", "reserved")
MIXES: Final = ("plain", "studio")
"""The synthesiser's sum of all tracks, and :mod:`training.render.studio`."""
TRAINED_SONGS: Final = "usual_known_plain_trained"
"""The kind of crossed clip whose songs are training's own as well."""
OPEN: Final = "open"
"""The split of clips that need no data: what the open benchmark hears. All of them are in tune."""
OPEN_COUNTS: Final = {"band": 12, "comping": 10, "struck": 6, "none": 6}
OPEN_SECONDS: Final = {"band": 24.0, "comping": 22.0, "struck": 22.0, "none": 20.0}


@frozen
class Clip:
    """One clip to render; ``source`` is a song, a progression or an instrument; ``seed`` is its own."""

    name: str
    kind: str
    split: str
    source: str
    seconds: float
    seed: int
    side: str = ""


def clip_seed(seed: int, name: str) -> int:
    """Seed of one clip, from the plan's seed and the clip's id."""
    return stable_hash(f"{seed}:{name}") % 2**63


def train_plan(data: Path, hours: float, seed: int) -> list[Clip]:
    """Clips of all kinds, interleaved, so that a part of the plan is already a fair sample.

    ``hours`` is the sum of the shares in ``SHARES``; those in ``EXTRA_SHARES`` are added to it.
    """
    sources = {
        "band": song_names(data, "train"),
        "comping": [p.name for p in load_progressions(data, "train")],
        "notes": [p.name for p in load_progressions(data, "train")],
        "none": ["noise"],
        "staccato": [p.name for p in load_progressions(data, "train")],
        "sung": _alternating(song_names(data, "train"), [p.name for p in load_progressions(data, "train")]),
        "loose": [p.name for p in load_progressions(data, "train")],
    }
    clips: list[tuple[float, Clip]] = []
    for kind in {**SHARES, **EXTRA_SHARES}:
        share = SHARES.get(kind, 0.0) + EXTRA_SHARES.get(kind, 0.0)
        shortest, longest = LENGTHS_S.get(kind, USUAL_LENGTHS_S)
        count = max(1, round(hours * 3600 * share * 2 / (shortest + longest)))
        order = np.random.default_rng(stable_hash(f"{seed}:order:{kind}")).permutation(len(sources[kind]))
        for index in range(count):
            source = sources[kind][int(order[index % len(order)])]
            name = f"{kind}_{index:05d}"
            own = clip_seed(seed, name)
            seconds = float(np.random.default_rng(own).uniform(shortest, longest))
            clips.append(((index + 0.5) / count, Clip(name, kind, "train", source, seconds, own)))
    return [clip for _, clip in sorted(clips, key=lambda item: (item[0], item[1].name))]


def _alternating(songs: list[str], progressions: list[str]) -> list[str]:
    """Two songs, then a progression, and so on."""
    return [name for i, song in enumerate(songs) for name in ([song, progressions[i]] if i % 2 else [song])]


def dev_plan(data: Path, seed: int) -> list[Clip]:
    """The fixed evaluation sets; every id begins with its half, a_ or b_."""
    clips = []
    for song in song_names(data, "dev"):
        side = half(song)
        name = f"{side}_band_{song}"
        clips.append(Clip(name, "band", "dev", song, DEV_SECONDS["band"], clip_seed(seed, name), side))
    songs = {side: [song for song in song_names(data, "dev") if half(song) == side] for side in "ab"}
    progressions: dict[str, list[str]] = {"a": [], "b": []}
    for progression in sorted(load_progressions(data, "dev"), key=lambda p: stable_hash(p.name)):
        progressions[half(progression.name)].append(progression.name)
    for kind, count in DEV_COUNTS.items():
        for index in range(count):
            side = "ab"[index % 2]
            pool = songs[side] if kind == "sung" and index % 3 else progressions[side]
            source = "noise" if kind == "none" else pool[(index // 2 + DEV_OFFSETS.get(kind, 0)) % len(pool)]
            name = f"{side}_{kind}_{index:03d}"
            clips.append(Clip(name, kind, "dev", source, DEV_SECONDS[kind], clip_seed(seed, name), side))
    for index, (side, instrument) in enumerate(singles_sources(DEV_SINGLES)):
        name = f"{side}_singles_{index:03d}"
        seconds = DEV_SECONDS["singles"]
        clips.append(Clip(name, "singles", "dev", instrument, seconds, clip_seed(seed, name), side))
    return clips + _accompanied(songs, progressions, seed)


def _accompanied(songs: dict[str, list[str]], progressions: dict[str, list[str]], seed: int) -> list[Clip]:
    """Two songs, then a progression."""
    clips = []
    for index in range(DEV_ACCOMPANIED):
        side, turn = "ab"[index % 2], index // 2
        pool = songs[side] if turn % 3 < 2 else progressions[side]
        name = f"{side}_{ACCOMPANIED}_{turn:03d}"
        own = clip_seed(seed, name)
        seconds = float(np.random.default_rng(own).uniform(*ACCOMPANIED_SECONDS))
        clips.append(Clip(name, ACCOMPANIED, "dev", pool[(turn + 40) % len(pool)], seconds, own, side))
    return clips


def crossed_plan(data: Path, seed: int, side: str = "a") -> list[Clip]:
    """The same songs of one half by every arranger, font and mix; the kind says which: ``own_reserved_studio``.

    Clips of one number share their seed, so that what differs is only what the kind says.
    """
    songs = [song for song in song_names(data, "dev") if half(song) == side][:CROSSED_CLIPS]
    trained = song_names(data, "train")[:CROSSED_CLIPS]
    kinds = {"_".join(each): songs for each in product(ARRANGERS, FONTS, MIXES)} | {TRAINED_SONGS: trained}
    return [
        Clip(
            f"{side}_{kind}_{number:02d}",
            kind,
            CROSSED,
            song,
            CROSSED_SECONDS,
            clip_seed(seed, f"{CROSSED}:{side}:{number}"),
            side,
        )
        for kind, chosen in kinds.items()
        for number, song in enumerate(chosen)
    ]


def open_plan(seed: int) -> list[Clip]:
    """The clips of the open benchmark; every id begins with its half, a_ or b_."""
    pools = {side: list(open_progressions())[number::2] for number, side in enumerate("ab")}
    clips = []
    begun = 0
    for kind, count in OPEN_COUNTS.items():
        for index in range(count):
            side = "ab"[index % 2]
            source = "noise" if kind == "none" else pools[side][(begun + index // 2) % len(pools[side])]
            name = f"{side}_{kind}_{index // 2:02d}"
            clips.append(Clip(name, kind, OPEN, source, OPEN_SECONDS[kind], clip_seed(seed, f"open:{name}"), side))
        begun += count // 2
    return clips
