"""``chordwork serve``: the server, until Ctrl-C."""

from __future__ import annotations

import os
import re
import signal
import webbrowser
from functools import partial
from typing import Annotated, Literal

import attrs
from cyclopts import Parameter

from chordwork.http.cli._main import INTERRUPTED, OK
from chordwork.http.settings import Settings

_PARAMETER = re.compile(r"^    (\w+)\n((?: {8}.+\n)+)", re.MULTILINE)


def serve(
    *,
    host: str | None = None,
    port: int | None = None,
    stream_port: int | None = None,
    max_sessions: int | None = None,
    max_connections: int | None = None,
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
    api_keys_file: str | None = None,
    allowed_origins: str | None = None,
    trusted_proxies: str | None = None,
    root_path: str | None = None,
    address_rate_per_s: float | None = None,
    address_burst: int | None = None,
    key_rate_per_s: float | None = None,
    key_burst: int | None = None,
    max_sessions_per_client: int | None = None,
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
        Store of results shared with other servers, such as redis://localhost:6379/0. Needs the extra 'redis'.
    api_keys_file
        File of API keys; 'chordwork api-key' makes one. Without it everybody may come in.
    allowed_origins
        Web pages of other origins that may use the server, separated by commas; * for all.
    trusted_proxies
        Addresses and networks of proxies in front of the server, separated by commas.
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
    tracing
        Tell OpenTelemetry about requests. Needs the extra 'tracing'.
    log_level
        How much to log on standard error.
    open
        Show the page in your browser.
    """
    given = dict(locals())
    show = given.pop("open")
    import trio

    from chordwork.http.confinement.privileges import keep_to_itself

    settings = Settings.from_environment(os.environ, **given)
    keep_to_itself()
    _allow_files(4 * settings.max_connections + 256)
    return trio.run(_serve, settings, show)


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
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = count if hard == resource.RLIM_INFINITY else min(count, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _page(url: str) -> str:
    """For a browser on this machine: it may not go to 0.0.0.0, and gives its microphone only to localhost or TLS."""
    return re.sub(r"//(0\.0\.0\.0|\[::\])(?=:|/|$)", "//localhost", url) + "/"


async def _serve(settings: Settings, show: bool = False) -> int:
    import trio

    from chordwork.http.doors import ServerAddress
    from chordwork.http.heap import settle_heap
    from chordwork.http.logs import configure_logging

    if settings.workers > 1:
        from chordwork.http.supervisor import supervise as run_server
    else:
        from chordwork.http.server import serve as run_server  # type: ignore[assignment]

    configure_logging(settings.log_level)
    shutdown = trio.Event()
    seen: set[int] = set()

    async def watch(task_status: trio.TaskStatus[None]) -> None:
        with trio.open_signal_receiver(signal.SIGINT, signal.SIGTERM) as signals:
            task_status.started()
            async for number in signals:
                seen.add(number)
                if shutdown.is_set():
                    nursery.cancel_scope.cancel()
                shutdown.set()

    async with trio.open_nursery() as nursery:
        await nursery.start(watch)
        async with trio.open_nursery() as serving:
            address: ServerAddress = await serving.start(partial(run_server, settings, shutdown=shutdown))
            settle_heap()
            print(f"Chordwork listens on {address.url}")
            print(f"  stream audio to  {address.ws_url}")
            if address.stream_url is not None:
                print(f"               or  {address.stream_url}")
            print("  stop with        Ctrl-C; again to leave at once, without the last chords")
            print(f"  play and see at  {_page(address.url)}", flush=True)
            if show and not await trio.to_thread.run_sync(webbrowser.open, _page(address.url)):
                print(f"  No browser was found here: open {_page(address.url)} in one.", flush=True)
        nursery.cancel_scope.cancel()
    return INTERRUPTED if signal.SIGINT in seen else OK
