"""Everything a server can be told, read once; nothing below this module reads the environment."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any, Final, Literal, cast
from urllib.parse import parse_qs, urlsplit

import attrs
import cattrs

from chordwork.harmony.errors import ChordworkError
from chordwork.http.addressing.addresses import ProxyTrust
from chordwork.http.addressing.hosts import HostPolicy
from chordwork.http.addressing.origins import OriginPolicy
from chordwork.http.addressing.path_prefix import read_prefix

PREFIX: Final = "CHORDWORK_"
"""``CHORDWORK_MAX_SESSIONS=8`` sets :attr:`Settings.max_sessions`."""
NO_SETTINGS: Final = frozenset({"CHORDWORK_API_KEY", "CHORDWORK_SOUNDFONT"})
"""Read by others: by clients, and by the band of ``chordwork.music``."""

MAX_URL_CHARACTERS: Final = 2048
_SHOWN_PASSWORD: Final = (
    "--redis-url holds a password, which everybody could read who lists the processes of this machine: put the URL "
    "into CHORDWORK_REDIS_URL, or into a file that --redis-url-file names"
)

_TRUE: Final = frozenset({"1", "true", "yes", "on"})
_FALSE: Final = frozenset({"0", "false", "no", "off"})


class SettingsError(ChordworkError, ValueError):
    """A setting that cannot be used.

    Attributes:
        problems: one sentence for each, naming the setting.
    """

    code = "settings"

    def __init__(self, problems: tuple[str, ...]) -> None:
        """See the attributes."""
        super().__init__("; ".join(problems))
        self.problems = problems


def _at_least(least: float) -> Any:
    def check(_instance: object, attribute: attrs.Attribute[Any], value: float) -> None:
        if not value >= least:
            raise SettingsError((f"{attribute.name} must be at least {least:g}, not {value!r}",))

    return check


def _at_most(most: float) -> Any:
    def check(_instance: object, attribute: attrs.Attribute[Any], value: float) -> None:
        if not value <= most:
            raise SettingsError((f"{attribute.name} must be at most {most:g}, not {value!r}",))

    return check


def _port(_instance: object, attribute: attrs.Attribute[Any], value: int | None) -> None:
    if value is not None and not 0 <= value <= 65535:
        raise SettingsError((f"{attribute.name} must be from 0 to 65535, not {value!r}",))


def _readable(reader: Callable[[str], object]) -> Any:
    def check(_instance: object, attribute: attrs.Attribute[Any], value: str) -> None:
        try:
            reader(value)
        except ValueError as error:
            raise SettingsError((f"{attribute.name}: {error}",)) from None

    return check


@attrs.frozen(kw_only=True)
class Settings:
    """How to serve. All durations are seconds.

    Attributes:
        host: address or name to listen on; ``0.0.0.0`` for every interface.
        port: TCP port; 0 takes a free one, see :class:`chordwork.http.serving.server.ServerAddress`.
        stream_port: TCP port of the second door, WebSocket only and at less CPU time for each message; None keeps it
            shut, 0 takes a free one.
        max_sessions: sessions at once; one more is closed with 1013.
        max_connections: WebSocket connections at once, those without a session included.
        max_connections_per_address: sockets of one address at each port, an IPv6 network counted as one, but never more
            than half of all; beyond that the one that has been idle longest goes. 0 for no limit.
        max_load: share of the time that the server may be busy before it takes no more sessions, so that it is never
            slow for all; files, which give way, do not count.
        workers: processes that share the ports; each has the limits for itself.
        max_message_bytes: largest WebSocket message; a larger one closes with 1009.
        start_timeout_s: from the connection to the first message.
        idle_timeout_s: without audio or a configuration.
        heartbeat_s: between two pings of ours.
        max_session_s: of a session.
        write_timeout_s: that one write may take; then the client is taken for gone.
        close_timeout_s: that a client may take to answer our close.
        drain_timeout_s: to deliver the last chords at ``stop`` and at shutdown.
        mailbox_s: audio that may wait in a session; beyond that the oldest is dropped.
        max_lag_s: live audio that is later than this, by its stamps or by its wait, is dropped.
        resume_grace_s: that a session waits for its client after the connection was lost; 0: not at all.
        max_detached: sessions that wait so at once; beyond that the one that has waited longest ends.
        lost_peer_timeout_s: after which a peer that acknowledges nothing, not even on the level of TCP, counts as gone.
        seed_dialect: also speak to clients that send ``{"data": ...}``.
        max_body_bytes: largest JSON request; a larger one gets 413.
        max_upload_bytes: largest recording sent to ``/analyze``.
        upload_timeout_s: that a request body may take to arrive.
        max_audio_s: longest recording that ``/analyze`` hears.
        max_analyses: recordings taken in and heard at once; one more gets 503.
        analysis_timeout_s: that hearing a recording may take.
        require_confinement: start, and decode recordings, only where the system can confine the decoder.
        max_computations: tabs, plans, suggestions, ... worked out at once, each in a process of its own; twice as many
            where some take long and others wait.
        computation_timeout_s: that one of them may take, and as long again it may wait for its turn.
        cache_entries: results kept; 0 keeps none.
        cache_bytes: of all results kept.
        redis_url: store shared with other servers, such as ``redis://localhost:6379/0``: of results, of limits, and of
            sessions that go on at another one; empty for none.
        redis_url_file: file that holds such a URL, in its place: a command line is for everybody to see.
        checkpoint_s: seconds of audio after which a session that may be come back to is put down there; 0: never.
        advertised_url: where clients reach this server of several, such as ``wss://a.example/ws``: told to those whom
            another one has to refuse; empty: not told.
        api_keys_file: file of API keys (``chordwork api-key`` makes one); empty lets everybody in.
        allowed_hosts: names of the server beside ``localhost``, separated by commas, such as ``music.example.org``;
            ``*`` for every name.
        allowed_origins: web pages of other origins that may use the server, separated by commas; ``*`` for all.
        trusted_proxies: addresses and networks of proxies in front, separated by commas: ``X-Forwarded-For``, ``-Host``
            and ``-Prefix`` are believed of them alone.
        limit_local: hold programs on this machine to the limits of everybody else, as where a proxy here does not say
            for whom it speaks.
        root_path: path under which a proxy in front shows the server, such as ``/music``; empty for the root.
        address_rate_per_s: requests a second of one address, those of this machine excepted; 0 for no limit.
        address_burst: of them that may come at once.
        key_rate_per_s: requests a second with one API key; 0 for no limit.
        key_burst: of them that may come at once.
        max_sessions_per_client: sessions that one key, or one address without a key, may hold; 0 for no limit.
        models: folder of further acoustic models, each with its card, and of what ``chordwork models use`` chose; empty
            for the bundled model alone.
        model: that hears new sessions, as ``NAME@VERSION`` or one of both, unless ``chordwork models use`` chose
            another; empty for the bundled one.
        canary_model: one that hears a share of new sessions, to be compared; empty for none.
        canary_share: of new sessions that it hears, from 0 to 1.
        corrections_file: takes what players say that chords really were; empty, and the server wants to know nothing.
        corrections_bytes: of that file and the one before it together.
        tracing: tell OpenTelemetry about requests; needs the extra ``tracing``.
        log_level: of the log on standard error.

    Raises:
        SettingsError: a value out of range.
    """

    host: str = "127.0.0.1"
    port: int = attrs.field(default=8765, validator=_port)
    stream_port: int | None = attrs.field(default=None, validator=_port)
    max_sessions: int = attrs.field(default=64, validator=_at_least(1))
    max_connections: int = attrs.field(default=256, validator=_at_least(1))
    max_connections_per_address: int = attrs.field(default=64, validator=_at_least(0))
    max_load: float = attrs.field(default=0.85, validator=_at_least(0.05))
    workers: int = attrs.field(default=1, validator=_at_least(1))
    max_message_bytes: int = attrs.field(default=1 << 20, validator=_at_least(1024))
    start_timeout_s: float = attrs.field(default=10.0, validator=_at_least(0.01))
    idle_timeout_s: float = attrs.field(default=60.0, validator=_at_least(0.01))
    heartbeat_s: float = attrs.field(default=15.0, validator=_at_least(0.01))
    max_session_s: float = attrs.field(default=4 * 3600.0, validator=_at_least(0.01))
    write_timeout_s: float = attrs.field(default=10.0, validator=_at_least(0.01))
    close_timeout_s: float = attrs.field(default=2.0, validator=_at_least(0.01))
    drain_timeout_s: float = attrs.field(default=10.0, validator=_at_least(0.01))
    mailbox_s: float = attrs.field(default=10.0, validator=_at_least(0.1))
    max_lag_s: float = attrs.field(default=2.0, validator=_at_least(0.1))
    resume_grace_s: float = attrs.field(default=30.0, validator=_at_least(0.0))
    max_detached: int = attrs.field(default=32, validator=_at_least(0))
    lost_peer_timeout_s: float = attrs.field(default=20.0, validator=_at_least(1.0))
    seed_dialect: bool = True
    max_body_bytes: int = attrs.field(default=256 << 10, validator=_at_least(1024))
    max_upload_bytes: int = attrs.field(default=128 << 20, validator=_at_least(1024))
    upload_timeout_s: float = attrs.field(default=120.0, validator=_at_least(0.01))
    max_audio_s: float = attrs.field(default=3600.0, validator=_at_least(1))
    max_analyses: int = attrs.field(default=4, validator=_at_least(1))
    analysis_timeout_s: float = attrs.field(default=900.0, validator=_at_least(0.01))
    require_confinement: bool = False
    max_computations: int = attrs.field(default=2, validator=_at_least(1))
    computation_timeout_s: float = attrs.field(default=20.0, validator=_at_least(0.01))
    cache_entries: int = attrs.field(default=512, validator=_at_least(0))
    cache_bytes: int = attrs.field(default=32 << 20, validator=_at_least(0))
    redis_url: str = attrs.field(default="", repr=False)
    redis_url_file: str = ""
    checkpoint_s: float = attrs.field(default=2.0, validator=_at_least(0.0))
    advertised_url: str = ""
    api_keys_file: str = ""
    allowed_hosts: str = attrs.field(default="", validator=_readable(HostPolicy))
    allowed_origins: str = attrs.field(default="", validator=_readable(OriginPolicy))
    trusted_proxies: str = attrs.field(default="", validator=_readable(ProxyTrust))
    limit_local: bool = False
    root_path: str = attrs.field(default="", validator=_readable(read_prefix))
    address_rate_per_s: float = attrs.field(default=10.0, validator=_at_least(0))
    address_burst: int = attrs.field(default=60, validator=_at_least(1))
    key_rate_per_s: float = attrs.field(default=50.0, validator=_at_least(0))
    key_burst: int = attrs.field(default=200, validator=_at_least(1))
    max_sessions_per_client: int = attrs.field(default=16, validator=_at_least(0))
    models: str = ""
    model: str = ""
    canary_model: str = ""
    canary_share: float = attrs.field(default=0.0, validator=[_at_least(0.0), _at_most(1.0)])
    corrections_file: str = ""
    corrections_bytes: int = attrs.field(default=16 << 20, validator=_at_least(4096))
    tracing: bool = False
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    def with_full_paths(self) -> Settings:
        """The same for a process that works in another folder."""
        return attrs.evolve(self, api_keys_file=self.api_keys_file and os.path.abspath(self.api_keys_file))

    @classmethod
    def from_environment(cls, environment: Mapping[str, str], **overrides: Any) -> Settings:
        """Settings from variables such as ``CHORDWORK_PORT``; the others keep their defaults.

        Args:
            environment: usually ``os.environ``.
            overrides: win over the environment; None stands for "not given".

        Raises:
            SettingsError: values of the wrong type or out of range, or unknown ``CHORDWORK_`` names; all in one.
        """
        known = {field.name for field in attrs.fields(cls)}
        given: dict[str, Any] = {
            name.removeprefix(PREFIX).lower(): value
            for name, value in environment.items()
            if name.startswith(PREFIX) and name not in NO_SETTINGS
        }
        unknown = tuple(_no_setting(name, known) for name in sorted(given.keys() - known))
        if unknown:
            raise SettingsError(unknown)
        chosen = {name: value for name, value in overrides.items() if value is not None}
        if has_password(str(chosen.get("redis_url", ""))):
            raise SettingsError((_SHOWN_PASSWORD,))
        given.update(chosen)
        try:
            return _with_redis_url(cls.from_mapping(given))
        except SettingsError as error:
            shown = (_from(problem, chosen, given) for problem in error.problems)
            raise SettingsError(tuple(shown)) from None

    @classmethod
    def from_mapping(cls, given: Mapping[str, Any]) -> Settings:
        """Settings from values or their texts, by name; the others keep their defaults.

        Raises:
            SettingsError: values of the wrong type or out of range, or names that are none; all in one.
        """
        try:
            return _converter.structure(given, cls)
        except cattrs.ClassValidationError as error:
            raise SettingsError(_problems(error, given)) from None


def has_password(url: str) -> bool:
    """Whether a URL of a store holds a password; one that cannot be read may."""
    try:
        parts = urlsplit(url)
        return parts.password is not None or "password" in parse_qs(parts.query)
    except ValueError:
        return True


def _with_redis_url(settings: Settings) -> Settings:
    """With the URL that a file holds."""
    if not settings.redis_url_file:
        return settings
    if settings.redis_url:
        raise SettingsError(("redis_url_file: give it, or redis_url, not both",))
    try:
        with open(settings.redis_url_file, encoding="utf-8") as file:
            url = file.read(MAX_URL_CHARACTERS + 1).strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text"
        raise SettingsError((f"redis_url_file: {settings.redis_url_file} cannot be read: {reason}",)) from None
    if not url or len(url) > MAX_URL_CHARACTERS or len(url.split()) != 1:
        raise SettingsError((f"redis_url_file: {settings.redis_url_file} must hold one URL and nothing else",))
    return attrs.evolve(settings, redis_url=url)


def _structure_bool(value: Any, _type: object) -> bool:
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word not in _TRUE | _FALSE:
        raise ValueError("on or off")
    return word in _TRUE


def _from(problem: str, chosen: Mapping[str, Any], given: Mapping[str, Any]) -> str:
    """A problem, with its setting called as the user called it: an option, or a variable."""
    name = next((name for name in given if problem.startswith((f"{name} ", f"{name}: "))), None)
    if name is None:
        return problem
    called = f"--{name.replace('_', '-')}" if name in chosen else f"{PREFIX}{name.upper()}"
    return called + problem.removeprefix(name)


def _no_setting(name: str, known: set[str]) -> str:
    near = get_close_matches(name, sorted(known), n=1)
    hint = f": did you mean {PREFIX}{near[0].upper()}?" if near else " (see: chordwork serve --help)"
    return f"{PREFIX}{name.upper()} is no setting{hint}"


def _problems(group: cattrs.BaseValidationError, given: Mapping[str, Any]) -> tuple[str, ...]:
    problems: list[str] = []
    for error in group.exceptions:
        if isinstance(error, SettingsError):
            problems += error.problems
            continue
        notes = [note for note in getattr(error, "__notes__", ()) if isinstance(note, cattrs.AttributeValidationNote)]
        if not notes:
            problems.append(str(error))
            continue
        wanted = _WANTED.get(cast(Any, notes[0].type), "one of debug, info, warning, error")
        value = given.get(notes[0].name)
        problems.append(f"{notes[0].name} must be {wanted}, not {str(value)[:40]!r}")
    return tuple(problems)


_WANTED: Final[dict[Any, str]] = {
    int: "a whole number",
    int | None: "a whole number",
    float: "a number of seconds",
    bool: "on or off",
    str: "a text",
}
_converter: Final = cattrs.Converter(forbid_extra_keys=True)
_converter.register_structure_hook(bool, _structure_bool)
