"""What operators and their machines ask: readiness, figures, and what there is."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

import attrs
import msgspec
from msgspec import Meta
from quart import Response, request
from quart_trio import QuartTrio

from chordwork.http.rest.analysis.protections import Protections
from chordwork.http.rest.formats import JSON, Format
from chordwork.http.rest.metrics import CONTENT_TYPE
from chordwork.http.rest.operation import Operation, described
from chordwork.http.rest.problems import BUSY_RETRY_S
from chordwork.http.rest.services import RestServices
from chordwork.http.rest.worker_metrics import collect_worker_metrics
from chordwork.http.wire.problems import Problem

EACH: Final = "each"
TOGETHER: Final = "together"
PROTECTIONS_WAIT_S: Final = 0.5
"""For which the first answer may wait until they were tried; probes have little patience."""
METRICS: Final = Format("prometheus", "text/plain", "txt")


@attrs.frozen(kw_only=True)
class Readiness:
    """The server takes new sessions."""

    status: str
    sessions: int
    max_sessions: int
    protections: Protections | None = None
    """Of the decoding of recordings; null until it is known."""
    nodes: Annotated[int, Meta(description="Servers that share a store with this one, itself included.")] = 1
    free_elsewhere: Annotated[int, Meta(description="Places for sessions at the others.")] = 0


@attrs.frozen(kw_only=True)
class ModelName:
    """The acoustic model."""

    name: str
    version: str


@attrs.frozen(kw_only=True)
class Health:
    """The server is alive."""

    status: Literal["ok", "draining"]
    version: str
    protocols: list[int | str]
    sessions: int
    max_sessions: int
    connections: int
    model: ModelName


@attrs.frozen(kw_only=True)
class InstrumentEntry:
    """An instrument that tabs can be made for."""

    name: str
    title: str
    tuning: Annotated[list[str], Meta(description="From the bass side.")]
    frets: int
    tunings: Annotated[list[str], Meta(description="Named ones.")]


@attrs.frozen(kw_only=True)
class Instruments:
    """All of them, with what else `/tabs` knows by name."""

    instruments: list[InstrumentEntry]
    levels: list[str]
    patterns: list[str]


@attrs.frozen(kw_only=True)
class GrooveEntry:
    """A groove that the band can play."""

    name: str
    title: str
    metre: Annotated[str, Meta(examples=["6/8"])]
    tempo_bpm: Annotated[float, Meta(description="Its usual one, in felt beats a minute.")]
    tempo: Annotated[str, Meta(description="The same with what it counts.", examples=["dotted quarter = 56 bpm"])]
    beats_a_bar: Annotated[int, Meta(description="Felt beats.")]


@attrs.frozen(kw_only=True)
class Grooves:
    """All of them."""

    grooves: list[GrooveEntry]


HEALTH: Final = Operation(
    name="healthz",
    summary="Is it alive?",
    description="200 as long as the server answers at all, also while it shuts down.",
    tag="operating",
    result=Health,
    formats=(JSON,),
    public=True,
)


def add_operator_views(app: QuartTrio, services: RestServices) -> None:
    """Give an application its addresses for machines, and its lists."""

    @app.get("/readyz")
    @described(
        Operation(
            name="readyz",
            summary="Does it take new sessions?",
            description=(
                "200 if it does, and which protections stand around the decoding of recordings; 503 while it is full "
                "or shuts down."
            ),
            tag="operating",
            result=Readiness,
            formats=(JSON,),
            public=True,
        )
    )
    async def readyz() -> Response:
        statistics = services.engine.statistics()
        if statistics.draining or services.connections.draining.is_set():
            raise Problem(503, "engine_draining", "the server is shutting down", retry_after_s=BUSY_RETRY_S)
        if statistics.sessions >= statistics.max_sessions:
            raise Problem(503, "engine_full", "all sessions are in use", retry_after_s=BUSY_RETRY_S)
        cluster = services.connections.cluster
        ready = Readiness(
            status="ready",
            sessions=statistics.sessions,
            max_sessions=statistics.max_sessions,
            protections=await services.confinement.wait(PROTECTIONS_WAIT_S),
            nodes=1 if cluster is None else 1 + len(cluster.neighbours.others),
            free_elsewhere=0 if cluster is None else cluster.neighbours.free,
        )
        return _json(ready, cache="no-store")

    @app.get("/metrics")
    @described(
        Operation(
            name="metrics",
            summary="Figures for Prometheus",
            description=(
                "Needs a key where keys are set: Prometheus sends one by `authorization`. A server of several workers "
                "tells the figures of all of them, whichever is asked: each sample with the label `worker`, or with "
                "`?workers=together` one for all."
            ),
            parameters=(
                {
                    "name": "workers",
                    "in": "query",
                    "description": "Of several workers: each by its label, or all in one.",
                    "schema": {"type": "string", "enum": [EACH, TOGETHER], "default": EACH},
                },
            ),
            tag="operating",
            formats=(METRICS,),
        )
    )
    async def metrics() -> Response:
        asked = request.args.get("workers", EACH)
        if asked not in (EACH, TOGETHER):
            raise Problem(400, "bad_field", f"workers must be {EACH} or {TOGETHER}", field="workers")
        text = services.metrics.text()
        if services.workers is not None:
            text = await collect_worker_metrics(
                services.workers, text, workers=services.settings.workers, together=asked == TOGETHER
            )
        return Response(text, headers={"Cache-Control": "no-store"}, content_type=CONTENT_TYPE)

    @app.get("/instruments")
    @described(
        Operation(
            name="instruments",
            summary="What tabs can be made for",
            tag="music",
            result=Instruments,
            formats=(JSON,),
        )
    )
    async def instruments() -> Response:
        return _json(_instruments(), cache=_kept(services))

    @app.get("/grooves")
    @described(
        Operation(name="grooves", summary="What the band can play", tag="music", result=Grooves, formats=(JSON,))
    )
    async def grooves() -> Response:
        return _json(_grooves(), cache=_kept(services))


def _instruments() -> Instruments:
    from chordwork.music.fretboard.hand import LEVELS
    from chordwork.music.fretboard.instruments import INSTRUMENTS
    from chordwork.music.fretboard.tunings import NAMED_TUNINGS
    from chordwork.music.tabs import PATTERNS

    entries = [
        InstrumentEntry(
            name=each.name,
            title=each.title,
            tuning=each.tuning_text.split(),
            frets=each.frets,
            tunings=list(NAMED_TUNINGS.get(each.name, {})),
        )
        for each in INSTRUMENTS.values()
    ]
    return Instruments(instruments=entries, levels=list(LEVELS), patterns=sorted(PATTERNS))


def _grooves() -> Grooves:
    from chordwork.music.accompaniment import GROOVES

    return Grooves(
        grooves=[
            GrooveEntry(
                name=each.name,
                title=each.title,
                metre=each.metre_text,
                tempo_bpm=each.tempo_bpm,
                tempo=each.tempo_text(each.tempo_bpm),
                beats_a_bar=len(each.pulses),
            )
            for each in GROOVES.values()
        ]
    )


def _kept(services: RestServices) -> str:
    """How answers that never change may be kept on their way: by nobody but the holder of a key, where keys are set."""
    return f"{'private' if services.gate.wants_keys else 'public'}, max-age=3600"


def _json(value: Any, *, cache: str) -> Response:
    return Response(msgspec.json.encode(value), headers={"Cache-Control": cache}, content_type=JSON.content_type)
