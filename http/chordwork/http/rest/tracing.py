"""OpenTelemetry, where the operator wants it: a span for each request. Off, it is not even imported.

Where the spans go is said by the standard variables, such as ``OTEL_EXPORTER_OTLP_ENDPOINT`` and ``OTEL_SERVICE_NAME``.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from typing import Any, Final

import trio

from chordwork.harmony.extras import install_extra
from chordwork.harmony.version import VERSION
from chordwork.http.settings import Settings, SettingsError

FLUSH_TIMEOUT_S: Final = 5.0


@asynccontextmanager
async def open_tracer(settings: Settings, *, processor: Any = None) -> AsyncIterator[Any]:
    """A tracer for the length of an ``async with`` block, or None where tracing is off.

    Leaving the block sends what is left, for a bounded time.

    Args:
        settings: whether it is on.
        processor: a span processor of one's own, instead of batches over OTLP.

    Raises:
        SettingsError: the extra ``tracing`` is not installed.
    """
    if not settings.tracing:
        yield None
        return
    try:
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor

        if processor is None:
            exporter: Any = import_module("opentelemetry.exporter.otlp.proto.http.trace_exporter")
            processor = BatchSpanProcessor(exporter.OTLPSpanExporter())
    except ImportError:
        raise SettingsError((f"tracing needs an extra: {install_extra('tracing')}",)) from None
    provider = TracerProvider(resource=Resource.create({"service.version": VERSION}), shutdown_on_exit=False)
    provider.add_span_processor(processor)
    try:
        yield provider.get_tracer("chordwork.http", VERSION)
    finally:
        with trio.move_on_after(FLUSH_TIMEOUT_S, shield=True):
            await trio.to_thread.run_sync(provider.shutdown, abandon_on_cancel=True)


def begin_span(tracer: Any, traceparent: str | None, *, method: str, route: str) -> Any:
    """A span of one request, child of the one that the client names in ``traceparent``."""
    from opentelemetry.propagate import extract
    from opentelemetry.trace import SpanKind

    context = extract({} if traceparent is None else {"traceparent": traceparent})
    return tracer.start_span(
        f"{method} {route}",
        context=context,
        kind=SpanKind.SERVER,
        attributes={"http.request.method": method, "http.route": route},
    )


def end_span(span: Any, *, status: int, request_id: str) -> None:
    """Finish it."""
    from opentelemetry.trace import Status, StatusCode

    span.set_attribute("http.response.status_code", status)
    span.set_attribute("chordwork.request_id", request_id)
    if status >= 500:
        span.set_status(Status(StatusCode.ERROR))
    span.end()
