"""What is counted of each client, behind two small interfaces: how often, and how much at once.

The gate asks no more than this, so that a server may count elsewhere than in its own memory. Both answer at once.
"""

from __future__ import annotations

from collections import Counter
from typing import Protocol, Self

import attrs

from chordwork.http.security.buckets import TokenBuckets
from chordwork.http.settings import Settings


class Rate(Protocol):
    """How often each client may do something; see :class:`~chordwork.http.security.buckets.TokenBuckets`."""

    def __len__(self) -> int:
        """Clients remembered."""
        ...

    def spend(self, client: str, now_s: float, cost: float = 1.0) -> float:
        """Take so much of a client's rate, or nothing: 0, or after how many seconds it will be there."""
        ...

    def fine(self, client: str, now_s: float, cost: float) -> None:
        """Take so much, or what there is: a fine."""
        ...


class Share(Protocol):
    """How much each client holds of what there is a bounded number of."""

    def held(self, client: str) -> int:
        """How much a client holds."""
        ...

    def acquire(self, client: str) -> None:
        """It holds one more."""
        ...

    def release(self, client: str) -> None:
        """It holds one less."""
        ...


class Shares:
    """A :class:`Share` in memory; who holds nothing takes no room."""

    def __init__(self) -> None:
        """Nobody holds anything."""
        self._held: Counter[str] = Counter()

    def __len__(self) -> int:
        """Clients that hold something."""
        return len(self._held)

    def held(self, client: str) -> int:
        """How much a client holds."""
        return self._held[client]

    def acquire(self, client: str) -> None:
        """It holds one more."""
        self._held[client] += 1

    def release(self, client: str) -> None:
        """It holds one less."""
        self._held[client] -= 1
        if self._held[client] <= 0:
            del self._held[client]

    @property
    def most(self) -> int:
        """How much the client holds that holds most."""
        return max(self._held.values(), default=0)

    @property
    def total(self) -> int:
        """How much all hold together."""
        return self._held.total()


@attrs.frozen
class Limits:
    """Everything that a gate counts.

    Attributes:
        addresses: requests of each address.
        keys: requests with each API key.
        sessions: sessions of each client, those that wait for it included.
    """

    addresses: Rate
    keys: Rate
    sessions: Share = attrs.field(factory=Shares)

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """In the memory of this process."""
        return cls(
            TokenBuckets(settings.address_rate_per_s, settings.address_burst),
            TokenBuckets(settings.key_rate_per_s, settings.key_burst),
        )
