"""Harmony: chord symbols, keys, numerals and functions. Text to values and back, exactly."""

from chordwork.harmony.analysis import Analysis, Function, Relation, analyse, analyse_all
from chordwork.harmony.chord import (
    NO_CHORD,
    UNKNOWN_CHORD,
    Chord,
    all_chords,
    from_chord,
    is_exact,
    nearest_quality,
    parse_label,
    to_chord,
)
from chordwork.harmony.errors import (
    ChartSyntaxError,
    ChordSyntaxError,
    ChordworkError,
    CrowdedBarError,
    HarmonySyntaxError,
    KeySyntaxError,
    NotationError,
    NoteSyntaxError,
    NumeralSyntaxError,
    ProgressionError,
    SymbolSyntaxError,
)
from chordwork.harmony.keyfinding import KeyEstimate, find_keys
from chordwork.harmony.keys import (
    Key,
    Mode,
    parse_key,
    plain_name,
    transpose_key,
    usual_key,
)
from chordwork.harmony.notation import NOTATIONS, Notation, check_notation, write_name
from chordwork.harmony.notes import Degree, Note, parse_note
from chordwork.harmony.parsing import MAX_CHARACTERS, parse_symbol
from chordwork.harmony.reduction import REDUCED_QUALITIES, TOKENS, symbol_of, token_of
from chordwork.harmony.roman import degree_numeral, from_roman, to_roman
from chordwork.harmony.symbol import NO_SYMBOL, UNKNOWN_SYMBOL, ChordSymbol, to_harte, to_lead_sheet
from chordwork.harmony.transposition import respell, transpose, transpose_all
from chordwork.harmony.vocabulary import QUALITIES, Quality
from chordwork.harmony.writing import lead_sheet_suffix

__all__ = [
    "MAX_CHARACTERS",
    "NOTATIONS",
    "NO_CHORD",
    "NO_SYMBOL",
    "QUALITIES",
    "REDUCED_QUALITIES",
    "TOKENS",
    "UNKNOWN_CHORD",
    "UNKNOWN_SYMBOL",
    "Analysis",
    "ChartSyntaxError",
    "Chord",
    "ChordSymbol",
    "ChordSyntaxError",
    "ChordworkError",
    "CrowdedBarError",
    "Degree",
    "Function",
    "HarmonySyntaxError",
    "Key",
    "KeyEstimate",
    "KeySyntaxError",
    "Mode",
    "Notation",
    "NotationError",
    "Note",
    "NoteSyntaxError",
    "NumeralSyntaxError",
    "ProgressionError",
    "Quality",
    "Relation",
    "SymbolSyntaxError",
    "all_chords",
    "analyse",
    "analyse_all",
    "check_notation",
    "degree_numeral",
    "find_keys",
    "from_chord",
    "from_roman",
    "is_exact",
    "lead_sheet_suffix",
    "nearest_quality",
    "parse_key",
    "parse_label",
    "parse_note",
    "parse_symbol",
    "plain_name",
    "respell",
    "symbol_of",
    "to_chord",
    "to_harte",
    "to_lead_sheet",
    "to_roman",
    "token_of",
    "transpose",
    "transpose_all",
    "transpose_key",
    "usual_key",
    "write_name",
]
