"""Which models hear, and what players say that chords really were."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal, cast

import attrs
import msgspec
import trio
from msgspec import Meta
from quart import Request, Response, request
from quart_trio import QuartTrio

from chordwork.harmony.chord import Chord, parse_label
from chordwork.harmony.errors import ChordSyntaxError
from chordwork.http.models.correction import Correction
from chordwork.http.models.correction_store import CorrectionNotKept
from chordwork.http.models.served import ServedModels
from chordwork.http.rest.bodies import decode_json, read_body
from chordwork.http.rest.formats import JSON
from chordwork.http.rest.operation import Operation, described
from chordwork.http.rest.problems import BUSY_RETRY_S
from chordwork.http.rest.services import RestServices
from chordwork.http.wire.fields import MAX_LABEL_CHARACTERS
from chordwork.http.wire.problems import Problem

Label = Annotated[
    str, Meta(min_length=1, max_length=MAX_LABEL_CHARACTERS, description="In Harte syntax.", examples=["A:min7"])
]
NamePart = Annotated[str, Meta(min_length=1, max_length=64)]


@attrs.frozen(kw_only=True)
class ServedModel:
    """A model that hears new sessions."""

    name: str
    version: str
    role: Literal["main", "canary"]
    share: Annotated[float, Meta(description="Of new sessions, 0 to 1.")]


@attrs.frozen(kw_only=True)
class DriftReport:
    """How far what a model said lately is from the reference of its card."""

    name: str
    version: str
    enough: Annotated[bool, Meta(description="False: too little was heard for a score.")]
    finals: Annotated[int, Meta(description="Latest final chords that it rests on.")]
    needed: int
    chords_bits: Annotated[float | None, Meta(description="Jensen-Shannon divergence of the chord classes.")]
    confidence_bits: Annotated[float | None, Meta(description="The same of the confidences.")]
    usual_chords_bits: Annotated[float, Meta(description="What 95 of 100 windows of known material stay below.")]
    usual_confidence_bits: float


@attrs.frozen(kw_only=True)
class Models:
    """Which models hear new sessions, and how they do; of the process that answers."""

    models: list[ServedModel]
    drift: list[DriftReport]
    corrections: Annotated[bool, Meta(description="Whether it wants to be told what chords really were.")]
    failing: Annotated[bool, Meta(description="The models last chosen could not be used: those before go on.")]


@attrs.frozen(kw_only=True)
class CorrectionRequest:
    """One chord that was heard as another than it was. Beside it the day is kept: no sound, no address."""

    name: Annotated[NamePart, Meta(description="Of the model that heard it, as `ready` or `/analyze` says.")]
    version: NamePart
    heard: Label
    corrected: Label
    confidence: Annotated[float, Meta(ge=0, le=1)] | None = None
    seconds: Annotated[float, Meta(ge=0, le=14400, description="How long the chord was.")] | None = None


@attrs.frozen(kw_only=True)
class CorrectionKept:
    """It was written down."""

    kept: bool


def add_model_views(app: QuartTrio, services: RestServices) -> None:
    """Give an application its addresses about models."""
    if services.models is None:
        return
    served = services.models

    @app.get("/models")
    @described(
        Operation(
            name="models",
            summary="Which models hear new sessions",
            description="And how far what they say is from what they usually say. Needs a key where keys are set.",
            tag="operating",
            result=Models,
            formats=(JSON,),
        )
    )
    async def models() -> Response:
        return _json(_report(served))

    @app.post("/corrections")
    @described(
        Operation(
            name="post_corrections",
            summary="What a chord really was",
            description=(
                "Only where the operator wants it (`corrections` of `/models` and of `ready`); else 403. Kept are the "
                "day, the model, both chords, the confidence and the length; no sound, no address, no key."
            ),
            tag="recordings",
            body=CorrectionRequest,
            examples={
                "a seventh that was missed": {
                    "name": "chordwork-chord",
                    "version": "0.3.0",
                    "heard": "A:min",
                    "corrected": "A:min7",
                    "confidence": 0.71,
                    "seconds": 1.9,
                }
            },
            result=CorrectionKept,
            formats=(JSON,),
            problems=(403, 422, 507),
        )
    )
    async def corrections() -> Response:
        settings = services.settings
        if not served.corrections.on:
            raise Problem(403, "corrections_off", "the operator of this server does not collect corrections")
        current = cast(Request, cast(Any, request)._get_current_object())
        body = await read_body(current, limit_bytes=settings.max_body_bytes, timeout_s=settings.upload_timeout_s)
        asked = decode_json(body, CorrectionRequest)
        identity = f"{asked.name}@{asked.version}"
        if not await trio.to_thread.run_sync(served.corrections.knows_model, identity):
            raise Problem(422, "unknown_model", "no such model hears here: see /models", field="version")
        correction = Correction(
            asked.name,
            asked.version,
            _chord(asked.heard, "heard"),
            _chord(asked.corrected, "corrected"),
            asked.confidence,
            asked.seconds,
            "rest",
        )
        try:
            await served.corrections.keep(correction)
        except CorrectionNotKept as error:
            if error.full:
                raise Problem(507, "no_room", str(error)) from error
            raise Problem(503, error.code, str(error), retry_after_s=BUSY_RETRY_S) from error
        return _json(CorrectionKept(kept=True))


def _json(value: Models | CorrectionKept) -> Response:
    return Response(msgspec.json.encode(value), headers={"Cache-Control": "no-store"}, content_type=JSON.content_type)


def _chord(label: str, field: str) -> Chord:
    try:
        return parse_label(label)
    except ChordSyntaxError as error:
        raise Problem(422, error.code, f"{field}: {error}", field=field) from error


def _report(served: ServedModels) -> Models:
    rollout = served.rollout
    main, canary = rollout.main.info, rollout.canary
    models = [
        ServedModel(name=main.model_name, version=main.model_version, role="main", share=round(1.0 - rollout.share, 6))
    ]
    if canary is not None:
        info = canary.info
        models.append(ServedModel(name=info.model_name, version=info.model_version, role="canary", share=rollout.share))
    return Models(models=models, drift=list(_drift(served)), corrections=served.corrections.on, failing=served.failing)


def _drift(served: ServedModels) -> Iterator[DriftReport]:
    for key, figures in served.figures.all().items():
        if (reference := served.figures.reference(key)) is None:
            continue
        found = reference.drift(figures.window.distribution)
        yield DriftReport(
            name=key[0],
            version=key[1],
            enough=found.chords is not None,
            finals=found.finals,
            needed=found.needed,
            chords_bits=found.chords,
            confidence_bits=found.confidence,
            usual_chords_bits=reference.usual_bits[0],
            usual_confidence_bits=reference.usual_bits[1],
        )
