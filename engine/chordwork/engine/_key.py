"""The key of the last half minute, from the chords that were heard."""

from __future__ import annotations

import json
import math
from functools import cache
from importlib import resources
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from chordwork.engine.events import KeyEvent
from chordwork.native import Saved, restore_array, restore_fields, restored_array, saved_array, saved_fields

MEMORY_SECONDS: Final = 40.0
EVIDENCE_PER_SECOND: Final = 0.6
"""Nats count this much a second: a chord that lasts is one piece of evidence, not one per hop."""
REPORT_EVERY_HOPS: Final = 11
MINIMUM_CONFIDENCE: Final = 0.5
CONFIDENCE_STEP: Final = 0.15
FOREIGN_SHARE: Final = 0.1
"""Share of time that any chord may take, whatever the key."""
CHORD_SOUNDS: Final = 0.5
"""A hop counts when the probability of no chord is below this."""

PROFILES_FILE: Final = "key_profiles.json"
"""Share of sounding time of each chord in a major and a minor key; ``python -m training key-profiles`` writes it."""

_FIELDS: Final = ("_sounding_hops", "_hops")


class KeyTracker:
    """Leaky sum of the log-probability of what sounds under each of the 24 keys.

    Each hop adds the expectation, under the chord posterior, of the log share of that chord in a key (shares counted
    on songs, see ``key_profiles.json``).
    """

    def __init__(self, hop_seconds: float) -> None:
        self._hop_seconds = hop_seconds
        self._decay = math.exp(-hop_seconds / MEMORY_SECONDS)
        self._table = _log_share_table()
        self._shares = _share_table()
        self._score = np.zeros(len(self._table))
        major = _profiles()["share_of_major"]
        self._prior = np.log(np.repeat((major, 1.0 - major), 12))
        self._sounding = np.zeros(self._table.shape[1] + 1)
        self._sounding_hops = 0
        self._hops = 0
        self._reported: KeyEvent | None = None
        self.chord_shares: NDArray[np.float64] | None = None
        """Expected share of each of the 180 chords in what is played, given the keys heard; None until one was."""

    def step(self, chord_posterior: NDArray[np.float64]) -> KeyEvent | None:
        """Take one hop's chord posterior, shape ``(181,)``; return an event when key or confidence has moved."""
        self._hops += 1
        if chord_posterior[-1] < CHORD_SOUNDS:
            self._sounding += chord_posterior
            self._sounding_hops += 1
        if self._hops % REPORT_EVERY_HOPS:
            return None
        self._score *= self._decay**self._sounding_hops
        self._score += (EVIDENCE_PER_SECOND * self._hop_seconds) * (self._table @ self._sounding[:-1])
        self._sounding[:] = 0.0
        self._sounding_hops = 0
        score = self._score + self._prior
        probability = np.exp(score - score.max())
        probability /= probability.sum()
        self.chord_shares = (1.0 - FOREIGN_SHARE) * (probability @ self._shares) + FOREIGN_SHARE / self._shares.shape[1]
        best = int(probability.argmax())
        mode: Literal["major", "minor"] = "major" if best < 12 else "minor"
        event = KeyEvent(best % 12, mode, float(probability[best]), self._hops * self._hop_seconds)
        if event.confidence < MINIMUM_CONFIDENCE or not self._is_news(event):
            return None
        self._reported = event
        return event

    def snapshot(self) -> Saved:
        """What was heard, and what was said of it."""
        reported = self._reported
        shares = self.chord_shares
        return {
            "score": saved_array(self._score),
            "sounding": saved_array(self._sounding),
            "shares": None if shares is None else saved_array(shares),
            "reported": None if reported is None else [reported.tonic, reported.mode, reported.confidence, reported.at],
            **saved_fields(self, _FIELDS),
        }

    def restore(self, saved: Saved) -> None:
        """Go on from there."""
        restore_array(saved["score"], self._score)
        restore_array(saved["sounding"], self._sounding)
        shares, reported = saved["shares"], saved["reported"]
        self.chord_shares = None if shares is None else restored_array(shares, np.float64, self._shares.shape[1:])
        self._reported = None if reported is None else KeyEvent(*reported)
        restore_fields(self, saved, _FIELDS)

    def _is_news(self, event: KeyEvent) -> bool:
        last = self._reported
        if last is None or (last.tonic, last.mode) != (event.tonic, event.mode):
            return True
        return abs(last.confidence - event.confidence) >= CONFIDENCE_STEP


@cache
def _share_table() -> NDArray[np.float64]:
    """Share of each of the 180 chords in each key, sums 1, shape ``(24, 180)``; all streams read the same."""
    shares = np.exp(_log_share_table())
    return np.asarray(shares / shares.sum(axis=1, keepdims=True))


@cache
def _log_share_table() -> NDArray[np.float64]:
    """Log share of each of the 180 chords in each of the 24 keys (12 major, 12 minor), shape ``(24, 180)``."""
    rows = []
    for mode in ("major", "minor"):
        share = np.log(np.asarray(_profiles()[mode]))
        rows += [np.roll(share, tonic, axis=0).reshape(-1) for tonic in range(12)]
    return np.stack(rows)


@cache
def _profiles() -> dict[str, Any]:
    return dict(json.loads(resources.files("chordwork.engine").joinpath(PROFILES_FILE).read_text()))
