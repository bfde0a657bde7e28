"""``/harmony/parse``: what a chord symbol says, and what it does in a key."""

from __future__ import annotations

from typing import Annotated, Final

import attrs
import msgspec
from msgspec import Meta

from chordwork.http.rest.computation import Computation
from chordwork.http.rest.formats import JSON, Format
from chordwork.http.rest.music.fields import MAX_CHORDS, MAX_CHORDS_TEXT, ChordText, KeyText, NotationName, placed


@attrs.frozen(kw_only=True)
class ParseRequest:
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
    key: Annotated[KeyText, Meta(description="Found from the chords unless given.")] | None = None
    transpose: Annotated[int, Meta(ge=-24, le=24, description="Semitones up; the key moves along.")] = 0
    notation: NotationName = "english"
    german: Annotated[bool, Meta(description="Read German names, and answer in `notation`.")] = False


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
    from chordwork.harmony import (
        KeyEstimate,
        Notation,
        analyse_all,
        find_keys,
        parse_key,
        to_harte,
        to_lead_sheet,
        transpose,
        transpose_key,
        write_name,
    )

    notation = request.notation
    asked_in: Notation = "german" if request.german else notation
    read = placed(request.chords, asked_in)
    texts, symbols = [text for text, _ in read], [symbol for _, symbol in read]
    if request.key is not None:
        found: tuple[KeyEstimate, ...] = (KeyEstimate(parse_key(request.key, notation=asked_in), 1.0),)
    else:
        found = find_keys(symbols)
    key = found[0].key if found else None
    if request.transpose:
        symbols = [transpose(symbol, request.transpose, key=key) for symbol in symbols]
        found = tuple(KeyEstimate(transpose_key(each.key, request.transpose), each.confidence) for each in found)
        key = found[0].key if found else None
    keys = [KeyGuess(key=each.key.named(notation), confidence=round(each.confidence, 4)) for each in found]
    analyses = analyse_all(symbols, key) if key is not None else [None] * len(symbols)
    chords = [
        ParsedChord(
            text=text,
            symbol=to_lead_sheet(symbol, notation=notation),
            label=to_harte(symbol),
            notes=[write_name(note, notation) for note in symbol.notes],
            root=None if symbol.root is None else write_name(symbol.root, notation),
            bass=None if symbol.bass is None else write_name(symbol.bass, notation),
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
        "German names, a tone higher": {"chords": "H7 Em Fis7", "notation": "german", "transpose": 2},
    },
    query={"chords": "Dm7 G7 Cmaj7"},
)
