"""Harmony: chord symbols, keys, numerals and functions. Text to values and back, exactly."""

from typing import TYPE_CHECKING

from chordwork.harmony.on_demand import on_demand

if TYPE_CHECKING:
    from chordwork.harmony.analysis import Analysis as Analysis
    from chordwork.harmony.analysis import Function as Function
    from chordwork.harmony.analysis import Relation as Relation
    from chordwork.harmony.analysis import analyse as analyse
    from chordwork.harmony.analysis import analyse_all as analyse_all
    from chordwork.harmony.chord import NO_CHORD as NO_CHORD
    from chordwork.harmony.chord import UNKNOWN_CHORD as UNKNOWN_CHORD
    from chordwork.harmony.chord import Chord as Chord
    from chordwork.harmony.chord import all_chords as all_chords
    from chordwork.harmony.chord import from_chord as from_chord
    from chordwork.harmony.chord import is_exact as is_exact
    from chordwork.harmony.chord import nearest_quality as nearest_quality
    from chordwork.harmony.chord import parse_label as parse_label
    from chordwork.harmony.chord import to_chord as to_chord
    from chordwork.harmony.errors import ArgumentError as ArgumentError
    from chordwork.harmony.errors import ChartSyntaxError as ChartSyntaxError
    from chordwork.harmony.errors import ChordSyntaxError as ChordSyntaxError
    from chordwork.harmony.errors import ChordworkError as ChordworkError
    from chordwork.harmony.errors import CrowdedBarError as CrowdedBarError
    from chordwork.harmony.errors import HarmonySyntaxError as HarmonySyntaxError
    from chordwork.harmony.errors import KeySyntaxError as KeySyntaxError
    from chordwork.harmony.errors import NotationError as NotationError
    from chordwork.harmony.errors import NoteSyntaxError as NoteSyntaxError
    from chordwork.harmony.errors import NumeralSyntaxError as NumeralSyntaxError
    from chordwork.harmony.errors import ProgressionError as ProgressionError
    from chordwork.harmony.errors import SymbolSyntaxError as SymbolSyntaxError
    from chordwork.harmony.keyfinding import KeyEstimate as KeyEstimate
    from chordwork.harmony.keyfinding import find_keys as find_keys
    from chordwork.harmony.keys import Key as Key
    from chordwork.harmony.keys import Mode as Mode
    from chordwork.harmony.keys import parse_key as parse_key
    from chordwork.harmony.keys import plain_name as plain_name
    from chordwork.harmony.keys import transpose_key as transpose_key
    from chordwork.harmony.keys import usual_key as usual_key
    from chordwork.harmony.notation import NOTATIONS as NOTATIONS
    from chordwork.harmony.notation import Notation as Notation
    from chordwork.harmony.notation import check_notation as check_notation
    from chordwork.harmony.notation import write_name as write_name
    from chordwork.harmony.notes import Degree as Degree
    from chordwork.harmony.notes import Note as Note
    from chordwork.harmony.notes import parse_note as parse_note
    from chordwork.harmony.parsing import MAX_CHARACTERS as MAX_CHARACTERS
    from chordwork.harmony.parsing import parse_symbol as parse_symbol
    from chordwork.harmony.reduction import REDUCED_QUALITIES as REDUCED_QUALITIES
    from chordwork.harmony.reduction import TOKENS as TOKENS
    from chordwork.harmony.reduction import symbol_of as symbol_of
    from chordwork.harmony.reduction import token_of as token_of
    from chordwork.harmony.roman import degree_numeral as degree_numeral
    from chordwork.harmony.roman import from_roman as from_roman
    from chordwork.harmony.roman import to_roman as to_roman
    from chordwork.harmony.symbol import NO_SYMBOL as NO_SYMBOL
    from chordwork.harmony.symbol import UNKNOWN_SYMBOL as UNKNOWN_SYMBOL
    from chordwork.harmony.symbol import ChordSymbol as ChordSymbol
    from chordwork.harmony.symbol import to_harte as to_harte
    from chordwork.harmony.symbol import to_lead_sheet as to_lead_sheet
    from chordwork.harmony.transposition import respell as respell
    from chordwork.harmony.transposition import transpose as transpose
    from chordwork.harmony.transposition import transpose_all as transpose_all
    from chordwork.harmony.vocabulary import QUALITIES as QUALITIES
    from chordwork.harmony.vocabulary import Quality as Quality
    from chordwork.harmony.writing import lead_sheet_suffix as lead_sheet_suffix

__getattr__, __dir__, __all__ = on_demand(
    __name__,
    {
        "analysis": "Analysis Function Relation analyse analyse_all",
        "chord": "NO_CHORD UNKNOWN_CHORD Chord all_chords from_chord is_exact nearest_quality parse_label to_chord",
        "errors": (
            "ArgumentError ChartSyntaxError ChordSyntaxError ChordworkError CrowdedBarError HarmonySyntaxError "
            "KeySyntaxError NotationError NoteSyntaxError NumeralSyntaxError ProgressionError "
            "SymbolSyntaxError"
        ),
        "keyfinding": "KeyEstimate find_keys",
        "keys": "Key Mode parse_key plain_name transpose_key usual_key",
        "notation": "NOTATIONS Notation check_notation write_name",
        "notes": "Degree Note parse_note",
        "parsing": "MAX_CHARACTERS parse_symbol",
        "reduction": "REDUCED_QUALITIES TOKENS symbol_of token_of",
        "roman": "degree_numeral from_roman to_roman",
        "symbol": "NO_SYMBOL UNKNOWN_SYMBOL ChordSymbol to_harte to_lead_sheet",
        "transposition": "respell transpose transpose_all",
        "vocabulary": "QUALITIES Quality",
        "writing": "lead_sheet_suffix",
    },
)
