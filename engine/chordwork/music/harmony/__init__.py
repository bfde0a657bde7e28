"""Harmony: chord symbols, keys, numerals and functions. Text to values and back, exactly."""

from chordwork.music.harmony.analysis import Analysis, Function, Relation, analyse, analyse_all
from chordwork.music.harmony.charts import Chart, ChartBar, ChartChord, read_chart, read_item, read_symbol, share_bar
from chordwork.music.harmony.conversion import from_chord, is_exact, nearest_quality, to_chord
from chordwork.music.harmony.errors import (
    ChartSyntaxError,
    CrowdedBarError,
    HarmonySyntaxError,
    KeySyntaxError,
    NotationError,
    NoteSyntaxError,
    NumeralSyntaxError,
    ProgressionError,
    SymbolSyntaxError,
)
from chordwork.music.harmony.keyfinding import KeyEstimate, find_keys
from chordwork.music.harmony.keys import (
    Key,
    Mode,
    parse_key,
    plain_name,
    respell,
    transpose,
    transpose_all,
    transpose_key,
    usual_key,
)
from chordwork.music.harmony.notation import NOTATIONS, Notation, check_notation, write_name
from chordwork.music.harmony.notes import Degree, Note, parse_note
from chordwork.music.harmony.parsing import MAX_CHARACTERS, parse_symbol
from chordwork.music.harmony.progression import PlacedSymbol, read_bars, read_progression
from chordwork.music.harmony.reduction import REDUCED_QUALITIES, TOKENS, symbol_of, token_of
from chordwork.music.harmony.roman import degree_numeral, from_roman, to_roman
from chordwork.music.harmony.symbol import NO_SYMBOL, UNKNOWN_SYMBOL, ChordSymbol
from chordwork.music.harmony.writing import lead_sheet_suffix, to_harte, to_lead_sheet

__all__ = [
    "MAX_CHARACTERS",
    "NOTATIONS",
    "NO_SYMBOL",
    "REDUCED_QUALITIES",
    "TOKENS",
    "UNKNOWN_SYMBOL",
    "Analysis",
    "Chart",
    "ChartBar",
    "ChartChord",
    "ChartSyntaxError",
    "ChordSymbol",
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
    "PlacedSymbol",
    "ProgressionError",
    "Relation",
    "SymbolSyntaxError",
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
    "parse_note",
    "parse_symbol",
    "plain_name",
    "read_bars",
    "read_chart",
    "read_item",
    "read_progression",
    "read_symbol",
    "respell",
    "share_bar",
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
