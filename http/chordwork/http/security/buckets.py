"""Token buckets, one for each client, in bounded memory.

A bucket that has filled up again says the same as no bucket, so it is forgotten; past ``max_clients`` the one that was
used longest ago goes. Whoever commands more addresses than the table has rows could not be held by any table.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

import attrs

MAX_CLIENTS: Final = 65_536
_SWEEP: Final = 4
"""Old buckets looked at for each request, so that a table empties as fast as it was filled."""


@attrs.define
class _Bucket:
    tokens: float
    at: float


class TokenBuckets:
    """How often each of many clients may do something. Pure: the caller brings the time.

    Args:
        rate_per_s: tokens that come back each second; 0 sets no limit.
        burst: tokens of a full bucket, at least 1.
        max_clients: buckets kept at once.
    """

    def __init__(self, rate_per_s: float, burst: float, *, max_clients: int = MAX_CLIENTS) -> None:
        self._rate_per_s = rate_per_s
        self._burst = max(burst, 1.0)
        self._max_clients = max_clients
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def __len__(self) -> int:
        return len(self._buckets)

    def spend(self, client: str, now_s: float, cost: float = 1.0) -> float:
        """Take ``cost`` tokens, at most a full bucket, or none.

        Returns:
            0 if they were there; else after how many seconds they will be.
        """
        if self._rate_per_s <= 0:
            return 0.0
        cost = min(cost, self._burst)
        self._forget(now_s)
        bucket = self._buckets.get(client)
        if bucket is None:
            bucket = self._buckets[client] = _Bucket(self._burst, now_s)
        else:
            self._buckets.move_to_end(client)
            bucket.tokens = self._level(bucket, now_s)
            bucket.at = now_s
        if bucket.tokens < cost:
            return (cost - bucket.tokens) / self._rate_per_s
        bucket.tokens -= cost
        return 0.0

    def fine(self, client: str, now_s: float, cost: float) -> None:
        """Take ``cost`` tokens, or what there is: a fine."""
        if self._rate_per_s > 0:
            self.spend(client, now_s, 0.0)
            bucket = self._buckets[client]
            bucket.tokens = max(0.0, bucket.tokens - cost)

    def _level(self, bucket: _Bucket, now_s: float) -> float:
        return min(self._burst, bucket.tokens + max(0.0, now_s - bucket.at) * self._rate_per_s)

    def _forget(self, now_s: float) -> None:
        for _ in range(_SWEEP):
            if not self._buckets:
                return
            client, bucket = next(iter(self._buckets.items()))
            if self._level(bucket, now_s) < self._burst and len(self._buckets) < self._max_clients:
                return
            del self._buckets[client]
