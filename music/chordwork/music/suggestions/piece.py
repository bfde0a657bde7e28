"""A piece so far, as the model sees it: key, different chords, and the chords as written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from chordwork.harmony import (
    REDUCED_QUALITIES,
    ChordSymbol,
    Key,
    Mode,
    Notation,
    check_notation,
    from_chord,
    parse_key,
    parse_note,
    respell,
    symbol_of,
    token_of,
)
from chordwork.harmony.chord import Chord
from chordwork.harmony.keyfinding import KeyEstimate, find_keys
from chordwork.music.song.model import Song
from chordwork.music.suggestions.constants import MEMORY_CHORDS
from chordwork.music.suggestions.errors import SuggestionError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAX_CHORDS: Final = 20_000
"""Most chords of one question: hours of music."""
KEY_CHORDS: Final = 64
"""How many of the last chords tell the key, so that it follows the music."""
SHORTEST_LOOP: Final = 3
LONGEST_LOOP: Final = 16
"""Chords of a loop that goes round."""
LOOP_BEGUN: Final = 2
"""Chords that must have come again before it is one."""
DEFAULT_KEY: Final = Key(parse_note("C"), Mode.MAJOR)
"""Where nothing says otherwise."""

ChordLike = str | Chord | ChordSymbol
"""A chord as text (lead sheet or Harte), as the recogniser's value, or as a symbol."""


class Piece:
    """Chords so far. Give it one chord at a time.

    Args:
        key: the key if it is known; else it is found from the last chords, anew after each.
        notation: of note names in texts, and in what is said about the piece.
    """

    def __init__(self, key: str | Key | None = None, notation: Notation = "english") -> None:
        self.notation: Notation = check_notation(notation)
        self._given = parse_key(key, notation=notation) if isinstance(key, str) else key
        self._estimate: KeyEstimate | None = None
        self._symbols: list[ChordSymbol] = []
        self._tokens_in_c: list[int] = []
        self._exact: list[int] = []
        self._numbers: dict[ChordSymbol, int] = {}

    def add(self, chord: ChordLike) -> bool:
        """Take the next chord; whether it changed anything. No chord, unknown chords and repeats change nothing."""
        symbol = as_symbol(chord, self.notation)
        token = token_of(symbol, 0)
        if token is None or (self._tokens_in_c and self._tokens_in_c[-1] == token):
            return False
        self._symbols.append(symbol)
        self._tokens_in_c.append(token)
        self._exact.append(self._numbers.setdefault(symbol, len(self._numbers)))
        del self._symbols[:-MEMORY_CHORDS], self._tokens_in_c[:-MEMORY_CHORDS], self._exact[:-MEMORY_CHORDS]
        self._estimate = None
        return True

    def with_chord(self, chord: ChordLike) -> Piece:
        """A copy with one more chord."""
        copy = self._copy(self._given)
        copy.add(chord)
        return copy

    def in_key(self, key: Key | None) -> Piece:
        """A copy with the key settled; None finds it."""
        return self._copy(key)

    @property
    def given_key(self) -> Key | None:
        """The key as given; None where it is found."""
        return self._given

    def _copy(self, key: Key | None) -> Piece:
        copy = Piece(key, self.notation)
        copy._symbols, copy._tokens_in_c = self._symbols.copy(), self._tokens_in_c.copy()
        copy._exact, copy._numbers = self._exact.copy(), self._numbers.copy()
        return copy

    @property
    def symbols(self) -> Sequence[ChordSymbol]:
        """Different chords, as written, oldest first."""
        return self._symbols

    @property
    def key_estimate(self) -> KeyEstimate:
        """The key as given, with confidence 1, or as found; :data:`DEFAULT_KEY` with confidence 0 before any chord."""
        if self._given is not None:
            return KeyEstimate(self._given, 1.0)
        if not self._symbols:
            return KeyEstimate(DEFAULT_KEY, 0.0)
        if self._estimate is None:
            self._estimate = find_keys(self._symbols[-KEY_CHORDS:], limit=1)[0]
        return self._estimate

    @property
    def key(self) -> Key:
        """The key alone."""
        return self.key_estimate.key

    @property
    def tokens(self) -> NDArray[np.int64]:
        """Key-relative tokens, shape ``(n,)``."""
        import numpy as np

        return np.array(self.degrees, dtype=np.int64)

    @property
    def exact(self) -> NDArray[np.int64]:
        """A number for each different chord as written, shape ``(n,)``."""
        import numpy as np

        return np.array(self._exact, dtype=np.int64)

    @property
    def degrees(self) -> Sequence[int]:
        """The tokens as a list."""
        kinds = len(REDUCED_QUALITIES)
        down = kinds * self.key.tonic.pitch_class
        return [(token - down) % (12 * kinds) for token in self._tokens_in_c]

    @property
    def numbers(self) -> Sequence[int]:
        """A number for each different chord as written, as a list."""
        return self._exact

    def loop_with(self, token: int) -> Sequence[ChordSymbol]:
        """The chords that go round, from the first of them on, if a key-relative token is next in turn; or none.

        A loop is three to :data:`LONGEST_LOOP` chords that have come once and have begun again with their first two.
        """
        tokens = self.degrees
        count = len(tokens)
        for length in range(SHORTEST_LOOP, min(LONGEST_LOOP, count - LOOP_BEGUN) + 1):
            if any(tokens[count - 1 - back] != tokens[count - 1 - back - length] for back in range(LOOP_BEGUN)):
                continue
            begun = LOOP_BEGUN
            while begun + length < count and tokens[count - 1 - begun] == tokens[count - 1 - begun - length]:
                begun += 1
            first = count - length - (begun - 1) % length - 1
            return self._symbols[first : first + length] if tokens[count - length] == token else ()
        return ()

    def written(self, token: int) -> ChordSymbol:
        """A key-relative token as a chord: as this piece last wrote it, else plain, spelled for the key."""
        kinds = len(REDUCED_QUALITIES)
        in_c = (token + kinds * self.key.tonic.pitch_class) % (12 * kinds)
        for index in range(len(self._tokens_in_c) - 1, -1, -1):
            if self._tokens_in_c[index] == in_c:
                return respell(self._symbols[index], self.key)
        return symbol_of(token, self.key.spell(in_c // kinds))


def as_symbol(chord: ChordLike, notation: Notation = "english") -> ChordSymbol:
    """A chord in any form as a symbol.

    Raises:
        SymbolSyntaxError: a text that is no chord.
    """
    if isinstance(chord, ChordSymbol):
        return chord
    if isinstance(chord, Chord):
        return from_chord(chord)
    from chordwork.music.charts.text.reading import read_symbol

    return read_symbol(chord, notation=notation)


def bounded(chords: str | Song | Iterable[ChordLike], notation: Notation = "english") -> Iterator[ChordLike]:
    """The same chords; those of a text, of a song or of an item that is several bars, one by one.

    Raises:
        SuggestionError: after :data:`MAX_CHORDS`, if there are more.
        SymbolSyntaxError: a word of a line is no chord; its position counts in the whole line.
    """
    listed: Iterable[ChordLike]
    if isinstance(chords, str):
        from chordwork.music.charts.text.progression import read_progression

        listed = read_progression(chords, notation=notation)
    elif isinstance(chords, Song):
        from chordwork.music.charts.played import to_chart

        listed = to_chart(chords).symbols
    else:
        listed = _one_by_one(chords, notation)
    for count, chord in enumerate(listed):
        if count >= MAX_CHORDS:
            raise SuggestionError(f"at most {MAX_CHORDS} chords can be looked at: leave out the oldest")
        yield chord


def _one_by_one(chords: Iterable[ChordLike], notation: Notation) -> Iterator[ChordLike]:
    for chord in chords:
        if isinstance(chord, str):
            from chordwork.music.charts.text.reading import read_item

            item = read_item(chord, notation=notation)
            yield from (item,) if isinstance(item, ChordSymbol) else item.symbols
        else:
            yield chord


def piece_of(chords: str | Iterable[ChordLike], key: str | Key | None, notation: Notation = "english") -> Piece:
    """A piece of many chords, at most :data:`MAX_CHORDS`."""
    piece = Piece(key, notation)
    for chord in bounded(chords, notation):
        piece.add(chord)
    return piece
