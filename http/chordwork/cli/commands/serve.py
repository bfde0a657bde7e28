"""``chordwork serve``: the server, until Ctrl-C."""

from __future__ import annotations

import os
import re
import signal
import socket
import sys
import webbrowser
from contextlib import suppress
from functools import partial
from typing import Annotated, Literal

import attrs
from cyclopts import Parameter

from chordwork.cli.exits import INTERRUPTED, OK
from chordwork.http.settings import Settings

_PARAMETER = re.compile(r"^    (\w+)\n((?: {8}.+\n)+)", re.MULTILINE)


def serve(
    *,
    host: str | None = None,
    port: int | None = None,
    stream_port: int | None = None,
    max_sessions: int | None = None,
    max_connections: int | None = None,
    max_connections_per_address: int | None = None,
    max_load: float | None = None,
    workers: int | None = None,
    max_message_bytes: int | None = None,
    start_timeout_s: float | None = None,
    idle_timeout_s: float | None = None,
    heartbeat_s: float | None = None,
    max_session_s: float | None = None,
    write_timeout_s: float | None = None,
    close_timeout_s: float | None = None,
    drain_timeout_s: float | None = None,
    mailbox_s: float | None = None,
    max_lag_s: float | None = None,
    resume_grace_s: float | None = None,
    max_detached: int | None = None,
    lost_peer_timeout_s: float | None = None,
    seed_dialect: bool | None = None,
    max_body_bytes: int | None = None,
    max_upload_bytes: int | None = None,
    upload_timeout_s: float | None = None,
    max_audio_s: float | None = None,
    max_analyses: int | None = None,
    analysis_timeout_s: float | None = None,
    require_confinement: bool | None = None,
    max_computations: int | None = None,
    computation_timeout_s: float | None = None,
    cache_entries: int | None = None,
    cache_bytes: int | None = None,
    redis_url: str | None = None,
    redis_url_file: str | None = None,
    checkpoint_s: float | None = None,
    advertised_url: str | None = None,
    api_keys_file: str | None = None,
    allowed_hosts: str | None = None,
    allowed_origins: str | None = None,
    trusted_proxies: str | None = None,
    limit_local: bool | None = None,
    root_path: str | None = None,
    address_rate_per_s: float | None = None,
    address_burst: int | None = None,
    key_rate_per_s: float | None = None,
    key_burst: int | None = None,
    max_sessions_per_client: int | None = None,
    models: str | None = None,
    model: str | None = None,
    canary_model: str | None = None,
    canary_share: float | None = None,
    corrections_file: str | None = None,
    corrections_bytes: int | None = None,
    tracing: bool | None = None,
    log_level: Literal["debug", "info", "warning", "error"] | None = None,
    open: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """Serve chord recognition over WebSocket, until Ctrl-C or SIGTERM.

    Every flag can also be set in the environment: CHORDWORK_PORT for --port, and so on. Flags win.

    Parameters
    ----------
    host
        Address to listen on; 0.0.0.0 for every interface. Default: 127.0.0.1, this machine only.
    port
        TCP port; 0 takes a free one.
    stream_port
        A second port for audio only, at less CPU time for each message; 0 takes a free one. Default: none.
    max_sessions
        Streams at once; one more is told to try later (close code 1013).
    max_connections
        WebSocket connections at once, those without a stream included.
    max_connections_per_address
        Sockets of one address at each port; beyond that the one that has been idle longest goes; 0 for no limit.
    max_load
        Share of the time that the server may be busy before it takes no more streams (503, or 1013).
    workers
        Processes that share the ports, for as many cores; each has the limits for itself.
    max_message_bytes
        Largest WebSocket message; a larger one closes the connection (1009).
    start_timeout_s
        Seconds a client may take to say what it wants.
    idle_timeout_s
        Seconds without audio before a stream is closed.
    heartbeat_s
        Seconds between two pings.
    max_session_s
        Longest stream, in seconds.
    write_timeout_s
        Seconds that one write may take before the client counts as gone.
    close_timeout_s
        Seconds that a client may take to answer a close.
    drain_timeout_s
        Seconds to deliver the last chords when a stream or the server stops.
    mailbox_s
        Seconds of audio that may wait in a stream; beyond that the oldest is dropped.
    max_lag_s
        Live audio that is later than this is dropped, until the stream is live again.
    resume_grace_s
        Seconds for which a stream waits for a client that lost its connection; 0: not at all.
    max_detached
        Streams that wait so at once.
    lost_peer_timeout_s
        Seconds after which a peer counts as gone that acknowledges nothing, on the level of TCP.
    seed_dialect
        Also speak to clients that send {"data": ...} and no start.
    max_body_bytes
        Largest JSON request.
    max_upload_bytes
        Largest recording sent to /analyze.
    upload_timeout_s
        Seconds that a request body may take to arrive.
    max_audio_s
        Longest recording that /analyze hears, in seconds.
    max_analyses
        Recordings taken in and heard at once.
    analysis_timeout_s
        Seconds that hearing a recording may take.
    require_confinement
        Start, and decode recordings, only where the system can confine the decoder (Linux, seccomp, Landlock).
    max_computations
        Tabs, plans, suggestions, ... worked out at once, each in a process of its own.
    computation_timeout_s
        Seconds that one of them may take.
    cache_entries
        Results kept; 0 keeps none.
    cache_bytes
        Bytes of all results kept.
    redis_url
        Store shared with other servers, of results, limits and streams, such as redis://localhost:6379/0. Needs the
        extra 'redis'. One with a password belongs into CHORDWORK_REDIS_URL, or into a file.
    redis_url_file
        File that holds the URL of that store.
    checkpoint_s
        Seconds of audio after which a stream that may be come back to is put down in that store; 0: never.
    advertised_url
        Where clients reach this server of several, such as wss://a.example/ws; told by those that are full.
    api_keys_file
        File of API keys; 'chordwork api-key' makes one. Without it everybody may come in. SIGHUP reads it again.
    allowed_hosts
        Names of the server beside localhost, separated by commas, such as music.example.org; * for every name.
    allowed_origins
        Web pages of other origins that may use the server, separated by commas; * for all.
    trusted_proxies
        Addresses and networks of proxies in front of the server, separated by commas.
    limit_local
        Hold programs on this machine to the limits of everybody else, as where a proxy here does not say for whom it
        speaks.
    root_path
        Path under which a proxy in front shows the server, such as /music.
    address_rate_per_s
        Requests a second of one address; 0 for no limit.
    address_burst
        Requests of one address that may come at once.
    key_rate_per_s
        Requests a second with one API key; 0 for no limit.
    key_burst
        Requests with one API key that may come at once.
    max_sessions_per_client
        Streams at once of one API key, or of one address without a key; 0 for no limit.
    models
        Folder of further models, each with its card; 'chordwork models' shows and chooses them.
    model
        Model that hears new streams, such as chordwork-chord@0.3.0, unless 'chordwork models use' chose another.
    canary_model
        A second model, that hears a share of new streams to be compared.
    canary_share
        That share, from 0 to 1.
    corrections_file
        Keep here what players say that chords really were: no sound, no address. Default: nothing is kept.
    corrections_bytes
        Bytes of that file and the one before it.
    tracing
        Tell OpenTelemetry about requests. Needs the extra 'tracing'.
    log_level
        How much to log on standard error.
    open
        Show the page in your browser.
    """
    given = dict(locals())
    show = given.pop("open")
    if os.getpid() == 1:  # of a container: its default is to ignore what it does not handle, as it does not yet
        signal.signal(signal.SIGTERM, _leave)
    import trio

    from chordwork.http.confinement.privileges import keep_to_itself

    settings = Settings.from_environment(os.environ, **given)
    keep_to_itself()
    _allow_files(4 * settings.max_connections + 256)
    return trio.run(_serve, settings, show)


def _leave(number: int, _frame: object) -> None:
    raise SystemExit(128 + number)


def _with_defaults(text: str) -> str:
    """What is said of each parameter, and the default that its setting has."""
    defaults = {field.name: field.default for field in attrs.fields(Settings)}

    def told(match: re.Match[str]) -> str:
        default, said = defaults.get(match[1]), match[2].rstrip()
        if "Default:" in said or default in (None, ""):
            return match[0]
        shown = {True: "on", False: "off"}[default] if isinstance(default, bool) else f"{default}"
        return f"    {match[1]}\n{said} Default: {shown}.\n"

    return _PARAMETER.sub(told, text)


serve.__doc__ = _with_defaults(serve.__doc__ or "")


def _allow_files(count: int) -> None:
    """Raise the soft limit on open files to what the settings need, as far as the hard limit goes."""
    try:
        import resource
    except ModuleNotFoundError:
        return  # Windows, which has no such limit

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = count if hard == resource.RLIM_INFINITY else min(count, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _page(url: str) -> str:
    """For a browser on this machine: it may not go to 0.0.0.0, and gives its microphone only to localhost or TLS."""
    return re.sub(r"//(0\.0\.0\.0|\[::\])(?=:|/|$)", "//localhost", url) + "/"


def _names(settings: Settings, port: int) -> list[str]:
    """Under what the server can be asked for from other machines; nothing if it cannot."""
    from chordwork.http.addressing.hosts import HostPolicy, is_loopback_name

    policy = HostPolicy(settings.allowed_hosts, bound_to=settings.host)
    if is_loopback_name(settings.host) and not policy.names:
        return []
    lines = [f"answers to       its addresses, localhost, {', '.join(policy.names)}; more by --allowed-hosts"]
    if (own := _own_address(settings.host)) is not None:
        lines.append(f"from elsewhere   http://{own}:{port}/")
    return lines


def _own_address(host: str) -> str | None:
    """The address of this machine that others in its network see; nothing is sent to find it out."""
    if host not in ("0.0.0.0", "::", ""):
        return None
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.connect(("192.0.2.1", 9))  # of a network for documentation
        return str(sock.getsockname()[0])
    return None


def _has_terminal() -> bool:
    """Whether there is a terminal behind standard input, still."""
    try:
        return sys.stdin.isatty() and os.tcgetpgrp(sys.stdin.fileno()) >= 0
    except (OSError, ValueError, AttributeError):
        return False


async def _serve(settings: Settings, show: bool = False) -> int:
    import structlog
    import trio

    from chordwork.http.security.advice import advice_on
    from chordwork.http.serving.logs import configure_logging
    from chordwork.http.serving.server import settle_heap
    from chordwork.http.sockets.listeners import ServerAddress

    if settings.workers > 1:
        from chordwork.http.serving.supervisor import supervise as run_server
    else:
        from chordwork.http.serving.server import serve as run_server  # type: ignore[assignment]

    configure_logging(settings.log_level)
    for advice in advice_on(settings):
        structlog.get_logger("chordwork.http").warning(advice)
    shutdown = trio.Event()
    send_reread, rereads = trio.open_memory_channel[None](1)
    seen: set[int] = set()
    on_terminal = _has_terminal()

    async def watch(task_status: trio.TaskStatus[None]) -> None:
        with trio.open_signal_receiver(signal.SIGINT, signal.SIGTERM, signal.SIGHUP) as signals:
            task_status.started()
            async for number in signals:
                if number == signal.SIGHUP and _has_terminal() == on_terminal:  # else the terminal was closed
                    with suppress(trio.WouldBlock):  # one that waits will do
                        send_reread.send_nowait(None)
                    continue
                seen.add(number)
                if shutdown.is_set():
                    nursery.cancel_scope.cancel()
                shutdown.set()

    async with trio.open_nursery() as nursery:
        await nursery.start(watch)
        async with trio.open_nursery() as serving:
            address: ServerAddress = await serving.start(
                partial(run_server, settings, shutdown=shutdown, rereads=rereads)
            )
            settle_heap()
            print(f"Chordwork listens on {address.url}")
            print(f"  stream audio to  {address.ws_url}")
            if address.stream_url is not None:
                print(f"               or  {address.stream_url}")
            print("  stop with        Ctrl-C; again to leave at once, without the last chords")
            for line in _names(settings, address.port):
                print(f"  {line}")
            print(f"  play and see at  {_page(address.url)}", flush=True)
            if show and not await trio.to_thread.run_sync(webbrowser.open, _page(address.url)):
                print(f"  No browser was found here: open {_page(address.url)} in one.", flush=True)
        nursery.cancel_scope.cancel()
    return INTERRUPTED if signal.SIGINT in seen else OK
