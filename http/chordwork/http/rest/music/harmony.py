"""``/harmony/parse``: what a chord symbol says, and what it does in a key."""

from __future__ import annotations

from typing import Annotated, Final

import attrs
import msgspec
from msgspec import Meta

from chordwork.harmony.options import chosen
from chordwork.http.rest.computation import Computation
from chordwork.http.rest.formats import JSON, Format
from chordwork.http.rest.music.fields import MAX_CHORDS, MAX_CHORDS_TEXT, ChordText
from chordwork.music.options.parse import ParseOptions


@attrs.frozen(kw_only=True)
class ParseRequest(ParseOptions):
    """Chords to read."""

    chords: (
        Annotated[
            str,
            Meta(
                min_length=1,
                max_length=MAX_CHORDS_TEXT,
                description="Chords, as `/tabs` reads them.",
                examples=["Dm7 G7 Cmaj7"],
            ),
        ]
        | Annotated[list[ChordText], Meta(min_length=1, max_length=MAX_CHORDS)]
    )


@attrs.frozen(kw_only=True)
class ParsedChord:
    """One chord. The last four are null for N.C. and for unknown chords."""

    text: str
    symbol: Annotated[str, Meta(description="As a lead sheet prints it.")]
    label: Annotated[str, Meta(description="In Harte syntax.")]
    notes: Annotated[list[str], Meta(description="Spelled, the bass first.")]
    root: str | None = None
    bass: str | None = None
    roman: Annotated[str, Meta(description="Its numeral in the key.")] | None = None
    function: Annotated[str, Meta(description="tonic, subdominant, dominant or none.")] | None = None
    relation: Annotated[str, Meta(description="How it belongs to the key.")] | None = None


@attrs.frozen(kw_only=True)
class KeyGuess:
    """A key, and how sure that is."""

    key: str
    confidence: float


@attrs.frozen(kw_only=True)
class ParseResult:
    """What the chords are, and the likeliest keys; with `key`, that one alone."""

    chords: list[ParsedChord]
    keys: list[KeyGuess]


def perform(request: ParseRequest, form: Format) -> bytes:
    """Read the chords."""
    from chordwork.harmony import to_harte, to_lead_sheet, write_name
    from chordwork.music.parsing import parse

    notation = request.notation
    parsed = parse(request.chords, **chosen(request, ParseOptions))
    chords = [
        ParsedChord(
            text=text,
            symbol=to_lead_sheet(symbol, notation=notation),
            label=to_harte(symbol),
            notes=[write_name(note, notation) for note in symbol.notes],
            root=None if symbol.root is None else write_name(symbol.root, notation),
            bass=None if symbol.bass is None else write_name(symbol.bass, notation),
            roman=each.numeral if symbol.is_chord else None,
            function=each.function.value if symbol.is_chord else None,
            relation=each.relation.value if symbol.is_chord else None,
        )
        for text, each in zip(parsed.texts, parsed.analyses, strict=True)
        for symbol in [each.symbol]
    ]
    keys = [KeyGuess(key=each.key.named(notation), confidence=round(each.confidence, 4)) for each in parsed.keys]
    return msgspec.json.encode(ParseResult(chords=chords, keys=keys))


HARMONY: Final = Computation(
    path="/harmony/parse",
    summary="Read chord symbols",
    description=(
        "Spelling, notes, numeral and function of each chord, in the key given or found. A chord that cannot be read "
        "is a problem whose `position` points at the character."
    ),
    tag="music",
    request=ParseRequest,
    result=ParseResult,
    formats=(JSON,),
    perform=perform,
    examples={
        "ii-V-I": {"chords": ["Dm7", "G7", "Cmaj7"]},
        "unusual chords": {"chords": "C7alt F#m7b5/E Am(maj7) N.C.", "key": "A minor"},
        "Harte labels": {"chords": ["C:maj7(9)/5", "B♭:min"]},
        "German names, a tone higher": {"chords": "H7 Em Fis7", "notation": "german", "transpose": 2},
    },
    query={"chords": "Dm7 G7 Cmaj7"},
)
