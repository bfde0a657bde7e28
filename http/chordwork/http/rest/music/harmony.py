"""``/harmony/parse``: what a chord symbol says, and what it does in a key."""

from __future__ import annotations

from typing import Annotated, Final

import attrs
import msgspec
from msgspec import Meta

from chordwork.http.rest.computation import Computation
from chordwork.http.rest.formats import JSON, Format
from chordwork.http.rest.music.fields import MAX_CHORDS, MAX_CHORDS_TEXT, ChordText, KeyText, listed


@attrs.frozen(kw_only=True)
class ParseRequest:
    """Chords to read."""

    chords: (
        Annotated[
            str,
            Meta(
                min_length=1,
                max_length=MAX_CHORDS_TEXT,
                description="Chords parted by blanks, commas or bar lines.",
                examples=["Dm7 G7 Cmaj7"],
            ),
        ]
        | Annotated[list[ChordText], Meta(min_length=1, max_length=MAX_CHORDS)]
    )
    key: Annotated[KeyText, Meta(description="Found from the chords unless given.")] | None = None
    german: Annotated[bool, Meta(description="Read H as B, and B as B flat.")] = False


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
    from chordwork.music.harmony import (
        Key,
        analyse_all,
        find_keys,
        parse_key,
        parse_symbol,
        to_harte,
        to_lead_sheet,
    )

    texts = listed(request.chords)
    symbols = [parse_symbol(text, german=request.german) for text in texts]
    if request.key is not None:
        given = parse_key(request.key)
        key: Key | None = given
        keys = [KeyGuess(key=given.name, confidence=1.0)]
    else:
        found = find_keys(symbols)
        key = found[0].key if found else None
        keys = [KeyGuess(key=each.key.name, confidence=round(each.confidence, 4)) for each in found]
    analyses = analyse_all(symbols, key) if key is not None else [None] * len(symbols)
    chords = [
        ParsedChord(
            text=text,
            symbol=to_lead_sheet(symbol),
            label=to_harte(symbol),
            notes=[note.name for note in symbol.notes],
            root=None if symbol.root is None else symbol.root.name,
            bass=None if symbol.bass is None else symbol.bass.name,
            roman=analysis.numeral if analysis is not None and symbol.is_chord else None,
            function=analysis.function.value if analysis is not None and symbol.is_chord else None,
            relation=analysis.relation.value if analysis is not None and symbol.is_chord else None,
        )
        for text, symbol, analysis in zip(texts, symbols, analyses, strict=True)
    ]
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
    },
    query={"chords": "Dm7 G7 Cmaj7"},
)
