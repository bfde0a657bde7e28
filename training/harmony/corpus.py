"""The chord progressions as the models see them.

The task: name the next different chord, as its root above the tonic and one of eleven reduced qualities
(:mod:`chordwork.harmony.reduction`), from all chords before it. ``N`` and ``X`` are left out and chords that
reduce to the same one are merged.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import attrs
import numpy as np
from numpy.typing import NDArray

from chordwork.harmony import REDUCED_QUALITIES, ChordSymbol, parse_symbol, token_of
from chordwork.harmony.keyfinding import chord_class
from chordwork.harmony.notes import parse_note


@attrs.frozen(eq=False)
class Song:
    """One row.

    Attributes:
        source: corpus, such as ``billboard``.
        group: rows of one song share it, whoever wrote them down.
        tonic: pitch class.
        minor: None where the corpus gives no mode.
        symbols: chords, merged where their tokens are equal, shape ``(n,)``.
        tokens: what they reduce to.
        exact: a number for each different label, as written.
        classes: what the key finder sees, every chord, shape ``(m,)``.
        beats: how long each symbol lasts.
    """

    source: str
    group: str
    split: str
    tonic: int
    minor: bool | None
    symbols: tuple[ChordSymbol, ...]
    tokens: NDArray[np.int64]
    exact: NDArray[np.int64]
    classes: NDArray[np.int64]
    beats: NDArray[np.float64]

    @property
    def sounds_minor(self) -> bool:
        """The mode as given, else by which tonic chord sounds longer."""
        return self.minor_so_far(len(self.tokens))

    def minor_so_far(self, place: int) -> bool:
        """The mode as given, else by which tonic chord sounded longer before a place: never by what comes after it."""
        if self.minor is not None:
            return self.minor
        names = np.array(
            [REDUCED_QUALITIES[token] if token < len(REDUCED_QUALITIES) else "" for token in self.tokens[:place]]
        )
        beats = self.beats[:place]
        return bool(beats[np.isin(names, ("min", "min7"))].sum() > beats[np.isin(names, ("maj", "7", "maj7"))].sum())


def read_songs(data: Path) -> list[Song]:
    """All rows with a key, duplicates dropped.

    Args:
        data: the data pack.
    """
    songs = []
    for line in (data / "progressions" / "progressions.jsonl").read_text().splitlines():
        row = json.loads(line)
        if not row.get("duplicate_of") and row.get("key") and (song := _song(row)):
            songs.append(song)
    return songs


def _song(row: dict[str, object]) -> Song | None:
    tonic_name, _, mode = str(row["key"]).partition(":")
    tonic = parse_note(tonic_name).pitch_class
    symbols: list[ChordSymbol] = []
    tokens: list[int] = []
    exact: list[int] = []
    beats: list[float] = []
    labels: dict[str, int] = {}
    chords = row["chords"]
    assert isinstance(chords, list)
    for label, length in chords:
        symbol = parse_symbol(label)
        token = token_of(symbol, tonic)
        if token is None:
            continue
        if tokens and tokens[-1] == token:
            beats[-1] += length
            continue
        symbols.append(symbol)
        tokens.append(token)
        exact.append(labels.setdefault(label, len(labels)))
        beats.append(length)
    if len(tokens) < 2:
        return None
    title = str(row.get("title") or row["id"]).lower()
    return Song(
        source=str(row["id"]).partition(":")[0],
        group=re.sub(r"[^a-z0-9]", "", title) or str(row["id"]),
        split=str(row["split"]),
        tonic=tonic,
        minor={"maj": False, "min": True}.get(mode),
        symbols=tuple(symbols),
        tokens=np.array(tokens),
        exact=np.array(exact),
        classes=np.array([chord_class(symbol) for symbol in symbols]),
        beats=np.array(beats),
    )
