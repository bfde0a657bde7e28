"""Who hears new sessions: one model, and perhaps a second one for a share of them."""

from __future__ import annotations

import hashlib

import attrs

from chordwork.actors._recognizer import EngineInfo, RecognizerFactory


@attrs.frozen(eq=False)
class DeployedModel:
    """A model that sessions can be heard by.

    Attributes:
        factory: makes the recogniser of each session.
        info: who recognises.
    """

    factory: RecognizerFactory
    info: EngineInfo


class ModelRollout:
    """Chooses the model of each new session. May be changed at any time: sessions under way keep their model.

    The choice follows from the session's id alone, so that it can be told and repeated: the first 64 bits of the
    SHA-256 of the id, as a share of 1, lie below ``share``, or not.
    """

    def __init__(self, main: DeployedModel, canary: DeployedModel | None = None, share: float = 0.0) -> None:
        """See :meth:`change`."""
        self._main = main
        self._canary: DeployedModel | None = None
        self._share = 0.0
        self.change(main, canary, share)

    @property
    def main(self) -> DeployedModel:
        """Whoever hears the most."""
        return self._main

    @property
    def canary(self) -> DeployedModel | None:
        """Whoever is on trial; None: nobody."""
        return self._canary

    @property
    def share(self) -> float:
        """Of new sessions that the canary hears, in [0, 1]."""
        return self._share

    def change(self, main: DeployedModel, canary: DeployedModel | None = None, share: float = 0.0) -> None:
        """From the next session on.

        Args:
            main: hears the most.
            canary: hears a share; None: nobody does.
            share: of new sessions, in [0, 1].

        Raises:
            ValueError: a share outside that range.
        """
        if not 0.0 <= share <= 1.0:
            raise ValueError(f"share must be from 0 to 1, not {share!r}")
        self._main = main
        self._canary = canary
        self._share = 0.0 if canary is None else share

    def model_of(self, session_id: str) -> DeployedModel:
        """Who hears a session that begins now."""
        if self._canary is not None and place_of(session_id) < self._share:
            return self._canary
        return self._main


def place_of(session_id: str) -> float:
    """Where a session lies between 0 and 1, as evenly as its id is random."""
    digest = hashlib.sha256(session_id.encode()).digest()
    return int.from_bytes(digest[:8], "big") / (1 << 64)
