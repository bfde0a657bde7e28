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
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from chordwork.cli.exits import INTERRUPTED, OK
from chordwork.cli.flags import with_flags
from chordwork.http.settings import Settings

if TYPE_CHECKING:
    from chordwork.http.sockets.listeners import ServerAddress


@with_flags(Settings, checked=False, negatives=True)
def serve(*, open: Annotated[bool, Parameter(negative=())] = False, **given: Any) -> int:
    """Serve chord recognition over WebSocket, until Ctrl-C or SIGTERM.

    Every flag can also be set in the environment: CHORDWORK_PORT for --port, and so on. Flags win.

    Parameters
    ----------
    open
        Show the page in your browser.
    """
    if os.getpid() == 1:  # of a container: its default is to ignore what it does not handle, as it does not yet
        signal.signal(signal.SIGTERM, _leave)
    import trio

    from chordwork.http.confinement.privileges import keep_to_itself

    settings = Settings.from_environment(os.environ, **given)
    keep_to_itself()
    _allow_files(4 * settings.max_connections + 256)
    return trio.run(_serve, settings, open)


def _leave(number: int, _frame: object) -> None:
    raise SystemExit(128 + number)


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


async def _announce(settings: Settings, address: ServerAddress, show: bool) -> None:
    """Say where the server is, and show it."""
    import trio

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


async def _serve(settings: Settings, show: bool = False) -> int:
    import structlog
    import trio

    from chordwork.http.security.advice import advice_on
    from chordwork.http.serving.logs import configure_logging
    from chordwork.http.serving.server import settle_heap

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
            if not shutdown.is_set():
                await _announce(settings, address, show)
        nursery.cancel_scope.cancel()
    return INTERRUPTED if signal.SIGINT in seen else OK
