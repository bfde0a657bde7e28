"""A TrueType font, as far as measuring text and embedding it need.

Reference: ISO/IEC 14496-22 (OpenType), tables ``cmap`` (formats 4 and 12), ``head``, ``hhea``, ``hmtx``, ``loca``,
``glyf``, ``maxp``. Combining marks are set only where a letter of its own holds them.
"""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from typing import Final

import attrs

_FILE: Final = "dejavu-sans.ttf"
_ARGUMENTS_ARE_WORDS: Final = 0x0001
_HAS_SCALE: Final = 0x0008
_MORE_COMPONENTS: Final = 0x0020
_HAS_TWO_SCALES: Final = 0x0040
_HAS_MATRIX: Final = 0x0080
_EMBEDDED: Final = ("head", "hhea", "hmtx", "maxp", "loca", "glyf", "cvt ", "fpgm", "prep")
_CHECKSUM_MAGIC: Final = 0xB1B0AFBA


@attrs.frozen(eq=False)
class Font:
    """A font in memory.

    Attributes:
        data: the file.
        tables: bytes of each table by its tag.
        glyph_of: glyph of each code point.
        advances: width of each glyph, in font units.
        units: font units an em.
        ascent: above the baseline, font units.
        descent: below it, negative.
        box: of all glyphs: left, bottom, right, top; font units.
    """

    data: bytes
    tables: dict[str, bytes]
    glyph_of: dict[int, int]
    advances: tuple[int, ...]
    units: int
    ascent: int
    descent: int
    box: tuple[int, int, int, int]

    @classmethod
    def read(cls, data: bytes) -> Font:
        """Read a TrueType file; trusted data."""
        tables = {}
        for index in range(struct.unpack(">H", data[4:6])[0]):
            tag, _, offset, length = struct.unpack(">4sLLL", data[12 + 16 * index : 28 + 16 * index])
            tables[tag.decode("ascii")] = data[offset : offset + length]
        (units,) = struct.unpack(">H", tables["head"][18:20])
        ascent, descent = struct.unpack(">hh", tables["hhea"][4:8])
        (measured,) = struct.unpack(">H", tables["hhea"][34:36])
        (count,) = struct.unpack(">H", tables["maxp"][4:6])
        widths = [struct.unpack(">H", tables["hmtx"][4 * index : 4 * index + 2])[0] for index in range(measured)]
        widths += [widths[-1]] * (count - measured)
        box = struct.unpack(">hhhh", tables["head"][36:44])
        return cls(data, tables, _characters(tables["cmap"]), tuple(widths), units, ascent, descent, box)

    def glyphs(self, text: str) -> list[int]:
        """A glyph for each character; 0, an empty box, for those it lacks."""
        return [self.glyph_of.get(ord(character), 0) for character in composed(text)]

    def width(self, text: str, size: float) -> float:
        """How wide a text is at a size, in the unit of the size."""
        return sum(self.advances[glyph] for glyph in self.glyphs(text)) * size / self.units

    def missing(self, text: str) -> str:
        """Characters that it lacks, each once."""
        return "".join(dict.fromkeys(each for each in composed(text) if ord(each) not in self.glyph_of))

    def part(self, glyphs: Iterable[int]) -> bytes:
        """A TrueType file with the outlines of some glyphs and their components; glyph numbers stay."""
        starts = self._outline_starts()
        kept = {0}
        waiting = [0, *glyphs]
        while waiting:
            glyph = waiting.pop()
            kept.add(glyph)
            waiting += [part for part in _components(self._outline(glyph, starts)) if part not in kept]
        outlines = bytearray()
        places = [0]
        for glyph in range(len(self.advances)):
            if glyph in kept:
                outline = self._outline(glyph, starts)
                outlines += outline + bytes(-len(outline) % 4)
            places.append(len(outlines))
        head = bytearray(self.tables["head"])
        head[8:12] = bytes(4)
        head[50:52] = struct.pack(">h", 1)  # long offsets
        tables: dict[str, bytes] = {tag: self.tables[tag] for tag in _EMBEDDED if tag in self.tables}
        tables |= {"head": bytes(head), "glyf": bytes(outlines), "loca": struct.pack(f">{len(places)}L", *places)}
        return _file(tables)

    def _outline_starts(self) -> tuple[int, ...]:
        loca = self.tables["loca"]
        if struct.unpack(">h", self.tables["head"][50:52])[0]:
            return struct.unpack(f">{len(loca) // 4}L", loca)
        return tuple(2 * place for place in struct.unpack(f">{len(loca) // 2}H", loca))

    def _outline(self, glyph: int, starts: tuple[int, ...]) -> bytes:
        return self.tables["glyf"][starts[glyph] : starts[glyph + 1]]


@lru_cache(maxsize=1)
def lettering() -> Font:
    """The font that comes with Chordwork."""
    return Font.read((files("chordwork.music.tabs.sheets.lettering") / _FILE).read_bytes())


def composed(text: str) -> str:
    """Letters with their marks as one character, where there is one."""
    return unicodedata.normalize("NFC", text)


def _characters(cmap: bytes) -> dict[int, int]:
    found: dict[int, int] = {}
    for index in range(struct.unpack(">H", cmap[2:4])[0]):
        (offset,) = struct.unpack(">L", cmap[8 + 8 * index : 12 + 8 * index])
        table = cmap[offset:]
        (format,) = struct.unpack(">H", table[:2])
        if format == 4:
            found |= _segments(table)
        elif format == 12:
            for group in range(struct.unpack(">L", table[12:16])[0]):
                first, last, glyph = struct.unpack(">LLL", table[16 + 12 * group : 28 + 12 * group])
                found |= {code: glyph + code - first for code in range(first, last + 1)}
    return found


def _segments(table: bytes) -> dict[int, int]:
    found: dict[int, int] = {}
    count = struct.unpack(">H", table[6:8])[0] // 2
    ends, starts, deltas, ranges = (
        struct.unpack(f">{count}H", table[at : at + 2 * count])
        for at in (14, 16 + 2 * count, 16 + 4 * count, 16 + 6 * count)
    )
    for index in range(count):
        for code in range(starts[index], min(ends[index], 0xFFFE) + 1):
            glyph = code
            if ranges[index]:
                at = 16 + 6 * count + 2 * index + ranges[index] + 2 * (code - starts[index])
                (glyph,) = struct.unpack(">H", table[at : at + 2])
                if glyph == 0:
                    continue
            found[code] = (glyph + deltas[index]) & 0xFFFF
    return found


def _components(outline: bytes) -> list[int]:
    """Glyphs that a compound glyph is made of."""
    if len(outline) < 10 or struct.unpack(">h", outline[:2])[0] >= 0:
        return []
    parts = []
    at, more = 10, True
    while more:
        flags, glyph = struct.unpack(">HH", outline[at : at + 4])
        parts.append(glyph)
        at += 8 if flags & _ARGUMENTS_ARE_WORDS else 6
        at += 2 if flags & _HAS_SCALE else 4 if flags & _HAS_TWO_SCALES else 8 if flags & _HAS_MATRIX else 0
        more = bool(flags & _MORE_COMPONENTS)
    return parts


def _file(tables: dict[str, bytes]) -> bytes:
    count = len(tables)
    power = count.bit_length() - 1
    header = struct.pack(">LHHHH", 0x00010000, count, 16 << power, power, 16 * count - (16 << power))
    at = 12 + 16 * count
    directory, body = bytearray(), bytearray()
    head = 0
    for tag, data in sorted(tables.items()):
        head = at + len(body) if tag == "head" else head
        directory += struct.pack(">4sLLL", tag.encode(), _checksum(data), at + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    whole = bytearray(header + directory + body)
    whole[head + 8 : head + 12] = struct.pack(">L", (_CHECKSUM_MAGIC - _checksum(bytes(whole))) & 0xFFFFFFFF)
    return bytes(whole)


def _checksum(data: bytes) -> int:
    padded = data + bytes(-len(data) % 4)
    words: tuple[int, ...] = struct.unpack(f">{len(padded) // 4}L", padded)
    return sum(words) & 0xFFFFFFFF
