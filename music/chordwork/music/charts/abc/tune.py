"""The music of one voice of an ABC tune: bars, with what stands in them.

Source: "The abc music standard" 2.1 (2011), sections 4, 5, 7 and 11.3; 2.2 for what it adds on chord symbols.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

import attrs

from chordwork.harmony import UNKNOWN_SYMBOL, Key, parse_symbol
from chordwork.harmony.errors import SymbolSyntaxError
from chordwork.music.charts.abc.fields import SHIFTS, KeyField, read_key, read_length, read_metre, read_tempo, read_text
from chordwork.music.charts.errors import ChartTooLargeError
from chordwork.music.charts.form import MAX_BARS, Remark
from chordwork.music.song import Jump, MelodyNote, PlacedChord, Signature, Syllable

NAME: Final = "abc"
_LETTERS: Final = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_MIDDLE_C: Final = 60
_NUMBER: Final = r"(\d{0,4})(/*)(\d{0,4})"
_NOTE: Final = re.compile(r"(\^\^|\^|__|_|=)?([A-Ga-g])([,']*)" + _NUMBER)
_REST: Final = re.compile(r"[zx]" + _NUMBER)
_BARS_OF_REST: Final = re.compile(r"[ZX](\d{0,4})")
_LENGTH: Final = re.compile(_NUMBER)
_BAR: Final = re.compile(r"\.?(:*)(\|+\]?|\[\|+\]?)(:*)|(::+)")
_HIDDEN: Final = re.compile(r"\[\|\](?=:+\|)")
"""A bar line that is not drawn, before one that ends a repeat."""
_ENDING: Final = re.compile(r"\[?\s*(\d+(?:\s*[,-]\s*\d+)*)|\[(?=\")")
_TUPLET: Final = re.compile(r"\((\d)(?::(\d*))?(?::(\d*))?")
_INLINE: Final = re.compile(r"\[([A-Za-z]):([^\]]*)\]")
_DECORATION: Final = re.compile(r"!([^!\n]{1,40})!|\+([^+\n|]{1,40})\+")
_BROKEN: Final = re.compile(r">{1,3}|<{1,3}")
_ANNOTATION: Final = re.compile(r"^(?:[\^_<>]|@[^ ]*,[-\d. ]*)")
_TUPLET_TIMES: Final = {2: 3, 3: 2, 4: 3, 6: 2, 8: 3}
_DEFINABLE: Final = "HIJKLMNOPQRSTUVWhijklmnopqrstuvw~"
"""Signs to which ``U:`` gives a meaning."""
_SYMBOLS: Final = {"S": "segno", "O": "coda"}
_JUMPS: Final = {
    "d.c.": Jump.DA_CAPO, "dacapo": Jump.DA_CAPO, "d.c.alfine": Jump.DA_CAPO_AL_FINE,
    "d.c.alcoda": Jump.DA_CAPO_AL_CODA, "d.s.": Jump.DAL_SEGNO, "dalsegno": Jump.DAL_SEGNO,
    "d.s.alfine": Jump.DAL_SEGNO_AL_FINE, "d.s.alcoda": Jump.DAL_SEGNO_AL_CODA,
    "dacapoalfine": Jump.DA_CAPO_AL_FINE, "dacapoalcoda": Jump.DA_CAPO_AL_CODA,
    "dalsegnoalfine": Jump.DAL_SEGNO_AL_FINE, "dalsegnoalcoda": Jump.DAL_SEGNO_AL_CODA,
}  # fmt: skip
_ENDING_MOST: Final = 99
_PROPAGATES: Final = re.compile(r"\s*propagate-accidentals\s+(not|octave|pitch)\b")
EVERYWHERE: Final = "pitch"
_FINGERS: Final = "numbers where chords stand are taken for fingers, and passed over"
_FEW: Final = 2


@attrs.define
class WrittenBar:
    """A bar in the making; places in whole notes from its beginning."""

    metre: Signature
    key: Key | None
    tempo: float | None
    part: str = ""
    begins_part: bool = False
    new_line: bool = False
    length: Fraction = Fraction(0)
    repeat_begins: bool = False
    repeat_times: int = 0
    endings: tuple[int, ...] = ()
    signs: set[str] = attrs.field(factory=set)
    codas: int = 0
    jump: Jump | None = None
    words: list[str] = attrs.field(factory=list)
    chords: list[tuple[Fraction, PlacedChord]] = attrs.field(factory=list)
    notes: list[tuple[Fraction, MelodyNote]] = attrs.field(factory=list)
    syllables: list[tuple[Fraction, Syllable]] = attrs.field(factory=list)
    texts: list[str] = attrs.field(factory=list)
    """Lines of ``W:`` that stand before it."""
    texts_of_part: list[str] = attrs.field(factory=list)
    """Those before its part begins, which belong to the one before."""

    @property
    def empty(self) -> bool:
        """Whether nothing stands in it yet."""
        return not (self.length or self.chords)


@attrs.define
class Voice:
    """What is read of a voice, line by line."""

    metre: Signature
    free: bool
    unit: Fraction
    key: KeyField
    tempo: float | None
    symbols: dict[str, str]
    song: int
    bars: list[WrittenBar] = attrs.field(factory=list)
    remarks: list[Remark] = attrs.field(factory=list)
    after: list[str] = attrs.field(factory=list)
    part: str = ""
    _bar: WrittenBar | None = None
    _pending: list[PlacedChord] = attrs.field(factory=list)
    _sung: list[tuple[WrittenBar, Fraction]] = attrs.field(factory=list)
    _verse: int = 0
    _accidentals: str = EVERYWHERE
    _shifts: dict[tuple[str, int], int] = attrs.field(factory=dict)
    _last: dict[tuple[str, int], int] = attrs.field(factory=dict)
    _tied: dict[tuple[str, int], int] = attrs.field(factory=dict)
    """Shifts of the last notes that sounded together, by letter and octave; and of those before, if a tie follows."""
    _tie: bool = False
    _broken: Fraction = Fraction(1)
    _tuplet: tuple[Fraction, int] = (Fraction(1), 0)
    _continued: bool = True
    _starts_line: bool = False
    _part_begins: bool = False
    _texts: list[str] = attrs.field(factory=list)
    _texts_of_part: list[str] = attrs.field(factory=list)

    def music(self, text: str, number: int) -> None:
        """A line of music.

        Args:
            text: without its comment.
            number: of the line, from 1.
        """
        continued = text.rstrip().endswith("\\")
        text = text.rstrip().removesuffix("\\")
        if self._verse or not self._continued:
            self._sung, self._verse = [], 0
        self._starts_line = not self._continued
        self._continued = continued
        place = 0
        unknown = False
        while place < len(text):
            step = self._token(text, place, number)
            if not step and not unknown:
                unknown = True
                said = f"{text[place]!r} is passed over: it stands for nothing in ABC 2.1"
                self.remarks.append(Remark(said, number, place + 1, song=self.song))
            place += step or 1

    def _token(self, text: str, at: int, number: int) -> int:
        """What stands at a place, taken in; how long it is, 0 if it is unknown."""
        letter = text[at]
        if letter in self.symbols and letter in _DEFINABLE:
            self._decoration(self.symbols[letter])
            return 1
        if letter.isspace() or letter in "`$)y*;?@#-.~uvHLMPTJR":
            if letter == "-":
                self._tie = True
            if letter != "." or not _BAR.match(text, at):
                return 1
        if letter == '"':
            end = text.find('"', at + 1)
            end = len(text) if end < 0 else end
            self._quoted(text[at + 1 : end], number, at + 2)
            return end + 1 - at
        if letter == "[" and (found := _INLINE.match(text, at)):
            self.field(found[1], found[2])
            return len(found[0])
        if letter in "!+" and (found := _DECORATION.match(text, at)):
            self._decoration(found[1] or found[2])
            return len(found[0])
        if hidden := _HIDDEN.match(text, at):
            return len(hidden[0])
        if letter in "|:.[" and (found := _BAR.match(text, at)):
            return len(found[0]) + self._bar_line(found, text, at + len(found[0]))
        if letter == "[":
            ending = _ENDING.match(text, at)
            if ending is not None:
                self._begin_ending(ending[1] or "")
                return len(ending[0])
            return self._chord_of_notes(text, at)
        if letter == "{":
            end = text.find("}", at)
            return (end if end > 0 else len(text)) + 1 - at
        if letter == "&":
            end = text.find("|", at)
            return (end if end > 0 else len(text)) - at
        if found := _NOTE.match(text, at):
            return len(found[0]) + self._note(found, text, at + len(found[0]))
        if found := _REST.match(text, at):
            self._tie = False
            return len(found[0]) + self._lasting(_times(found, 1), None, text, at + len(found[0]))
        if found := _BARS_OF_REST.match(text, at):
            self._bars_of_rest(int(found[1] or 1))
            return len(found[0])
        if found := _TUPLET.match(text, at):
            self._begin_tuplet(found)
            return len(found[0])
        if letter == "(":
            return 1
        if found := _BROKEN.match(text, at):
            return len(found[0])
        if letter in _SYMBOLS:
            self._decoration(_SYMBOLS[letter])
            return 1
        return 1 if letter.isalpha() and letter in "HIJKLMNPQRTUVWhijklmnopqrstw" else 0

    def field(self, name: str, text: str) -> None:
        """An inline field, or one on a line of its own."""
        if name == "K":
            self.key = read_key(text)
            self._of_next_bar()
        elif name == "M":
            metre = read_metre(text)
            self.free = metre is None
            if metre is not None:
                self.metre = metre
            self._of_next_bar()
        elif name == "L":
            self.unit = read_length(text) or self.unit
        elif name == "Q":
            self.tempo = read_tempo(text, self.unit) or self.tempo
            self._of_next_bar()
        elif name == "P":
            self._close()
            self.part, self._part_begins = read_text(text), True
            self._texts_of_part, self._texts = self._texts_of_part + self._texts, []
        elif name == "I" and (found := _PROPAGATES.match(text)):
            self._accidentals = found[1]
            self._shifts = {}
        elif name == "U" and (found := re.match(r"\s*(\S)\s*=\s*[!+]?([^!+]*)", text)):
            self.symbols[found[1]] = found[2]

    def words_after(self, text: str) -> None:
        """A line ``W:``."""
        self._close()
        self._texts.append(read_text(text))

    def sung(self, text: str) -> None:
        """A line ``w:``, below the music since the last ones: another verse, if one stands there already."""
        self._verse += 1
        notes = self._sung
        place = 0
        for word in _sung_words(read_text(text)):
            if word == "|":
                bar = notes[place - 1][0] if 0 < place <= len(notes) else None
                while place < len(notes) and bar is not None and notes[place][0] is bar:
                    place += 1
                continue
            if place >= len(notes):
                break
            if word not in ("_", "*"):
                bar, at = notes[place]
                bar.syllables.append((at, Syllable(word, Fraction(0), self._verse)))
            place += 1

    def finish(self) -> None:
        """The tune is over."""
        self._close()
        if self._pending:
            names = ", ".join(chord.written or str(chord.symbol) for chord in self._pending)
            self.remarks.append(Remark(f"chords behind the last note are left out: {names}", song=self.song))
        self.after, self._texts = self._texts_of_part + self._texts, []

    def _now(self) -> WrittenBar:
        if self._bar is None:
            if len(self.bars) == MAX_BARS:
                raise ChartTooLargeError(NAME, f"more than {MAX_BARS} bars: give fewer")
            self._bar = WrittenBar(
                self.metre,
                self.key.key,
                self.tempo,
                self.part,
                self._part_begins,
                self._starts_line and bool(self.bars),
            )
            self._bar.texts, self._texts = self._texts, []
            self._bar.texts_of_part, self._texts_of_part = self._texts_of_part, []
            self._part_begins = self._starts_line = False
            self.bars.append(self._bar)
        return self._bar

    def _of_next_bar(self) -> None:
        bar = self._bar
        if bar is not None and bar.empty:
            bar.metre, bar.key, bar.tempo = self.metre, self.key.key, self.tempo

    def _close(self) -> None:
        """The bar is over, if anything stands in it; chords alone fill it, those behind its last note wait for more."""
        bar = self._bar
        if bar is None or (bar.empty and not self._pending):
            return
        if self._pending and not bar.length:
            self._place_chords(Fraction(0))
            bar.length = Fraction(*self.metre)
        self._bar = None
        self._shifts = {}

    def _quoted(self, text: str, number: int, column: int) -> None:
        text = read_text(text)
        if not text:
            return
        if found := _ANNOTATION.match(text):
            self._annotation(text[found.end() :].strip())
            return
        if _says_where(text):
            self._annotation(text)
            return
        if text.isdigit():
            if _FINGERS not in {remark.text for remark in self.remarks[:_FEW]}:
                self.remarks.insert(0, Remark(_FINGERS, number, column, song=self.song))
            return
        self._now()
        first = text.partition(";")[0].strip()
        optional = first.startswith("(") and first.endswith(")")
        name = first[1:-1] if optional else first
        try:
            self._pending.append(PlacedChord(parse_symbol(name), optional=optional))
        except SymbolSyntaxError:
            said = f"{name!r} could not be read as a chord: mend it, or put ^ before it if it is text"
            self.remarks.append(Remark(said, number, column, song=self.song))
            self._pending.append(PlacedChord(UNKNOWN_SYMBOL, written=name, optional=optional))

    def _annotation(self, text: str) -> None:
        if _says_where(text):
            plain = _plain(text)
            self._decoration({"tocoda": "dacoda"}.get(plain, plain))
        elif text:
            self._now().words.append(text)

    def _decoration(self, name: str) -> None:
        name = name.strip().lower()
        if name in _JUMPS:
            self._ended().jump = _JUMPS[name]
        elif name == "fine":
            self._ended().signs.add("fine")
        elif name in ("dacoda", "tocoda"):
            self._ended().signs.add("to_coda")
        elif name == "segno":
            self._now().signs.add("segno")
        elif name == "coda":
            self._now().codas += 1

    def _ended(self) -> WrittenBar:
        """The bar at whose end a sign stands: this one, or the last, if nothing stands in this one yet."""
        if self._bar is not None and not (self._bar.empty and not self._pending):
            return self._bar
        return self.bars[-1] if self.bars and self._bar is None and not self._pending else self._now()

    def _bar_line(self, found: re.Match[str], text: str, at: int) -> int:
        """A bar line; returns how much of the text behind it belongs to it: an ending."""
        before, line, after, double = found[1] or "", found[2] or "", found[3] or "", found[4] or ""
        if double:
            before = after = ":" * max(1, len(double) // 2)
        self._close()
        if before and self.bars:
            last = self.bars[-1] if self._bar is None or len(self.bars) < 2 else self.bars[-2]
            last.repeat_times = len(before) + 1
        if after:
            self._now().repeat_begins = True
        if line.endswith("]") or line.startswith("["):
            return 0
        ending = re.compile(r"\s*(\d+(?:\s*[,-]\s*\d+)*)").match(text, at)
        if ending is None or text[at : at + 1].isspace():
            return 0
        self._begin_ending(ending[1])
        return len(ending[0])

    def _begin_ending(self, numbers: str) -> None:
        passes: list[int] = []
        for part in numbers.replace(" ", "").split(","):
            first, _, last = part.partition("-")
            if first.isdigit() and int(first[:4]) <= _ENDING_MOST:
                until = min(int(last[:4]), _ENDING_MOST) if last.isdigit() else int(first)
                passes += range(int(first), until + 1)
        self._now().endings = tuple(sorted(set(passes)))

    def _begin_tuplet(self, found: re.Match[str]) -> None:
        notes = int(found[1])
        compound = self.metre[1] == 8 and self.metre[0] % 3 == 0
        times = int(found[2]) if found[2] else _TUPLET_TIMES.get(notes, 3 if compound else 2)
        count = int(found[3]) if found[3] else notes
        if notes and times:
            self._tuplet = (Fraction(times, notes), count)

    def _bars_of_rest(self, count: int) -> None:
        for _ in range(count):
            self._lasting(Fraction(*self.metre) / self.unit, None, "", 0)
            self._close()

    def _chord_of_notes(self, text: str, at: int) -> int:
        end = text.find("]", at)
        if end < 0:
            return 0
        inside = text[at + 1 : end]
        pitches = []
        first: Fraction | None = None
        self._begin_notes()
        for found in _NOTE.finditer(inside):
            pitches.append(self._pitch(found))
            first = first or _times(found, 4)
        if not pitches:
            return end + 1 - at
        outside = _LENGTH.match(text, end + 1)
        length = len(outside[0]) if outside else 0
        times = (first or Fraction(1)) * (_times(outside, 1) if outside else 1)
        tied = inside.rstrip().endswith("-")
        step = self._lasting(times, max(pitches), text, end + 1 + length)
        self._tie = self._tie or tied
        return end + 1 - at + length + step

    def _pitch(self, found: re.Match[str]) -> int:
        """MIDI number. An accidental holds to the end of its bar: in every octave, in its own or for its note alone, as
        ``propagate-accidentals`` says; and beyond the bar for a note that is tied to it."""
        letter = found[2].upper()
        octave = (1 if found[2].islower() else 0) + found[3].count("'") - found[3].count(",")
        held = (letter, octave if self._accidentals == "octave" else 0)
        if found[1]:
            shift = SHIFTS[found[1]]
            if self._accidentals != "not":
                self._shifts[held] = shift
        else:
            shift = self._tied.get((letter, octave), self._shifts.get(held, self.key.shifts.get(letter, 0)))
        self._last[letter, octave] = shift
        return max(0, min(127, _MIDDLE_C + _LETTERS[letter] + 12 * octave + shift))

    def _note(self, found: re.Match[str], text: str, at: int) -> int:
        self._begin_notes()
        return self._lasting(_times(found, 4), self._pitch(found), text, at)

    def _begin_notes(self) -> None:
        """One note follows, or several that sound together."""
        self._tied, self._last = self._last if self._tie else {}, {}

    def _lasting(self, times: Fraction, pitch: int | None, text: str, at: int) -> int:
        """A note or rest so many units long; returns how much of the text behind it is its broken rhythm."""
        factor, left = self._tuplet
        whole = times * self.unit * self._broken * (factor if left else 1)
        self._tuplet = (factor, max(0, left - 1))
        self._broken = Fraction(1)
        step = 0
        behind = re.compile(r"\s*(>{1,3}|<{1,3})").match(text, at)
        if behind is not None:
            part = Fraction(1, 2 ** len(behind[1]))
            longer, shorter = 2 - part, part
            own, self._broken = (longer, shorter) if behind[1][0] == ">" else (shorter, longer)
            whole *= own
            step = len(behind[0])
        bar = self._now()
        start = bar.length
        self._place_chords(start)
        bar.length += whole
        if pitch is None or whole <= 0:
            return step
        self._sung.append((bar, start))
        self._sound(bar, start, whole, pitch)
        return step

    def _sound(self, bar: WrittenBar, start: Fraction, whole: Fraction, pitch: int) -> None:
        tied, self._tie = self._tie, False
        if self.key.rhythm:
            return
        before = next((one for one in reversed(self.bars) if one.notes), None)
        if tied and before is not None and before.notes[-1][1].pitch == pitch:
            at, note = before.notes[-1]
            before.notes[-1] = (at, attrs.evolve(note, beats=note.beats + whole))
            return
        bar.notes.append((start, MelodyNote(pitch, Fraction(0), whole)))

    def _place_chords(self, at: Fraction) -> None:
        bar = self._now()
        bar.chords += [(at, chord) for chord in self._pending]
        self._pending = []


def _times(found: re.Match[str], group: int) -> Fraction:
    """How many units: ``3``, ``/``, ``//``, ``3/2``."""
    above, slashes, below = found[group], found[group + 1], found[group + 2]
    times = Fraction(int(above)) if above else Fraction(1)
    if slashes:
        times /= int(below) if below and int(below) else 2 ** min(len(slashes), 10)
    return times


def _sung_words(text: str) -> list[str]:
    """Syllables with their blanks; ``_``, ``*`` and ``|`` as they are."""
    words: list[str] = []
    for token in re.findall(r"\||\*|_|(?:\\-|[^\s\-_*|])+-?|-", text):
        if token == "-":
            words.append("_")
            continue
        if token in ("_", "*", "|"):
            words.append(token)
            continue
        goes_on = token.endswith("-") and not token.endswith("\\-")
        word = (token[:-1] if goes_on else token).replace("\\-", "-").replace("~", " ")
        words.append(word if goes_on else f"{word} ")
    return words


def _plain(text: str) -> str:
    """A direction without blanks and its last dot, but for that of ``D.C.``."""
    return text.lower().replace(" ", "").rstrip(".") + ("." if text.lower().strip() in ("d.c.", "d.s.") else "")


def _says_where(text: str) -> bool:
    """Whether a text says where to go on, or is the place where to."""
    plain = _plain(text)
    return plain in _JUMPS or plain in ("fine", "segno", "tocoda", "coda")
