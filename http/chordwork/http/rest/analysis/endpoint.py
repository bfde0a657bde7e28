"""Where recordings are handed in: how many at once, for how long, and their answers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Final

import attrs
import trio
from quart import Request, Response

from chordwork.actors import Delivered, Engine
from chordwork.analysis.options import AnalyzeOptions
from chordwork.harmony.options import options_of
from chordwork.http.addressing.addresses import Client
from chordwork.http.rest.analysis.documents import FORMATS, STREAMED, Writer, new_writer
from chordwork.http.rest.analysis.session import AnalysisSession, Finished, open_analysis_session
from chordwork.http.rest.analysis.upload import Upload, receive_upload
from chordwork.http.rest.bodies import convert
from chordwork.http.rest.fair_queue import FairQueue, FairQueueStatistics, Ticket
from chordwork.http.rest.formats import Format, choose
from chordwork.http.rest.problems import BUSY_RETRY_S, problem_of
from chordwork.http.security.gate import Gate
from chordwork.http.settings import Settings
from chordwork.http.wire.problems import Problem

ASKED_PER_ANALYSIS: Final = 5
"""Recordings that may be there for each that may be heard: that one, and those on their way in or waiting."""
WAIT_S: Final = 30.0
"""That a recording may wait until it is heard."""
PIECES_AHEAD: Final = 16
MODEL_HEADER: Final = "X-Chordwork-Model"
"""Names the model that heard a recording, whatever form its answer has."""
_WHOLE: Final = b""
"""The last piece of an answer that is complete."""


_Send = trio.MemorySendChannel[bytes | Problem]


class CutShort(Exception):
    """The answer had begun when the recording turned out to be damaged: the connection is broken off, so that nobody
    takes what came for the whole."""


@attrs.frozen
class _Task:
    upload: Upload
    form: Format
    live: bool
    raw: bool
    rest_s: float | None
    client: Client
    turn: Ticket


@attrs.frozen
class _Stream:
    """What a task has to say: pieces of the answer, or the problem that ended it; and the model that hears."""

    pieces: trio.MemoryReceiveChannel[bytes | Problem]
    scope: trio.CancelScope
    model: str


class AnalysisEndpoint:
    """Takes in recordings, and answers with their timelines.

    Args:
        nursery: where recordings are heard; an answer that is streamed outlives its handler.
        engine: where their sessions live.
        gate: counts the sessions of each client.
        settings: limits and times.
    """

    def __init__(self, nursery: trio.Nursery, engine: Engine, gate: Gate, settings: Settings) -> None:
        self._nursery = nursery
        self._engine = engine
        self._gate = gate
        self._settings = settings
        most = ASKED_PER_ANALYSIS * settings.max_analyses
        self._turns = FairQueue(settings.max_analyses, max_asked=most, each=max(2, settings.max_analyses))

    @property
    def under_way(self) -> int:
        """Recordings being heard."""
        return self._turns.statistics().taken

    def statistics(self) -> FairQueueStatistics:
        """Recordings that are heard, wait, or are on their way in."""
        return self._turns.statistics()

    async def analyse(self, request: Request, client: Client) -> Response:
        """Answer one request.

        Raises:
            Problem: it is refused, or failed before its answer began.
            QueueFull: too many recordings are there, of this client or of all.
            Refusal: the client holds too many sessions.
            EngineRefusal: no session is free.
        """
        form = choose(request, FORMATS)
        told = {each.name: request.args[each.name] for each in options_of(AnalyzeOptions) if each.name in request.args}
        options = convert(told, AnalyzeOptions, strict=False)
        if options.tier == "live" and form.name != "ndjson":
            raise Problem(400, "bad_field", "tier: what is provisional comes as ndjson only", field="tier")
        settings = self._settings
        async with AsyncExitStack() as owned:
            turn = self._turns.ask(client)
            owned.callback(turn.over)
            with turn.coming():
                upload = await owned.enter_async_context(
                    receive_upload(request, limit_bytes=settings.max_upload_bytes, timeout_s=settings.upload_timeout_s)
                )
            task = _Task(upload, form, options.tier == "live", options.raw, options.rest_s, client, turn)
            stream: _Stream = await self._nursery.start(self._work, task, owned.pop_all())
        return await _answer(stream, form)

    async def _work(self, task: _Task, owned: AsyncExitStack, *, task_status: trio.TaskStatus[_Stream]) -> None:
        """Hear one recording. Raises only before it has started, to who started it."""
        send, receive = trio.open_memory_channel[bytes | Problem](PIECES_AHEAD)
        scope = trio.CancelScope(deadline=trio.current_time() + WAIT_S)
        had_its_turn = started = False
        async with owned:
            with send, scope:
                async with task.turn:
                    had_its_turn = True
                    scope.deadline = trio.current_time() + self._settings.analysis_timeout_s
                    with self._gate.hold_session(task.client):
                        async with open_analysis_session(
                            task.upload,
                            self._engine,
                            max_audio_s=self._settings.max_audio_s,
                            require_confinement=self._settings.require_confinement,
                            live=task.live,
                            rest_s=task.rest_s,
                        ) as session:
                            started = True
                            task_status.started(_Stream(receive, scope, session.info.model_identity))
                            await self._write(task, session, send)
            if not started:
                raise _too_slow() if had_its_turn else _busy()

    async def _write(self, task: _Task, session: AnalysisSession, send: _Send) -> None:
        writer = new_writer(task.form, task.upload.name, session, live=task.live, raw=task.raw)
        try:
            await _send_text(send, writer.begin())
            async for step in session.steps:
                match step:
                    case Delivered():
                        await _send_text(send, writer.add(step))
                    case Finished():
                        # In a thread: a long recording takes a while to be written down.
                        await _send_text(send, await trio.to_thread.run_sync(writer.end, step))
                        await send.send(_WHOLE)
                    case Problem():
                        await _send_problem(send, writer, step)
        except trio.BrokenResourceError:
            pass  # the client has gone
        except Exception as error:
            await send.send(problem_of(error))


def _busy() -> Problem:
    return Problem(503, "busy", "too many recordings are being heard: try again soon", retry_after_s=BUSY_RETRY_S)


def _too_slow() -> Problem:
    return Problem(503, "analysis_timeout", "hearing this recording took too long: send it in parts")


async def _send_text(send: _Send, text: str) -> None:
    if text:
        await send.send(text.encode())


async def _send_problem(send: _Send, writer: Writer, problem: Problem) -> None:
    told = writer.fail(problem)
    await send.send(problem if told is None else told.encode())
    if told is not None:
        await send.send(_WHOLE)


async def _answer(stream: _Stream, form: Format) -> Response:
    headers = {"Cache-Control": "no-store", "Vary": "Accept", MODEL_HEADER: stream.model}
    if form.name in STREAMED:
        response = Response(_streamed(stream), 200, headers=headers, content_type=form.content_type)
        response.timeout = None  # the analysis has a time limit of its own
        return response
    whole = b"".join([piece async for piece in _pieces(stream)])
    return Response(whole, 200, headers=headers, content_type=form.content_type)


async def _streamed(stream: _Stream) -> AsyncIterator[bytes]:
    try:
        async for piece in _pieces(stream):
            yield piece
    except Problem as problem:
        raise CutShort(problem.code) from problem


async def _pieces(stream: _Stream) -> AsyncIterator[bytes]:
    """The pieces of a whole answer; ends the task when it is left.

    Raises:
        Problem: the answer never becomes whole.
    """
    try:
        async for piece in stream.pieces:
            if isinstance(piece, Problem):
                raise piece
            if piece == _WHOLE:
                return
            yield piece
        raise _too_slow()
    finally:
        stream.scope.cancel()
        stream.pieces.close()
