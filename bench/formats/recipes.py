"""How to make a file of every container and codec that people have, from one WAV, with public encoders.

Recipes, not files: nothing encoded lies in the tree. Headers that no tool writes any more are written by hand.
"""

from __future__ import annotations

import shutil
import struct
import subprocess
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import attrs

Make = Callable[[Path, Path], None]
"""Takes a stereo 16-bit WAV, and the path of the file to make."""
ENCODE_TIMEOUT_S: Final = 300
WAV_HEADER_BYTES: Final = 44


@attrs.frozen
class Recipe:
    """One kind of file."""

    name: str
    suffix: str
    make: Make
    tools: tuple[str, ...] = ()
    """Programs, or ``av`` for PyAV, that it takes."""
    extra: bool = False
    """Only FFmpeg hears it: the extra ``media``."""
    rate_hz: int | None = None
    """A rate below the source's, which takes treble away; the WAV to compare with has it, too."""
    times: int = 1
    """So often the source is in it, one behind the other."""
    delay_unknown: bool = False
    """Nothing in it says by how much its encoder delayed the sound."""

    @property
    def missing(self) -> str:
        """The tools that are not here, as a word; empty if all are."""
        return ", ".join(tool for tool in self.tools if not _there(tool))


def _there(tool: str) -> bool:
    return find_spec("av") is not None if tool == "av" else shutil.which(tool) is not None


def run(*command: str | Path, stdout: Path | None = None, stdin: Path | None = None) -> None:
    """Run an encoder; its standard output is a pipe to nowhere, or to a file through ``cat``."""
    given = stdin.read_bytes() if stdin is not None else None
    done = subprocess.run(
        [str(part) for part in command], input=given, check=False, capture_output=True, timeout=ENCODE_TIMEOUT_S
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {done.stderr.decode(errors='replace')[-400:]}")
    if stdout is not None:
        stdout.write_bytes(done.stdout)


def ffmpeg(*options: str) -> Make:
    """By ffmpeg, to a file that it can go back in."""
    return lambda wav, made: run("ffmpeg", "-v", "error", "-y", "-i", wav, *options, made)


def ffmpeg_pipe(*options: str) -> Make:
    """By ffmpeg, to a pipe: nothing can be written at the beginning in the end."""
    return lambda wav, made: run("ffmpeg", "-v", "error", "-i", wav, *options, "-", stdout=made)


def sox(*options: str) -> Make:
    """By sox."""
    return lambda wav, made: run("sox", "-D", wav, *options, made)


def lame(*options: str) -> Make:
    """By lame."""
    return lambda wav, made: run("lame", "-S", *options, wav, made)


def _lame_pipe(wav: Path, made: Path) -> None:
    run("lame", "-S", "-V2", wav, "-", stdout=made)


def _flac(*options: str) -> Make:
    return lambda wav, made: run("flac", "-s", "-f", *options, "-o", made, wav)


def _flac_32(wav: Path, made: Path) -> None:
    wide = made.with_suffix(".wide.wav")
    run("sox", wav, "-b", "32", wide)
    run("flac", "-s", "-f", "-o", made, wide)
    wide.unlink()


def _opus(wav: Path, made: Path) -> None:
    run("opusenc", "--quiet", wav, made)


def _vorbis(wav: Path, made: Path) -> None:
    run("oggenc", "-Q", "-q", "6", "-o", made, wav)


def twice(make: Make) -> Make:
    """The same file twice, one behind the other, as ``cat`` joins them."""

    def made_twice(wav: Path, made: Path) -> None:
        make(wav, made)
        made.write_bytes(made.read_bytes() * 2)

    return made_twice


def chain_of_two(make: Make, serial: int) -> Make:
    """The same Ogg twice; the second time with another serial number, as a chain must have."""

    def chained(wav: Path, made: Path) -> None:
        make(wav, made)
        first = made.read_bytes()
        made.write_bytes(first + with_serial(first, serial))

    return chained


def with_serial(content: bytes, serial: int) -> bytes:
    """An Ogg with another serial number, and the checksums that go with it."""
    out, position = bytearray(), 0
    while position < len(content):
        head = content[position : position + 27]
        length = 27 + head[26] + sum(content[position + 27 : position + 27 + head[26]])
        page = bytearray(content[position : position + length])
        page[14:18] = struct.pack("<I", serial)
        page[22:26] = bytes(4)
        page[22:26] = struct.pack("<I", ogg_checksum(bytes(page)))
        out += page
        position += length
    return bytes(out)


def ogg_checksum(content: bytes) -> int:
    """Of a page whose checksum is 0, bit by bit as RFC 3533 has it."""
    value = 0
    for byte in content:
        value ^= byte << 24
        for _ in range(8):
            value = (value << 1 ^ 0x04C11DB7) & 0xFFFFFFFF if value & 0x80000000 else value << 1 & 0xFFFFFFFF
    return value


def by_hand(change: Callable[[bytes, bytes], bytes]) -> Make:
    """A WAV put together by hand from the header (44 bytes) and the sound of the source."""

    def made_by_hand(wav: Path, made: Path) -> None:
        content = wav.read_bytes()
        made.write_bytes(change(content[:WAV_HEADER_BYTES], content[WAV_HEADER_BYTES:]))

    return made_by_hand


def data_size(size: int | None) -> Make:
    """A WAV that says so many bytes of sound; None: a tenth of the true number, as when a recorder lost power."""

    def change(header: bytes, sound: bytes) -> bytes:
        said = len(sound) // 40 * 4 if size is None else size
        return header[:4] + struct.pack("<I", (said + 36) & 0xFFFFFFFF) + header[8:40] + struct.pack("<I", said) + sound

    return by_hand(change)


def _list_without_pad(header: bytes, sound: bytes) -> bytes:
    note = b"LIST" + struct.pack("<I", 17) + b"INFOISFT\x05\0\0\0Song\0"
    return header[:36] + note + header[36:] + sound


def _two_data_chunks(header: bytes, sound: bytes) -> bytes:
    half = len(sound) // 8 * 4
    first, second = sound[:half], sound[half:]
    note = b"note" + struct.pack("<I", 4) + b"1234"
    return (
        header[:40] + struct.pack("<I", len(first)) + first + note + b"data" + struct.pack("<I", len(second)) + second
    )


def renamed(make: Make, old: bytes, new: bytes) -> Make:
    """The same with other first bytes."""

    def made_renamed(wav: Path, made: Path) -> None:
        make(wav, made)
        content = made.read_bytes()
        assert content.startswith(old)
        made.write_bytes(new + content[len(old) :])

    return made_renamed


def _amr(rate_hz: int, codec: str) -> Make:
    def by_pyav(wav: Path, made: Path) -> None:
        import av

        form = {".amr": "amr", ".3gp": "3gp"}[made.suffix]
        with av.open(str(wav)) as source, av.open(str(made), "w", format=form) as target:
            stream: Any = target.add_stream(codec, rate=rate_hz)
            stream.codec_context.layout = "mono"
            stream.codec_context.format = "s16"
            stream.codec_context.bit_rate = 12_200
            resampler = av.AudioResampler("s16", "mono", rate_hz, frame_size=rate_hz // 50)
            for frame in source.decode(audio=0):
                for even in resampler.resample(frame):
                    target.mux(stream.encode(even))
            for even in resampler.resample(None):
                target.mux(stream.encode(even))
            target.mux(stream.encode(None))

    return by_pyav


def _with_picture(*options: str) -> Make:
    picture = ("-f", "lavfi", "-i", "color=c=blue:s=64x64:r=5", "-map", "1:v", "-map", "0:a", "-shortest")
    return lambda wav, made: run("ffmpeg", "-v", "error", "-y", "-i", wav, *picture, *options, made)


_MPEG2: Final = 22_050
RECIPES: Final[Sequence[Recipe]] = (
    Recipe("WAV, 16 bit", "wav", by_hand(lambda header, sound: header + sound)),
    Recipe("WAV, 24 bit", "wav", sox("-b", "24"), ("sox",)),
    Recipe("WAV, 8 bit", "wav", sox("-b", "8"), ("sox",)),
    Recipe("WAV, float", "wav", ffmpeg("-c:a", "pcm_f32le"), ("ffmpeg",)),
    Recipe("WAV, double", "wav", ffmpeg("-c:a", "pcm_f64le"), ("ffmpeg",)),
    Recipe("WAV, A-law", "wav", ffmpeg("-c:a", "pcm_alaw"), ("ffmpeg",)),
    Recipe("WAV, MS ADPCM", "wav", ffmpeg("-c:a", "adpcm_ms"), ("ffmpeg",)),
    Recipe("WAV, IMA ADPCM", "wav", ffmpeg("-c:a", "adpcm_ima_wav"), ("ffmpeg",)),
    Recipe("WAV, big-endian (RIFX)", "wav", sox("-B", "-t", "wav"), ("sox",)),
    Recipe("WAV from a pipe", "wav", ffmpeg_pipe("-f", "wav"), ("ffmpeg",)),
    Recipe("WAV, data size 0", "wav", data_size(0)),
    Recipe("WAV, data size too small", "wav", data_size(None)),
    Recipe("WAV, odd LIST without pad byte", "wav", by_hand(_list_without_pad)),
    Recipe("WAV, two data chunks", "wav", by_hand(_two_data_chunks)),
    Recipe("WAV, two files joined", "wav", twice(by_hand(lambda header, sound: header + sound)), times=2),
    Recipe("MP3 in WAV", "wav", ffmpeg("-c:a", "libmp3lame", "-b:a", "192k"), ("ffmpeg",)),
    Recipe("RF64", "wav", ffmpeg("-rf64", "always"), ("ffmpeg",)),
    Recipe("BW64", "wav", renamed(ffmpeg("-rf64", "always"), b"RF64", b"BW64"), ("ffmpeg",)),
    Recipe("Wave64", "w64", ffmpeg(), ("ffmpeg",)),
    Recipe("WAV, 384 kHz", "wav", sox("-r", "384000"), ("sox",)),
    Recipe("WAV, 6 kHz", "wav", sox("-r", "6000"), ("sox",), rate_hz=6_000),
    Recipe("AIFF", "aiff", sox(), ("sox",)),
    Recipe("AIFF-C, little-endian", "aiff", ffmpeg("-c:a", "pcm_s16le"), ("ffmpeg",)),
    Recipe("AIFF-C, float", "aiff", ffmpeg("-c:a", "pcm_f32be"), ("ffmpeg",)),
    Recipe("AU", "au", sox(), ("sox",)),
    Recipe("CAF", "caf", ffmpeg("-c:a", "pcm_s16le"), ("ffmpeg",)),
    Recipe("FLAC", "flac", _flac(), ("flac",)),
    Recipe("FLAC from a pipe", "flac", ffmpeg_pipe("-f", "flac"), ("ffmpeg",)),
    Recipe("FLAC, 32 bit", "flac", _flac_32, ("flac", "sox"), extra=True),
    Recipe("FLAC, two files joined", "flac", twice(_flac()), ("flac",), times=2),
    Recipe("Ogg FLAC", "oga", _flac("--ogg"), ("flac",)),
    Recipe("Ogg FLAC without a length", "oga", ffmpeg("-c:a", "flac", "-f", "ogg"), ("ffmpeg",)),
    Recipe("MP3 in free format", "mp3", lame("--freeformat", "-b", "400"), ("lame",)),
    Recipe(
        "MP3, 8 kHz mono (MPEG-2.5)", "mp3", lame("--resample", "8", "-m", "m", "-b", "24"), ("lame",), rate_hz=8_000
    ),
    Recipe("MP3, constant bit rate", "mp3", lame("-b", "128", "--cbr"), ("lame",)),
    Recipe("MP3, variable bit rate", "mp3", lame("-V2"), ("lame",)),
    Recipe("MP3, variable, from a pipe", "mp3", _lame_pipe, ("lame",)),
    Recipe("MP3 without a tag", "mp3", lame("-t", "-b", "128", "--cbr"), ("lame",)),
    Recipe(
        "MP3 without a tag, not of LAME",
        "mp3",
        ffmpeg("-c:a", "libshine", "-write_xing", "0"),
        ("ffmpeg",),
        delay_unknown=True,
    ),
    Recipe("MP3, two files joined", "mp3", twice(lame("-V2")), ("lame",), times=2),
    Recipe("MP3, 22 kHz mono", "mp3", lame("--resample", "22.05", "-m", "m", "-b", "64"), ("lame",), rate_hz=_MPEG2),
    Recipe("MPEG layer II", "mp2", ffmpeg("-c:a", "mp2", "-b:a", "192k"), ("ffmpeg",)),
    Recipe("Ogg Vorbis", "ogg", _vorbis, ("oggenc",)),
    Recipe("Ogg Vorbis, chain of two", "ogg", chain_of_two(_vorbis, 77), ("oggenc",), times=2),
    Recipe("Ogg Opus", "opus", _opus, ("opusenc",)),
    Recipe("Ogg Opus, chain of two", "opus", chain_of_two(_opus, 77), ("opusenc",), times=2),
    Recipe("AAC in M4A", "m4a", ffmpeg("-c:a", "aac", "-b:a", "160k"), ("ffmpeg",), extra=True),
    Recipe(
        "AAC in MP4, in fragments",
        "mp4",
        ffmpeg("-c:a", "aac", "-b:a", "160k", "-movflags", "frag_keyframe+empty_moov"),
        ("ffmpeg",),
        extra=True,
        delay_unknown=True,
    ),
    Recipe("AAC in 3GP", "3gp", ffmpeg("-c:a", "aac", "-b:a", "160k"), ("ffmpeg",), extra=True),
    Recipe("AAC (ADTS)", "aac", ffmpeg("-c:a", "aac", "-b:a", "160k"), ("ffmpeg",), extra=True, delay_unknown=True),
    Recipe(
        "AAC in MP4 with video",
        "mp4",
        _with_picture("-c:v", "mpeg4", "-c:a", "aac", "-b:a", "160k"),
        ("ffmpeg",),
        extra=True,
    ),
    Recipe(
        "AAC in an MPEG transport stream",
        "ts",
        ffmpeg("-c:a", "aac", "-b:a", "160k"),
        ("ffmpeg",),
        extra=True,
        delay_unknown=True,
    ),
    Recipe("ALAC in M4A", "m4a", ffmpeg("-c:a", "alac"), ("ffmpeg",), extra=True),
    Recipe("ALAC in CAF", "caf", ffmpeg("-c:a", "alac"), ("ffmpeg",), extra=True),
    Recipe("Opus in WebM", "webm", ffmpeg("-c:a", "libopus", "-b:a", "128k"), ("ffmpeg",), extra=True),
    Recipe(
        "Opus in WebM, as a browser records",
        "webm",
        ffmpeg_pipe("-c:a", "libopus", "-b:a", "128k", "-f", "webm"),
        ("ffmpeg",),
        extra=True,
    ),
    Recipe("Vorbis in WebM", "webm", ffmpeg("-c:a", "libvorbis", "-q:a", "6"), ("ffmpeg",), extra=True),
    Recipe("Opus in MP4", "mp4", ffmpeg("-c:a", "libopus", "-b:a", "128k"), ("ffmpeg",), extra=True),
    Recipe("FLAC in Matroska", "mka", ffmpeg("-c:a", "flac"), ("ffmpeg",), extra=True),
    Recipe(
        "MP3 in AVI with video",
        "avi",
        _with_picture("-c:v", "mpeg4", "-c:a", "libmp3lame", "-b:a", "192k"),
        ("ffmpeg",),
        extra=True,
        delay_unknown=True,
    ),
    Recipe("WMA 2", "wma", ffmpeg("-c:a", "wmav2", "-b:a", "160k"), ("ffmpeg",), extra=True),
    Recipe("WMA 1", "wma", ffmpeg("-c:a", "wmav1", "-b:a", "160k"), ("ffmpeg",), extra=True),
    Recipe(
        "AAC in Matroska", "mka", ffmpeg("-c:a", "aac", "-b:a", "160k"), ("ffmpeg",), extra=True, delay_unknown=True
    ),
    Recipe("8SVX", "8svx", sox("-e", "signed"), ("sox",), extra=True),
    Recipe("AC-3", "ac3", ffmpeg("-c:a", "ac3", "-b:a", "192k"), ("ffmpeg",), extra=True),
    Recipe("WavPack", "wv", ffmpeg("-c:a", "wavpack"), ("ffmpeg",), extra=True),
    Recipe("TTA", "tta", ffmpeg("-c:a", "tta"), ("ffmpeg",), extra=True),
    Recipe("AMR", "amr", _amr(8_000, "libopencore_amrnb"), ("av",), extra=True, rate_hz=8_000),
    Recipe("AMR in 3GP", "3gp", _amr(8_000, "libopencore_amrnb"), ("av",), extra=True, rate_hz=8_000),
)
