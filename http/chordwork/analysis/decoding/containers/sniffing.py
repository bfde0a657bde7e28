"""What a file is, by its first bytes; never by its name."""

from __future__ import annotations

import re
from typing import Final

import attrs

from chordwork.analysis.decoding.containers.store import Store

HEAD_BYTES: Final = 4096


@attrs.frozen
class Container:
    """A kind of file."""

    kind: str
    """What opens it: ``riff``, ``mpeg``, ``ogg``, ``flac``, ``iff``, ``sound`` (libsndfile), ``media`` (FFmpeg)."""
    name: str
    """For people."""
    demuxer: str = ""
    """FFmpeg's name for it; empty where FFmpeg is not asked."""


RIFF: Final = Container("riff", "WAV", "wav")
WAVE64: Final = Container("riff", "Wave64", "w64")
MPEG: Final = Container("mpeg", "MP3", "mp3")
ADTS: Final = Container("adts", "AAC (ADTS)", "aac")
OGG: Final = Container("ogg", "Ogg", "ogg")
FLAC: Final = Container("flac", "FLAC", "flac")
AIFF: Final = Container("iff", "AIFF", "aiff")
CAF: Final = Container("sound", "CAF", "caf")
UNKNOWN: Final = Container("sound", "this file")
_WAVE64_GUID: Final = b"riff\x2e\x91\xcf\x11\xa5\xd6\x28\xdb\x04\xc1\x00\x00"
_BY_START: Final = (
    (_WAVE64_GUID, WAVE64),
    (b"fLaC", FLAC),
    (b"OggS", OGG),
    (b"caff", CAF),
    (b".snd", Container("sound", "AU", "au")),
    (b"#!AMR", Container("media", "AMR", "amr")),
    (b"\x1a\x45\xdf\xa3", Container("media", "WebM or Matroska", "matroska")),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", Container("media", "WMA (ASF)", "asf")),
    (b"wvpk", Container("media", "WavPack", "wv")),
    (b"MAC ", Container("media", "Monkey's Audio", "ape")),
    (b"TTA1", Container("media", "TTA", "tta")),
    (b"tBaK", Container("media", "TAK", "tak")),
    (b"FLV\x01", Container("media", "FLV", "flv")),
    (b"MPCK", Container("media", "Musepack", "mpc8")),
    (b"MP+", Container("media", "Musepack", "mpc")),
    (b"DSD ", Container("media", "DSD", "dsf")),
    (b"qoaf", Container("media", "QOA", "qoa")),
    (b".RMF", Container("media", "RealAudio", "rm")),
    (b"\x0b\x77", Container("media", "AC-3", "ac3")),
    (b"\x7f\xfe\x80\x01", Container("media", "DTS", "dts")),
    (b"\x00\x00\x01\xba", Container("media", "MPEG program stream", "mpeg")),
)
_NO_AUDIO: Final = (
    (b"MThd", "a MIDI file: it holds notes, no sound; render it to WAV first"),
    (b"#EXTM3U", "a playlist: it names recordings and holds none; give those"),
    (b"[playlist]", "a playlist: it names recordings and holds none; give those"),
    (b"ffconcat", "a playlist: it names recordings and holds none; give those"),
    (b"%PDF", "a PDF: it holds no sound"),
    (b"\x89PNG", "a picture: it holds no sound"),
    (b"\xff\xd8\xff", "a picture: it holds no sound"),
    (b"GIF8", "a picture: it holds no sound"),
    (b"PK\x03\x04", "a ZIP archive: unpack it, and give the recordings in it"),
    (b"\x1f\x8b", "compressed with gzip: unpack it first"),
    (b"<!DOCTYPE", "a web page, not a recording: fetch the recording itself"),
    (b"<html", "a web page, not a recording: fetch the recording itself"),
)
_PLAYLIST_LINES: Final = re.compile(rb"\A(https?://|file:)\S+\s*\Z", re.I | re.M)


def sniff(store: Store) -> tuple[Container, int]:
    """The kind of a file, and where it begins: an ID3 tag may stand before anything."""
    start = skip_id3(store, 0)
    head = store.read(start, HEAD_BYTES)
    return _kind(head), start


def _kind(head: bytes) -> Container:
    if head[:4] in (b"RIFF", b"RIFX", b"RF64", b"BW64") and head[8:12] == b"WAVE":
        return RIFF
    if head[:4] == b"RIFF" and head[8:12] == b"AVI ":
        return Container("media", "AVI", "avi")
    if head[:4] == b"FORM" and head[8:12] in (b"AIFF", b"AIFC"):
        return AIFF
    if head[:4] == b"FORM" and head[8:12] == b"8SVX":
        return Container("media", "8SVX", "iff")  # libsndfile takes its channels for samples
    if head[:4] == b"FRM8" and head[12:16] == b"DSD ":
        return Container("media", "DSD", "iff")
    if head[4:8] in (b"ftyp", b"moov", b"wide", b"mdat", b"free", b"skip", b"pnot", b"styp"):
        return Container("media", "M4A, MP4 or 3GP", "mov")
    for start, container in _BY_START:
        if head.startswith(start):
            return container
    if len(head) > 376 and head[0] == head[188] == head[376] == 0x47:
        return Container("media", "MPEG transport stream", "mpegts")
    if len(head) > 388 and head[4] == head[196] == head[388] == 0x47:
        return Container("media", "MPEG transport stream of a camcorder (M2TS)", "mpegts")
    if len(head) >= 2 and head[0] == 0xFF and head[1] & 0xF6 == 0xF0:
        return ADTS
    if len(head) >= 2 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0 and not head.startswith(b"\xff\xfe"):
        return MPEG
    if len(head) >= 2 and head[0] == 0x56 and head[1] & 0xE0 == 0xE0:
        return Container("media", "AAC (LOAS)", "loas")
    return UNKNOWN


def no_audio(head: bytes) -> str:
    """What a file is that holds no sound, in words; empty for what is not known."""
    for start, what in _NO_AUDIO:
        if head[: len(start)].lower() == start.lower():
            return what
    if _PLAYLIST_LINES.search(head[:512]):
        return "a playlist: it names recordings and holds none; give those"
    return ""


def skip_id3(store: Store, offset: int) -> int:
    """Past the ID3v2 tags that stand here."""
    while (
        (head := store.read(offset, 10))[:3] == b"ID3" and len(head) == 10 and not any(byte & 0x80 for byte in head[6:])
    ):
        size = head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9]
        offset += 10 + size + (10 if head[5] & 0x10 else 0)
    return offset
