"""The one decision at both doors: who comes in.

A WebSocket is decided upon at its HTTP upgrade, by :meth:`Gate.open_socket`, whichever door it knocks at; a request by
:meth:`Gate.admit`. In this order: the name it asks for, the page it comes from, the rate of its address, its key, the
rate of its key, and how many sessions it holds.
"""

from __future__ import annotations

import base64
import binascii
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import attrs
import structlog

from chordwork.http.addressing.addresses import Approach, Client, ProxyTrust, forwards, is_loopback
from chordwork.http.addressing.hosts import HostPolicy, is_loopback_name, name_of, strange_name
from chordwork.http.addressing.origins import FOREIGN_EMBEDDING, OriginPolicy, foreign_page
from chordwork.http.addressing.path_prefix import read_prefix
from chordwork.http.security.keys import KeyFileError, KeyRing
from chordwork.http.security.limits import Limits, Shares
from chordwork.http.settings import Settings

SUBPROTOCOL: Final = "chordwork.v1"
"""What a browser has to offer beside its key, so that there is something to answer."""
KEY_SUBPROTOCOL: Final = "chordwork.key."
"""Before a key in base64url, offered as a subprotocol: the one header that a page can set on a WebSocket."""
SUBPROTOCOL_HEADER: Final = "Sec-WebSocket-Protocol"
WRONG_KEY_COST: Final = 10.0
"""Requests that a wrong key costs its address."""
SESSION_COST: Final = 3.0
"""Requests that opening a session counts for: it costs about as much."""
SESSION_RETRY_S: Final = 5.0

_log: structlog.stdlib.BoundLogger = structlog.get_logger("chordwork.http")


class Refusal(Exception):
    """Somebody does not come in.

    Attributes:
        status: of HTTP: 401, 403, 421 or 429.
        code: for machines.
        message: for people; says nothing that was not known outside.
        retry_after_s: when it is worth another try; None for never.
    """

    def __init__(self, status: int, code: str, message: str, retry_after_s: float | None = None) -> None:
        """See the attributes."""
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.retry_after_s = retry_after_s


@attrs.frozen
class Admission:
    """Somebody who came in.

    Attributes:
        client: who it is.
        subprotocol: to be named in the answer to a WebSocket upgrade; None for none.
    """

    client: Client
    subprotocol: str | None = None


class Waiting:
    """A session that counts for its client although nobody is connected to it; made by :meth:`Gate.keep_session`."""

    def __init__(self, client: Client, give_back: Callable[[], None]) -> None:
        self.client: Final = client
        self._give_back: Callable[[], None] | None = give_back

    def over(self) -> None:
        """It has ended, or is connected again and counted as such. Harmless when repeated."""
        if self._give_back is not None:
            self._give_back()
            self._give_back = None


class Gate:
    """The keeper of both doors; one for each server process.

    Args:
        settings: keys, names, origins, proxies and limits.
        clock: seconds, for the rates.
        limits: what is counted of each client; in the memory of this process by default.

    Raises:
        KeyFileError: the file of keys cannot be used.
    """

    def __init__(
        self, settings: Settings, *, clock: Callable[[], float] = time.monotonic, limits: Limits | None = None
    ) -> None:
        self._clock = clock
        self._keys_file = settings.api_keys_file
        self._keys = KeyRing.read(settings.api_keys_file)
        self._hosts = HostPolicy(settings.allowed_hosts, bound_to=settings.host)
        self._origins = OriginPolicy(settings.allowed_origins)
        self._proxies = ProxyTrust(settings.trusted_proxies)
        self._limits_local = settings.limit_local
        self._root_path = read_prefix(settings.root_path)
        self._limits = Limits.of(settings) if limits is None else limits
        self._max_sessions = settings.max_sessions_per_client
        self._waiting = Shares()
        self._refused: Counter[str] = Counter()
        self._warned_of_proxy = False

    @property
    def wants_keys(self) -> bool:
        """Whether only those with a key come in."""
        return len(self._keys) > 0

    @property
    def refused(self) -> Counter[str]:
        """How many were refused, by code."""
        return self._refused

    @property
    def tracked_addresses(self) -> int:
        """Addresses remembered for their rates."""
        return len(self._limits.addresses)

    def read_keys_again(self) -> None:
        """Take the keys of the file as it is now. A file that cannot be used is logged, and changes nothing.

        Who came in with a key that is gone stays until the connection ends.
        """
        try:
            self._keys = KeyRing.read(self._keys_file)
        except KeyFileError as error:
            _log.error("the file of API keys cannot be used: those of before still hold", reason=str(error))
        else:
            _log.info("API keys were read", keys=len(self._keys))

    def lists_origin(self, origin: str) -> bool:
        """Whether a page of another origin may read our answers."""
        return self._origins.lists(origin)

    def counts_sockets_of(self, peer: str | None) -> bool:
        """Whether a peer may have so many sockets and no more: not a proxy that is trusted to speak for many, nor a
        program on this machine, for whom that is decided when it has asked for something."""
        return not self._proxies.trusts(peer) and (self._limits_local or not is_loopback(peer))

    def client(self, approach: Approach) -> Client:
        """Who somebody is, without deciding anything."""
        for_itself = (
            not self._limits_local
            and forwards(name for name, _ in approach.headers) is None
            and _asks_this_machine(approach.header("host"))
        )
        return self._proxies.client(approach.peer, approach.all("x-forwarded-for"), for_itself=for_itself)

    def prefix(self, approach: Approach) -> str:
        """The path under which somebody sees this server: as a trusted proxy says, else as the settings do."""
        said = approach.header("x-forwarded-prefix") if self._proxies.trusts(approach.peer) else None
        try:
            return self._root_path if said is None else read_prefix(said.split(",")[-1])
        except ValueError:
            return self._root_path

    def admit(self, approach: Approach, *, cost: float = 1.0, needs_key: bool = True) -> Admission:
        """Decide about one request.

        Args:
            approach: who asks.
            cost: how much of its rate the request is worth.
            needs_key: False for what everybody may see.

        Raises:
            Refusal: it does not come in.
        """
        try:
            return self._decide(approach, cost, needs_key)
        except Refusal as refusal:
            self._refused[refusal.code] += 1
            _log.info("refused", code=refusal.code, client=self.client(approach).address)
            raise

    @contextmanager
    def open_socket(self, approach: Approach) -> Iterator[Admission]:
        """Decide about a WebSocket at its upgrade, and count its session until the block ends.

        Sessions that wait for the client keep nobody out: it may come to go on with one of them. If it opens another,
        :meth:`holds_too_many` says so.

        Raises:
            Refusal: it does not come in.
        """
        admission = self.admit(approach, cost=SESSION_COST)
        name = admission.client.limited_as
        connected = self._limits.sessions.held(name) - self._waiting.held(name)
        offered = [part.strip() for value in approach.all("sec-websocket-protocol") for part in value.split(",")]
        with self._counted(admission.client, connected):
            yield attrs.evolve(admission, subprotocol=SUBPROTOCOL if SUBPROTOCOL in offered else None)

    @contextmanager
    def hold_session(self, client: Client) -> Iterator[None]:
        """Count one session of a client until the block ends.

        Raises:
            Refusal: it holds as many as it may; those that wait for it count where they cannot make room.
        """
        with self._counted(client, self._limits.sessions.held(client.limited_as)):
            yield

    def keep_session(self, client: Client) -> Waiting:
        """Go on counting a session whose connection was lost."""
        name = client.limited_as
        self._limits.sessions.acquire(name)
        self._waiting.acquire(name)

        def give_back() -> None:
            self._waiting.release(name)
            self._limits.sessions.release(name)

        return Waiting(client, give_back)

    def holds_too_many(self, client: Client) -> bool:
        """Whether sessions that wait for a client have to make room for the one that it opens."""
        limited = self._max_sessions > 0 and not client.is_local
        return limited and self._limits.sessions.held(client.limited_as) > self._max_sessions

    @contextmanager
    def _counted(self, client: Client, held: int) -> Iterator[None]:
        name = client.limited_as
        if self._max_sessions and not client.is_local and held >= self._max_sessions:
            self._refused["too_many_sessions"] += 1
            _log.info("refused", code="too_many_sessions", client=client.address)
            message = f"{self._max_sessions} sessions at once are the most for one client: end one first"
            raise Refusal(429, "too_many_sessions", message, SESSION_RETRY_S)
        self._limits.sessions.acquire(name)
        try:
            yield
        finally:
            self._limits.sessions.release(name)

    def _decide(self, approach: Approach, cost: float, needs_key: bool) -> Admission:
        client = self.client(approach)
        self._check_page(approach)
        if not self._warned_of_proxy and is_loopback(approach.peer):
            self._warn_of_proxy(approach)
        now_s = self._clock()
        limited = not client.is_local
        if limited:
            _check_rate(self._limits.addresses.spend(client.limited_as, now_s, cost))
        if not self.wants_keys:
            return Admission(client)
        presented = presented_key(approach)
        if presented is None:
            if needs_key:
                raise Refusal(401, "key_missing", "send your API key, as 'Authorization: Bearer KEY'")
            return Admission(client)
        owner = self._keys.owner(presented)
        if owner is None:
            if limited:
                self._limits.addresses.fine(client.limited_as, now_s, WRONG_KEY_COST)
            raise Refusal(401, "key_unknown", "this API key is not known here: check it, or ask for another")
        client = attrs.evolve(client, key=owner, limited_as=f"key {owner}", is_local=False)
        _check_rate(self._limits.keys.spend(client.limited_as, now_s, cost))
        return Admission(client)

    def _check_page(self, approach: Approach) -> None:
        """That it asks for a name of ours, and that no page of a stranger asks."""
        host, origin = self._host(approach), approach.header("origin")
        if not self._hosts.allows(host):
            raise Refusal(421, "host", strange_name(host or ""))
        if origin is not None:
            if not self._origins.allows(origin, host):
                raise Refusal(403, "origin", foreign_page(origin, host))
        elif not self._origins.allows_unnamed(
            approach.header("sec-fetch-site"), approach.header("sec-fetch-mode"), approach.header("sec-fetch-dest")
        ):
            raise Refusal(403, "origin", FOREIGN_EMBEDDING)

    def _warn_of_proxy(self, approach: Approach) -> None:
        header = forwards(name for name, _ in approach.headers)
        if header is not None and not self._proxies.trusts(approach.peer):
            self._warned_of_proxy = True
            _log.warning(
                "a proxy on this machine is not trusted: all who come through it share the limits of one client",
                header=header,
                remedy=f"CHORDWORK_TRUSTED_PROXIES={approach.peer}, if it writes X-Forwarded-For",
            )

    def _host(self, approach: Approach) -> str | None:
        if self._proxies.trusts(approach.peer):
            forwarded = approach.header("x-forwarded-host")
            if forwarded:
                return forwarded.split(",")[-1].strip()
        return approach.header("host")


def presented_key(approach: Approach) -> str | None:
    """The key that somebody shows: ``Authorization: Bearer``, ``X-API-Key``, or a WebSocket subprotocol."""
    scheme, _, value = (approach.header("authorization") or "").strip().partition(" ")
    if scheme.lower() == "bearer" and value.strip():
        return value.strip()
    if (header := approach.header("x-api-key")) is not None:
        return header.strip()
    for offered in approach.all("sec-websocket-protocol"):
        for part in (part.strip() for part in offered.split(",")):
            if part.startswith(KEY_SUBPROTOCOL):
                return _decoded(part.removeprefix(KEY_SUBPROTOCOL))
    return None


def key_subprotocol(key: str) -> str:
    """The subprotocol that carries a key, to be offered beside :data:`SUBPROTOCOL`."""
    return KEY_SUBPROTOCOL + base64.urlsafe_b64encode(key.encode()).rstrip(b"=").decode()


def _decoded(text: str) -> str:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return ""  # a key that nobody has


def _asks_this_machine(host: str | None) -> bool:
    """Whether a header ``Host`` is what a program on this machine would write; another name was written elsewhere."""
    name = None if host is None else name_of(host)
    return host is None or (name is not None and is_loopback_name(name))


def _check_rate(retry_after_s: float) -> None:
    if retry_after_s > 0:
        raise Refusal(429, "rate", f"too many requests: try again in {retry_after_s:.1f} s", retry_after_s)
