"""How one sees that the end is missing, in formats that do not say how long they last."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from chordwork.analysis.decoding.containers.media_claims import MAX_BOXES, bytes_at
from chordwork.analysis.decoding.containers.store import Spliced

_FRAME: Final = "in the middle of a frame"
_AMR_NB_BYTES: Final = (12, 13, 15, 17, 19, 20, 26, 31, 5, 0, 0, 0, 0, 0, 0, 0)
_AMR_WB_BYTES: Final = (17, 23, 32, 36, 40, 46, 50, 58, 60, 5, 0, 0, 0, 0, 0, 0)
"""By kind of frame (RFC 4867), without the byte that names it."""
_AC3_KBPS: Final = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 576, 640)
_SEGMENT: Final = 0x18538067
_CLUSTER: Final = 0x1F43B675
_ELEMENTS: Final = frozenset(
    (
        *(_SEGMENT, _CLUSTER, 0x1A45DFA3, 0x114D9B74, 0x1549A966, 0x1654AE6B, 0x1254C367, 0x1C53BB6B),
        *(0x1941A469, 0x1043A770, 0xE7, 0xA3, 0xA0, 0xAB, 0xA7, 0x5854, 0xEC, 0xBF),
    )
)
"""Of Matroska (RFC 9559), outside and inside clusters."""
_BOXES: Final = frozenset(b"ftyp moov moof mdat free skip wide sidx styp mfra uuid emsg prft meta pnot udta".split())
"""At the top level of MP4 and MOV; what else follows is none of it."""


def how_cut(file: Spliced, demuxer: str) -> str:
    """Where a file breaks off, in words; empty if it ends as its format ends, or if that does not show."""
    found = _LOOK.get(demuxer)
    return found(file) if found is not None else ""


def _amr(file: Spliced) -> str:
    wide = bytes_at(file, 0, 9) == b"#!AMR-WB\n"
    sizes = _AMR_WB_BYTES if wide else _AMR_NB_BYTES
    position = 9 if wide else 6
    while position < file.size:
        position += 1 + sizes[bytes_at(file, position, 1)[0] >> 3 & 15]
    return _FRAME if position > file.size else ""


def _ac3(file: Spliced) -> str:
    position = 0
    while len(head := bytes_at(file, position, 6)) == 6:
        size = _ac3_bytes(head)
        if size == 0:
            return ""
        position += size
    begun = bool(head) and b"\x0b\x77".startswith(head[:2])
    return _FRAME if begun or position > file.size else ""


def _ac3_bytes(head: bytes) -> int:
    """Of a frame of AC-3 or E-AC-3 (ETSI TS 102 366); 0 if none begins here."""
    if head[:2] != b"\x0b\x77":
        return 0
    if head[5] >> 3 > 10:
        return 2 * ((head[2] & 7) << 8 | head[3]) + 2
    rate, code = head[4] >> 6, head[4] & 0x3F
    if rate == 3 or code >> 1 >= len(_AC3_KBPS):
        return 0
    kbps = _AC3_KBPS[code >> 1]
    return 2 * (2 * kbps, 320 * kbps // 147 + (code & 1), 3 * kbps)[rate]


def _transport_stream(file: Spliced) -> str:
    """The last packet begins as one, and is not whole."""
    size, sync = (188, 0) if bytes_at(file, 0, 1) == b"\x47" else (192, 4)
    rest = file.size % size
    if rest <= sync or bytes_at(file, file.size - rest + sync, 1) != b"\x47":
        return ""
    return "in the middle of a packet"


def _avi(file: Spliced) -> str:
    """Written last, so 0 where the recorder lost power."""
    said = int.from_bytes(bytes_at(file, 4, 4), "little") + 8
    return "before its header says that the file ends" if file.size < said < 0xFFFF_FFFF else ""


def _mov(file: Spliced) -> str:
    position = 0
    for _ in range(100 * MAX_BOXES):
        head = bytes_at(file, position, 16)
        if len(head) < 8:
            return "in the middle of a box" if head else ""
        if head[4:8] not in _BOXES:
            return ""
        size = int.from_bytes(head[:4], "big")
        size = int.from_bytes(head[8:16], "big") if size == 1 else size
        if size < 8:
            return ""
        position += size
        if position > file.size:
            return f"in the middle of the box '{head[4:8].decode('latin-1')}'"
    return ""


def _matroska(file: Spliced) -> str:
    """Through the elements, into those whose size was unknown when they were written."""
    position = 0
    while position < file.size:
        head = bytes_at(file, position, 12)
        id_bytes = _vint_bytes(head[:1], 4)
        size_bytes = _vint_bytes(head[id_bytes : id_bytes + 1], 8) if id_bytes else 0
        if not id_bytes or not size_bytes:
            return ""
        if len(head) < id_bytes + size_bytes:
            return _FRAME
        name = int.from_bytes(head[:id_bytes], "big")
        size = int.from_bytes(head[id_bytes : id_bytes + size_bytes], "big") & (1 << 7 * size_bytes) - 1
        unknown = size == (1 << 7 * size_bytes) - 1
        position += id_bytes + size_bytes
        if name not in _ELEMENTS or (unknown and name not in (_SEGMENT, _CLUSTER)):
            return ""
        if not unknown and name != _SEGMENT:
            position += size
    return _FRAME if position > file.size else ""


def _vint_bytes(first: bytes, most: int) -> int:
    """How long a number of EBML is by its first byte; 0 if it is none."""
    count = 9 - first[0].bit_length() if first else 0
    return count if count <= most else 0


_LOOK: Final[dict[str, Callable[[Spliced], str]]] = {
    "amr": _amr,
    "ac3": _ac3,
    "mpegts": _transport_stream,
    "avi": _avi,
    "mov": _mov,
    "matroska": _matroska,
}
