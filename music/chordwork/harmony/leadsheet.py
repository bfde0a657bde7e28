"""Reading the quality of a chord as lead sheets write it, in its many ways: ``-7``, ``Δ9``, ``+7(b9)``, ``alt``."""

from __future__ import annotations

import re
from typing import Final

from chordwork.harmony.errors import SymbolSyntaxError
from chordwork.harmony.notes import Degree, read_accidentals
from chordwork.harmony.patterns import pattern
from chordwork.harmony.vocabulary import degrees

_MINOR: Final = pattern(
    r"(?:minor|Minor|MINOR|min|Min|MIN)\.?|mi(?!x)|Mi|MI|m(?!aj|a(?!dd|lt))|[-−–](?!5)",
)
_MAJOR: Final = pattern(
    r"(?:major|maj|Major|Maj|MAJOR|MAJ)\.?|ma(?!dd|lt|ug)|Ma(?!dd|lt|ug)|MA(?!DD|LT|UG)|M|\^|Δ|△|∆|j(?![A-Za-z])"
)
_DIMINISHED: Final = pattern(r"(?:dim|Dim|DIM)(?:inished)?\.?|°|º|o(?!mit)|0(?=7?(?:[\s/(]|$))")
_HALF_DIMINISHED: Final = pattern(r"(?:half-?|h)dim\.?|ø|Ø|∅|⌀|h")
_AUGMENTED: Final = pattern(r"(?:aug|Aug|AUG)(?:mented)?\.?|\+(?!5)")
_DOMINANT: Final = pattern(r"dom\.?(?=\d)")
_SIX_NINE: Final = pattern(r"6/?9|6add9")
_NUMBER: Final = pattern(r"13|11|9|7|6|5|4|2")
_SUSPENDED: Final = pattern(r"(?:sus|Sus|SUS)\.?(?:2sus4|24|42|2/4|4/2|[24](?!\d)|)")
_SUSPENDED_NUMBER: Final = pattern(r"13|9|7")
_ADDED: Final = pattern(r"(?:add|ad|Add|ADD)\.?")
_OMITTED: Final = pattern(r"no|omit")
_ALTERED: Final = pattern(r"(?:alt|Alt|ALT)(?:ered)?\.?7?|at(?![a-z])7?")
_SEVENTH: Final = pattern(
    r"(?:(?:major|maj|Major|Maj|MAJOR|MAJ)\.?|ma(?!dd|lt)|Ma(?!dd|lt)|MA(?!DD|LT)|M|\^|Δ|△|∆)\s*7?|7(?:M|maj)"
)
_MISPLACED_MINOR: Final = pattern(r"min\.?|m(?!aj|a(?!dd|lt)|\d)")
"""A minor sign after its number: ``C7m`` for ``Cm7``."""
_SIGN_AFTER: Final = pattern(r"[+\-−–#b♯♭](?!\d)")
"""A sign that follows its number, as Brazilian and older charts write: ``(5-)``, ``7/9+``."""
_ALTERED_TENSIONS: Final = degrees("b9 #9 #11 b13")
_THIRDS: Final = degrees("3 b3")
_TRIAD: Final = frozenset(degrees("1 3 5"))
_SIX_AND_NINE: Final = frozenset(degrees("6 9"))
_TRIANGLES: Final = "^Δ△∆"
_ORDINAL: Final = pattern(r"(?:rd|th|d)(?![a-z])")
"""What may follow the number of a note that is left out: ``no3rd``."""
_RAISED: Final = pattern(r"[+#♯](?!\d)")


def read_suffix(
    text: str, position: int = 0, end: int | None = None, *, plus_is_major: bool = False
) -> frozenset[Degree]:
    """Degrees of a quality suffix such as ``"m7b5"``; "" is a major triad.

    Args:
        text: the whole symbol, shown in errors.
        position: where the suffix begins.
        end: where it ends, the end of the text unless given.
        plus_is_major: read ``7+`` as a major seventh, as Italy and Brazil do, and not as a raised fifth.

    Raises:
        SymbolSyntaxError: points at the first character that makes no sense.
    """
    return _Reader(text, position, len(text) if end is None else end, plus_is_major).read()


class _Reader:
    """One pass over one suffix, from left to right."""

    def __init__(self, text: str, position: int, end: int, plus_is_major: bool) -> None:
        self._text = text
        self._position = position
        self._end = end
        self._sounding = set(_TRIAD)
        self._altered: set[int] = set()
        self._major_after = re.compile(r"M(?!\d)|\+(?!\d)" if plus_is_major else r"M(?!\d)")

    def read(self) -> frozenset[Degree]:
        self._triad()
        while self._position < self._end:
            if self._take(re.compile(r"[\s,]+")):
                continue
            if self._take(re.compile(r"\(")):
                self._parentheses()
            else:
                self._modifier(inside=False)
        return frozenset(self._sounding)

    def _triad(self) -> None:
        """The part that must come first: minor, major, diminished, augmented, with its seventh and extensions."""
        seventh = Degree(7, -1)
        self._take(re.compile(r"\s+"))
        if self._take(_HALF_DIMINISHED):
            self._replace(3, -1)
            self._replace(5, -1)
            if not self._extensions(seventh):
                self._sounding.add(seventh)
            return
        if self._take(_DIMINISHED):
            self._replace(3, -1)
            self._replace(5, -1)
            seventh = Degree(7, 0) if self._take(_MAJOR) else Degree(7, -2)
            self._extensions(seventh)
            return
        if self._take(_MINOR):
            self._replace(3, -1)
        elif self._take(_AUGMENTED):
            self._replace(5, 1)
        else:
            self._take(_DOMINANT)
        start = self._position
        major = self._take(re.compile(r"\s*(?:" + _MAJOR.pattern + ")"))
        if major:
            seventh = Degree(7, 0)
        numbered = self._extensions(seventh)
        if numbered and not major and Degree(3) in self._sounding and self._take(_MISPLACED_MINOR):
            self._replace(3, -1)
        sign = self._text[start : self._position].strip()
        triangle = sign == "j" or sign.endswith(tuple(_TRIANGLES))
        minor_or_augmented = self._sounding != _TRIAD
        if major and not numbered and (triangle or minor_or_augmented):
            self._sounding.add(seventh)

    def _extensions(self, seventh: Degree) -> bool:
        """``7``, ``9``, ``11``, ``13``, ``6``, ``6/9``, ``5``, ``2``, ``4`` right after the triad."""
        if self._take(_SIX_NINE):
            self._sounding |= _SIX_AND_NINE
            return True
        number = self._take(_NUMBER)
        if not number:
            return False
        if number in ("7", "9", "11", "13"):
            minor = Degree(3, -1) in self._sounding  # Cm7+ is Cm(maj7); of C7+ the notation decides
            raised = self._major_after if not minor else re.compile(f"{self._major_after.pattern}|{_RAISED.pattern}")
            if number == "7" and seventh.alteration == -1 and self._take(raised):
                seventh = Degree(7, 0)
            self._sounding.add(seventh)
            self._sounding |= {Degree(9)} if number != "7" else set()
            self._sounding |= {Degree(int(number))} if number != "7" else set()
        elif number == "6":
            self._sounding.add(Degree(6))
        elif number == "5":
            if sign := self._take(_SIGN_AFTER):
                self._alter(Degree(5, 1 if sign in "+#♯" else -1))
            elif Degree(3) in self._sounding:
                self._drop(3)
            elif (flat := self._take(re.compile(r"[-−–b♭](?=7)"))) or self._take(re.compile(r"[+#♯](?=7)")):
                self._replace(5, -1 if flat else 1)  # Cm5-7, whose fifth is flat
                self._take(_NUMBER)
                self._sounding.add(seventh)
        else:
            self._suspend({int(number)})
        return True

    def _parentheses(self) -> None:
        opened = self._position - 1
        while not self._take(re.compile(r"\)")):
            if self._position >= self._end:
                raise SymbolSyntaxError(self._text, opened, "this parenthesis is never closed")
            if not self._take(re.compile(r"[\s,/]+")):
                self._modifier(inside=True)

    def _modifier(self, *, inside: bool) -> None:
        start = self._position
        if self._take(_ADDED):
            self._take(re.compile(r"\s+"))
            if not self._take(_SEVENTH):
                self._sounding.add(self._degree())
            else:
                self._sounding.add(Degree(7))
        elif self._take(_OMITTED):
            self._take(re.compile(r"\s+"))
            self._drop(self._degree().number)
            self._take(_ORDINAL)
        elif suspended := self._take(_SUSPENDED):
            self._suspend({int(character) for character in suspended if character in "24"} or {4})
            if number := self._take(_SUSPENDED_NUMBER):
                self._sounding |= {Degree(7, -1)} | ({Degree(9)} if number != "7" else set())
                self._sounding |= {Degree(13)} if number == "13" else set()
            elif re.compile(r"[b♭]9").match(self._text, self._position, self._end):
                self._sounding.add(Degree(7, -1))  # Csusb9 is a dominant chord
        elif self._take(re.compile(r"\+(?![\d#b♯♭])")):
            self._replace(5, 1)
        elif self._take(_ALTERED):
            self._drop(5)
            self._sounding |= {Degree(7, -1), *_ALTERED_TENSIONS}
        elif self._take(_SEVENTH):
            self._drop(7)
            self._sounding.add(Degree(7))
        elif self._peek() in tuple("#b♯♭+-−–𝄪𝄫"):
            self._alter(self._degree())
        elif inside and self._peek().isdecimal():
            self._tension()
        elif self._take(_AUGMENTED):
            self._replace(5, 1)
        elif self._peek() == "/" and not inside:
            self._slash(start)
        else:
            raise SymbolSyntaxError(
                self._text,
                start,
                f"{self._peek()!r} means nothing here: write for example m7, maj9, sus4, b9 or (add9)",
            )

    def _slash(self, start: int) -> None:
        """What follows a slash and is no bass note: a tension (``7/9``, ``7/13-``, ``/#11``), ``/maj7``, ``/add9``."""
        self._position += 1
        self._take(re.compile(r"\s+"))
        if self._peek().isdecimal():
            self._tension()
        elif self._peek() in ("", "/"):
            raise SymbolSyntaxError(
                self._text, start, "after a slash comes a bass note or a tension, such as /E, /Bb, /9 or /#11"
            )
        else:
            before = self._position
            try:
                self._modifier(inside=False)
            except SymbolSyntaxError:
                if self._position > before:
                    raise
                reason = "after a slash comes a bass note or a tension, such as /E, /Bb, /9 or /#11"
                raise SymbolSyntaxError(self._text, start, reason) from None

    def _tension(self) -> None:
        """A bare number in parentheses or after a slash, perhaps with its sign behind it: ``9``, ``9-``, ``5+``."""
        degree = self._degree()
        sign = self._take(_SIGN_AFTER)
        if sign:
            self._alter(Degree(degree.number, 1 if sign in "+#♯" else -1))
        elif degree.number == 4:
            self._suspend({4})
        elif degree.number == 7:
            if not any(each.number == 7 for each in self._sounding):
                self._sounding.add(Degree(7, -1))
        else:
            self._sounding.add(degree)

    def _alter(self, degree: Degree) -> None:
        """An altered degree: the fifth is replaced, a tension replaces its natural form, two alterations add up.

        A raised seventh is the major one: ``Cm#7`` holds B, as ``Cm(maj7)`` does.
        """
        if degree.number == 7 and degree.alteration > 0:
            self._drop(7)
            self._sounding.add(Degree(7))
            return
        natural = Degree(degree.number)
        if degree.number not in self._altered and degree.number in (3, 5, 9, 11, 13):
            self._sounding.discard(natural)
            if degree.number == 3:
                self._sounding -= set(_THIRDS)
        if degree.number == 5 and self._sounding & {Degree(3, -1)} and degree.alteration == -1:
            self._sounding.discard(natural)
        self._altered.add(degree.number)
        self._sounding.add(degree)

    def _degree(self) -> Degree:
        signs = 0
        while self._peek() in ("+", "-", "−", "–"):
            signs += 1 if self._peek() == "+" else -1
            self._position += 1
        alteration, self._position = read_accidentals(self._text, self._position)
        number = re.compile(r"1[0-3]|[1-9](?!\d)").match(self._text, self._position, self._end)
        if number is None:
            raise SymbolSyntaxError(
                self._text, self._position, "a number from 1 to 13 should follow, such as 5, 9, 11 or 13"
            )
        self._position = number.end()
        return Degree(int(number[0]), alteration + signs)

    def _suspend(self, numbers: set[int]) -> None:
        self._sounding -= set(_THIRDS)
        self._sounding |= {Degree(number) for number in numbers}

    def _replace(self, number: int, alteration: int) -> None:
        self._drop(number)
        self._sounding.add(Degree(number, alteration))

    def _drop(self, number: int) -> None:
        self._sounding = {degree for degree in self._sounding if degree.number != number}

    def _peek(self) -> str:
        return self._text[self._position : self._position + 1] if self._position < self._end else ""

    def _take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self._text, self._position, self._end)
        if match is None:
            return ""
        self._position = match.end()
        return match[0]
