"""Everything a server can be told, read once; nothing below this module reads the environment."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Annotated, Any, Final, Literal
from urllib.parse import parse_qs, urlsplit

import attrs
import cattrs
from msgspec import Meta

from chordwork.harmony.errors import ChordworkError
from chordwork.harmony.options import options_of, said, written
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


class SettingsError(ChordworkError, ValueError, code="settings"):
    """A setting that cannot be used.

    Attributes:
        problems: one sentence for each, naming the setting.
    """

    def __init__(self, problems: tuple[str, ...]) -> None:
        """See the attributes."""
        super().__init__("; ".join(problems))
        self.problems = problems


def _readable(reader: Callable[[str], object]) -> Any:
    def check(_instance: object, attribute: attrs.Attribute[Any], value: str) -> None:
        try:
            reader(value)
        except ValueError as error:
            raise SettingsError((f"{attribute.name}: {error}",)) from None

    return check


@attrs.frozen(kw_only=True)
@written
class Settings:
    """How to serve. All durations are seconds.

    Raises:
        SettingsError: a value out of range.
    """

    host: Annotated[str, said("Address or name to listen on; 0.0.0.0 for every interface.")] = "127.0.0.1"
    port: Annotated[int, said("TCP port; 0 takes a free one.", ge=0, le=65535)] = 8765
    stream_port: Annotated[
        Annotated[int, Meta(ge=0, le=65535)] | None,
        said(
            "TCP port of the second door, WebSocket only and at less CPU time for each message; 0 takes a free "
            "one. Default: none."
        ),
    ] = None
    max_sessions: Annotated[int, said("Sessions at once; one more is told to try later (close code 1013).", ge=1)] = 64
    max_connections: Annotated[int, said("WebSocket connections at once, those without a session included.", ge=1)] = (
        256
    )
    max_connections_per_address: Annotated[
        int,
        said(
            "Sockets of one address at each port, an IPv6 network counted as one, but never more than half of "
            "all; beyond that the one that has been idle longest goes. 0 for no limit.",
            ge=0,
        ),
    ] = 64
    max_load: Annotated[
        float,
        said(
            "Share of the time that the server may be busy before it takes no more sessions, so that it is never "
            "slow for all; files, which give way, do not count.",
            ge=0.05,
        ),
    ] = 0.85
    workers: Annotated[int, said("Processes that share the ports; each has the limits for itself.", ge=1)] = 1
    max_message_bytes: Annotated[int, said("Largest WebSocket message; a larger one closes with 1009.", ge=1024)] = (
        1 << 20
    )
    start_timeout_s: Annotated[float, said("Seconds from the connection to the first message.", ge=0.01)] = 10.0
    idle_timeout_s: Annotated[
        float, said("Seconds without audio or a configuration before a session is closed.", ge=0.01)
    ] = 60.0
    heartbeat_s: Annotated[float, said("Seconds between two pings.", ge=0.01)] = 15.0
    max_session_s: Annotated[float, said("Longest session, in seconds.", ge=0.01)] = 4 * 3600.0
    write_timeout_s: Annotated[
        float, said("Seconds that one write may take; then the client is taken for gone.", ge=0.01)
    ] = 10.0
    close_timeout_s: Annotated[float, said("Seconds that a client may take to answer a close.", ge=0.01)] = 2.0
    drain_timeout_s: Annotated[
        float, said("Seconds to deliver the last chords when a session or the server stops.", ge=0.01)
    ] = 10.0
    mailbox_s: Annotated[
        float, said("Seconds of audio that may wait in a session; beyond that the oldest is dropped.", ge=0.1)
    ] = 10.0
    max_lag_s: Annotated[
        float, said("Live audio that is later than this, by its stamps or by its wait, is dropped.", ge=0.1)
    ] = 2.0
    resume_grace_s: Annotated[
        float, said("Seconds that a session waits for its client after the connection was lost; 0: not at all.", ge=0)
    ] = 30.0
    max_detached: Annotated[
        int, said("Sessions that wait so at once; beyond that the one that has waited longest ends.", ge=0)
    ] = 32
    lost_peer_timeout_s: Annotated[
        float,
        said(
            "Seconds after which a peer that acknowledges nothing, not even on the level of TCP, counts as gone.",
            ge=1,
        ),
    ] = 20.0
    seed_dialect: Annotated[bool, said('Also speak to clients that send {"data": ...} and no start.')] = True
    max_body_bytes: Annotated[int, said("Largest JSON request; a larger one gets 413.", ge=1024)] = 256 << 10
    max_upload_bytes: Annotated[int, said("Largest recording sent to /analyze.", ge=1024)] = 128 << 20
    upload_timeout_s: Annotated[float, said("Seconds that a request body may take to arrive.", ge=0.01)] = 120.0
    max_audio_s: Annotated[float, said("Longest recording that /analyze hears, in seconds.", ge=1)] = 3600.0
    max_analyses: Annotated[int, said("Recordings taken in and heard at once; one more gets 503.", ge=1)] = 4
    analysis_timeout_s: Annotated[float, said("Seconds that hearing a recording may take.", ge=0.01)] = 900.0
    require_confinement: Annotated[
        bool,
        said("Start, and decode recordings, only where the system can confine the decoder (Linux, seccomp, Landlock)."),
    ] = False
    max_computations: Annotated[
        int,
        said(
            "Tabs, plans, suggestions, ... worked out at once, each in a process of its own; twice as many where "
            "some take long and others wait.",
            ge=1,
        ),
    ] = 2
    computation_timeout_s: Annotated[
        float, said("Seconds that one of them may take, and as long again it may wait for its turn.", ge=0.01)
    ] = 20.0
    cache_entries: Annotated[int, said("Results kept; 0 keeps none.", ge=0)] = 512
    cache_bytes: Annotated[int, said("Bytes of all results kept.", ge=0)] = 32 << 20
    redis_url: Annotated[
        str,
        said(
            "Store shared with other servers, such as redis://localhost:6379/0: of results, of limits, and of "
            "sessions that go on at another one. Needs the extra redis. One with a password belongs into "
            "CHORDWORK_REDIS_URL, or into a file."
        ),
    ] = attrs.field(default="", repr=False)
    redis_url_file: Annotated[
        str, said("File that holds such a URL, in its place: a command line is for everybody to see.")
    ] = ""
    checkpoint_s: Annotated[
        float,
        said(
            "Seconds of audio after which a session that may be come back to is put down there; 0: never.",
            ge=0,
        ),
    ] = 2.0
    advertised_url: Annotated[
        str,
        said(
            "Where clients reach this server of several, such as wss://a.example/ws: told to those whom another "
            "one has to refuse."
        ),
    ] = ""
    api_keys_file: Annotated[
        str,
        said("File of API keys; chordwork api-key makes one. Without it everybody may come in. SIGHUP reads it again."),
    ] = ""
    allowed_hosts: Annotated[
        str,
        said("Names of the server beside localhost, separated by commas, such as music.example.org; * for every name."),
    ] = attrs.field(default="", validator=_readable(HostPolicy))
    allowed_origins: Annotated[
        str, said("Web pages of other origins that may use the server, separated by commas; * for all.")
    ] = attrs.field(default="", validator=_readable(OriginPolicy))
    trusted_proxies: Annotated[
        str,
        said(
            "Addresses and networks of proxies in front, separated by commas: X-Forwarded-For, -Host and -Prefix "
            "are believed of them alone."
        ),
    ] = attrs.field(default="", validator=_readable(ProxyTrust))
    limit_local: Annotated[
        bool,
        said(
            "Hold programs on this machine to the limits of everybody else, as where a proxy here does not say "
            "for whom it speaks."
        ),
    ] = False
    root_path: Annotated[str, said("Path under which a proxy in front shows the server, such as /music.")] = (
        attrs.field(default="", validator=_readable(read_prefix))
    )
    address_rate_per_s: Annotated[
        float, said("Requests a second of one address, those of this machine excepted; 0 for no limit.", ge=0)
    ] = 10.0
    address_burst: Annotated[int, said("Of them that may come at once.", ge=1)] = 60
    key_rate_per_s: Annotated[float, said("Requests a second with one API key; 0 for no limit.", ge=0)] = 50.0
    key_burst: Annotated[int, said("Of them that may come at once.", ge=1)] = 200
    max_sessions_per_client: Annotated[
        int, said("Sessions that one key, or one address without a key, may hold; 0 for no limit.", ge=0)
    ] = 16
    models: Annotated[
        str,
        said(
            "Folder of further acoustic models, each with its card, and of what chordwork models use chose; "
            "without it the bundled model alone."
        ),
    ] = ""
    model: Annotated[
        str,
        said(
            "Model that hears new sessions, as NAME@VERSION or one of both, unless chordwork models use chose "
            "another; without it the bundled one."
        ),
    ] = ""
    canary_model: Annotated[str, said("One that hears a share of new sessions, to be compared.")] = ""
    canary_share: Annotated[float, said("Share of new sessions that it hears.", ge=0, le=1)] = 0.0
    corrections_file: Annotated[
        str,
        said(
            "Takes what players say that chords really were: no sound, no address. Without it the server wants to"
            " know nothing."
        ),
    ] = ""
    corrections_bytes: Annotated[int, said("Bytes of that file and the one before it.", ge=4096)] = 16 << 20
    tracing: Annotated[bool, said("Tell OpenTelemetry about requests. Needs the extra tracing.")] = False
    log_level: Annotated[Literal["debug", "info", "warning", "error"], said("How much to log on standard error.")] = (
        "info"
    )

    def __attrs_post_init__(self) -> None:
        troubles = (option.trouble(getattr(self, option.name)) for option in options_of(Settings))
        if found := tuple(trouble for trouble in troubles if trouble is not None):
            raise SettingsError(found)

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
    kinds = {option.name: option.bare for option in options_of(Settings)}
    for error in group.exceptions:
        if isinstance(error, SettingsError):
            problems += error.problems
            continue
        notes = [note for note in getattr(error, "__notes__", ()) if isinstance(note, cattrs.AttributeValidationNote)]
        if not notes:
            problems.append(str(error))
            continue
        wanted = _WANTED.get(kinds[notes[0].name], "one of debug, info, warning, error")
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
