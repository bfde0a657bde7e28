"""The key finder's table: counts of chord changes in major and minor songs, and how far to trust them."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from chordwork.harmony import keyfinding
from chordwork.harmony.keyfinding import KeyTable
from training.harmony.corpus import Song

TARGET: Final = Path("music/chordwork/harmony") / keyfinding.TABLE_FILE
STEP: Final = 0.15
"""Nats between two letters of the table."""
PRIOR_CHANGES: Final = 20.0
"""Weight of the share of a class, in changes, in the row of the class before it."""
FRAGMENT_SHARE: Final = 0.4
"""Players ask about fragments as well as beginnings: how much any chord of a song counts as a first one."""
LENGTHS: Final = (2, 4, 8, 16, 1000)
FRAGMENTS_A_SONG: Final = 2
REDUNDANCIES: Final = (0.0, 0.05, 0.1, 0.15, 0.2, 0.3)
_ABOUT: Final = (
    "Counted by `python -m training.harmony keys` on the train rows of the chord progressions (POP909-CL, MIT; McGill "
    "Billboard, CC0; Rock Corpus by T. de Clercq and D. Temperley, CC-BY-4.0; OpenEWLD, public domain). "
    "first[mode][class] and change[mode][class before][class]; mode 0 is major, 1 minor. A letter is a "
    "log-probability: A is 0, and each further letter is step nats less."
)


def train(songs: list[Song]) -> None:
    """Count the train rows and write the table, then choose ``REDUNDANCY`` on the same rows, held out in two halves."""
    train_songs = [song for song in songs if song.split == "train"]
    best = (math.inf, 0.0)
    for redundancy in REDUNDANCIES:
        loss = 0.0
        for half in (0, 1):
            table = KeyTable(**_fields(*_count(train_songs[half::2]), redundancy))
            others = train_songs[1 - half :: 2]
            loss += sum(_evaluate(_beginnings(others, length), table)[2] for length in LENGTHS)
            loss += sum(_evaluate(_fragments(others, length), table)[2] for length in LENGTHS[:-1])
        best = min(best, (loss, redundancy))
    first, change, share = _count(train_songs)
    fields = _fields(first, change, round(share, 3), best[1])
    TARGET.write_text(json.dumps({"about": _ABOUT, **fields}, indent=1) + "\n")
    keyfinding.shipped_table.cache_clear()


def report(songs: list[Song]) -> None:
    """Print how often the first estimate is right on the dev rows, from so many chords."""
    dev = [song for song in songs if song.split == "dev"]
    print("chords      tonic right  tonic and third right  mean confidence")
    for name, places, lengths in (("first", _beginnings, LENGTHS), ("any", _fragments, LENGTHS[:-1])):
        for length in lengths:
            tonic, both, _, confidence = _evaluate(places(dev, length))
            title = "all" if length == 1000 else f"{name} {length}"
            print(f"{title:10}  {tonic:11.3f}  {both:21.3f}  {confidence:15.3f}")


Place = tuple[Song, NDArray[np.int64]]
"""A song, and the classes of some chords of it in a row."""


def _beginnings(songs: list[Song], length: int) -> list[Place]:
    return [(song, song.classes[:length]) for song in songs]


def _fragments(songs: list[Song], length: int) -> list[Place]:
    """Chords in a row from places drawn by chance, the same at each call."""
    chance = np.random.default_rng(length)
    return [
        (song, song.classes[start : start + length])
        for song in songs
        if len(song.classes) > length
        for start in chance.integers(0, len(song.classes) - length + 1, FRAGMENTS_A_SONG).tolist()
    ]


def _evaluate(places: list[Place], table: KeyTable | None = None) -> tuple[float, float, float, float]:
    """Shares of tonics and of keys (where the mode is known) that are right, mean loss in nats, mean confidence."""
    tonic = loss = confidence = 0.0
    both = []
    for song, classes in places:
        probability = np.asarray(keyfinding.key_probabilities(classes.tolist(), table))
        best = int(probability.argmax())
        tonic += best % 12 == song.tonic
        confidence += probability[best]
        loss -= math.log(probability[song.tonic] + probability[song.tonic + 12])
        if song.minor is not None:
            both.append(best == song.tonic + 12 * song.minor)
    count = len(places)
    return tonic / count, float(np.mean(both)), loss / count, confidence / count


def _count(songs: list[Song]) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
    first = np.full((2, keyfinding.CLASSES), 0.5)
    change = np.zeros((2, keyfinding.CLASSES, keyfinding.CLASSES))
    total = np.full((2, keyfinding.CLASSES), 0.5)
    modes = [0.0, 0.0]
    for song in songs:
        relative = (song.classes - keyfinding.KINDS * song.tonic) % keyfinding.CLASSES
        minor = int(song.sounds_minor)
        modes[minor] += 1
        first[minor, relative[0]] += 1
        moved = np.flatnonzero(np.diff(relative))
        kept = np.concatenate((relative[:1], relative[moved + 1]))
        # A song counts as much as the square root of its length: its changes repeat.
        weight = 1 / math.sqrt(len(kept))
        np.add.at(change[minor], (kept[:-1], kept[1:]), weight)
        np.add.at(total[minor], kept, weight)
    total /= total.sum(axis=1, keepdims=True)
    first /= first.sum(axis=1, keepdims=True)
    change += PRIOR_CHANGES * total[:, None, :] / 4
    first = (1 - FRAGMENT_SHARE) * first + FRAGMENT_SHARE * total
    return first, change / change.sum(axis=2, keepdims=True), modes[0] / sum(modes)


def _fields(first: NDArray[np.float64], change: NDArray[np.float64], share: float, redundancy: float) -> dict[str, Any]:
    """A table as :class:`KeyTable` takes it and its file holds it."""
    return {
        "step": STEP,
        "share_of_major": share,
        "redundancy": redundancy,
        "first": [_encode(row) for row in first],
        "change": [[_encode(row) for row in mode] for mode in change],
    }


def _encode(row: NDArray[np.float64]) -> str:
    return "".join(chr(ord("A") + min(61, round(-math.log(share) / STEP))) for share in row)
