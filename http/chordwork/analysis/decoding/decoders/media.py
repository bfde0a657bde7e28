"""What FFmpeg decodes, through PyAV: the extra ``media``.

It gets an open file and one demuxer, told by the file's first bytes: it guesses nothing, opens no other file or
address, and only decoders of sound that people really have. Pictures and video are not decoded.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from typing import Any, Final

import numpy as np

from chordwork.analysis.decoding.containers.media_claims import (
    asf_duration_s,
    caf_chunk,
    has_box,
    is_linear_caf,
    seconds_of,
)
from chordwork.analysis.decoding.containers.store import Spliced
from chordwork.analysis.decoding.decoders.sounds import BrokenSound, Samples
from chordwork.analysis.decoding.errors import CutOffError, DecoderMissingError, DecodingError, EmptyAudioError
from chordwork.analysis.decoding.warnings import damaged, delay_unknown
from chordwork.analysis.warnings import AnalysisWarning

DECODERS: Final = (
    "aac,aac_latm,alac,amrnb,amrwb,libopencore_amrnb,libopencore_amrwb,mp3float,mp3,mp2float,mp2,mp1float,mp1,"
    "opus,libopus,vorbis,libvorbis,flac,wmav1,wmav2,wmapro,wmalossless,wmavoice,ac3,eac3,dca,ape,wavpack,tta,tak,"
    "mpc7,mpc8,qoa,cook,sipr,ra_144,ra_288,speex,libspeex,nellymoser,gsm,gsm_ms,dsd_lsbf,dsd_msbf,dsd_lsbf_planar,"
    "dsd_msbf_planar,pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be,pcm_s32le,pcm_s32be,pcm_f32le,pcm_f32be,pcm_f64le,"
    "pcm_f64be,pcm_u8,pcm_s8,pcm_alaw,pcm_mulaw,pcm_dvd,pcm_bluray,adpcm_ms,adpcm_ima_wav,adpcm_ima_qt,adpcm_g722,"
    "adpcm_g726,adpcm_swf,adpcm_yamaha,pcm_s8_planar,8svx_exp,8svx_fib"
)
ESTIMATED: Final = frozenset({"aac", "amr", "loas", "ac3", "dts", "mpegts", "mpeg", "mp3", "avi"})
"""Demuxers whose durations are guesses."""
DELAYS: Final = {"mp3float": 1105, "mp3": 1105, "mp2float": 481, "mp2": 481, "ac3": 256, "eac3": 256}
"""Samples by which the sound is late unless the container says so: encoder and decoder."""
GAP_S: Final = 0.06
"""Time stamps in whole milliseconds, and those of sloppy programs, differ by less."""
MAX_GAP_S: Final = 60.0
"""A jump of the time stamps beyond this, and beyond the promised length, is no stretch of silence."""
MAX_ERRORS: Final = 100_000


def has_media() -> bool:
    """Whether the extra is installed."""
    return sys.modules["av"] is not None if "av" in sys.modules else _is_installed()


@cache
def _is_installed() -> bool:
    """Looked up once, for processes that may not look again."""
    return find_spec("av") is not None


def load_media(wave: bytes) -> None:
    """Load FFmpeg, and decode a file with it, so that nothing has to be loaded later."""
    import av

    with av.open(io.BytesIO(wave), "r", format="wav", io_open=_refuse_to_open) as container:
        resampler = av.AudioResampler("flt", "mono", 16_000)
        for frame in container.decode(audio=0):
            for even in resampler.resample(frame):
                even.to_ndarray()


class MediaSound:
    """A stream that FFmpeg decodes.

    Attributes:
        rate_hz: of the first sound decoded.
        channels: likewise.
        promised_s: what the container promises; None if nothing.
        warnings: times are within this sound.
    """

    def __init__(self, file: Spliced, demuxer: str, name: str) -> None:
        """Use :func:`open_media`."""
        self._container = open_container(file, demuxer, name)
        self._name = name
        self.warnings: list[AnalysisWarning] = []
        streams = self._container.streams.audio
        if not streams:
            self._container.close()
            raise EmptyAudioError(f"{name} without a sound track: there is nothing to hear")
        self._stream = streams[0]
        if self._stream.codec_context is None:
            self._container.close()
            raise DecodingError(f"{name} in a coding that is not decoded here")
        self._stream.codec_context.thread_count = 1  # the process may have no more; and it is one of several at work
        self._decoder = str(self._stream.codec_context.name)
        self._errors = 0
        self._first_packet: Any = None
        self._frames = self._decode()
        try:
            first: Any = next(self._frames, None)
        except self._failures() as error:
            self.close()
            raise DecodingError(f"{name} cannot be read ({words(error)})") from error
        if first is None:
            self.close()
            raise DecodingError(f"{name} without sound that can be decoded")
        self._first: Final = first
        self.rate_hz: Final = int(first.sample_rate)
        self.channels: Final = len(first.layout.channels)
        self.promised_s: Final = asf_duration_s(file) if demuxer == "asf" else self._promised(demuxer)
        self._delay = self._delay_samples(demuxer)

    @staticmethod
    def _failures() -> tuple[type[BaseException], ...]:
        from av.error import FFmpegError

        return (FFmpegError, EOFError, OSError, ValueError)

    def _promised(self, demuxer: str) -> float | None:
        if demuxer in ESTIMATED:
            return None
        stream, container = self._stream, self._container
        if stream.duration is not None and stream.time_base is not None:
            return float(stream.duration * stream.time_base)
        if (tagged_s := seconds_of(stream.metadata.get("DURATION", ""))) is not None:
            return tagged_s
        if container.duration is None or container.streams.video:
            return None  # of the picture, perhaps
        return float(container.duration / 1_000_000)

    def _delay_samples(self, demuxer: str) -> int:
        """Samples to leave out at the beginning; below 0: silence to add."""
        first, packet = self._first, self._first_packet
        if self._decoder in ("wmav1", "wmav2"):
            # The decoder gives nothing for the first packets, and its sound lags by a block.
            late = _seconds(first) - _seconds(packet) - first.samples / first.sample_rate
            return -round(late * first.sample_rate) if 0 < late < 1 else 0
        begin_s = _seconds(packet)
        if None not in (first.pts, packet.pts) and (begin_s < 0 or _seconds(first) > begin_s + 0.001):
            return 0  # the container says what to leave out, and FFmpeg did
        delay = first.samples if self._decoder in ("aac", "aac_latm") else DELAYS.get(self._decoder, 0)
        if self._decoder in ("aac", "aac_latm", "mp3", "mp3float"):
            self.warnings.append(delay_unknown())
        return int(delay)

    def _decode(self) -> Iterator[Any]:
        """Frames of any format; what cannot be decoded is left out."""
        from av.error import FFmpegError

        for packet in self._container.demux(self._stream):
            if self._first_packet is None:
                self._first_packet = packet
            try:
                yield from packet.decode()
            except EOFError:
                return
            except FFmpegError:
                self._errors += 1
                if self._errors > MAX_ERRORS:
                    return

    def pieces(self) -> Iterator[Samples]:
        """All that can be decoded, each stretch at its own time.

        Raises:
            BrokenSound: the container cannot be read on.
        """
        given = 0
        if self._delay < 0:
            given = -self._delay
            yield np.zeros((given, self.channels), np.float32)
        skip = max(0, self._delay)
        try:
            for piece in self._timed():
                if skip:
                    left_out = min(skip, len(piece))
                    skip -= left_out
                    piece = piece[left_out:]
                if len(piece):
                    given += len(piece)
                    yield piece
        except self._failures() as error:
            raise BrokenSound(given, words(error), at_end=True) from error

    def _timed(self) -> Iterator[Samples]:
        """Pieces, and silence where the time stamps say that something is missing."""
        taken = 0
        origin: float | None = None
        resampler = _Evener(self.rate_hz, self.channels, self._first.layout.name)
        frame = self._first
        while frame is not None:
            errors = self._errors
            if frame.pts is not None and frame.time_base is not None:
                begin_s = _seconds(frame)
                if origin is None:
                    origin = begin_s
                gap_s = begin_s - origin - taken / self.rate_hz
                if gap_s > GAP_S and gap_s <= max(MAX_GAP_S, (self.promised_s or 0.0) - taken / self.rate_hz):
                    for piece in (*resampler.flush(), *_silence(round(gap_s * self.rate_hz), self.channels)):
                        taken += len(piece)
                        yield piece
                    self.warnings.append(damaged(taken / self.rate_hz - gap_s, taken / self.rate_hz))
                elif abs(gap_s) > GAP_S:
                    origin = begin_s - taken / self.rate_hz  # another recording joined on, or a clock set anew
            for piece in resampler.even(frame):
                taken += len(piece)
                yield piece
            frame = next(self._frames, None)
            if self._errors > errors and frame is not None and _is_close(frame, origin, taken / self.rate_hz):
                at_s = taken / self.rate_hz
                self.warnings.append(damaged(at_s, at_s))
        yield from resampler.flush()

    def close(self) -> None:
        """Let go of the file."""
        self._container.close()


class _Evener:
    """Frames of any format to float32, interleaved, of one rate and layout."""

    def __init__(self, rate_hz: int, channels: int, layout: str) -> None:
        self._rate_hz = rate_hz
        self._channels = channels
        self._layout = layout
        self._seen: object = None
        self._resampler: Any = None

    def even(self, frame: Any) -> Iterator[Samples]:
        import av

        seen = (frame.format.name, frame.layout.name, frame.sample_rate)
        if seen != self._seen:
            yield from self.flush()
            self._seen = seen
            self._resampler = av.AudioResampler("flt", self._layout, self._rate_hz)
        frame.pts = None
        for even in self._resampler.resample(frame):
            yield self._samples(even)

    def flush(self) -> Iterator[Samples]:
        if self._resampler is not None:
            for even in self._resampler.resample(None):
                yield self._samples(even)
        self._resampler = self._seen = None

    def _samples(self, frame: Any) -> Samples:
        return np.asarray(frame.to_ndarray(), np.float32).reshape(-1, self._channels)


def _is_close(frame: Any, origin: float | None, at_s: float) -> bool:
    return frame.pts is None or origin is None or abs(_seconds(frame) - origin - at_s) <= GAP_S


def _seconds(timed: Any) -> float:
    return 0.0 if timed.pts is None or timed.time_base is None else float(timed.pts * timed.time_base)


def _silence(frames: int, channels: int) -> Iterator[Samples]:
    while frames > 0:
        count = min(frames, 1 << 16)
        frames -= count
        yield np.zeros((count, channels), np.float32)


def open_container(file: Spliced, demuxer: str, name: str) -> Any:
    """Open a file with one demuxer of FFmpeg.

    Raises:
        DecoderMissingError: the extra is not installed.
        DecodingError: the demuxer cannot read it.
    """
    try:
        import av
        from av.error import FFmpegError
    except ImportError:
        raise DecoderMissingError(name) from None
    file.seek(0)
    options = {"codec_whitelist": DECODERS, "protocol_whitelist": "none", "enable_drefs": "0", "use_absolute_path": "0"}
    if demuxer != "mov":
        options = {key: options[key] for key in ("codec_whitelist", "protocol_whitelist")}
    try:
        return av.open(
            file, "r", format=demuxer, container_options=options, metadata_errors="ignore", io_open=_refuse_to_open
        )
    except (FFmpegError, OSError, ValueError, EOFError) as error:
        if demuxer == "mov" and not has_box(file, b"moov"):
            raise CutOffError(name, "index (the box 'moov')") from error
        if demuxer == "caf" and caf_chunk(file, b"pakt") is None and not is_linear_caf(file):
            raise CutOffError(name, "packet table (the chunk 'pakt')") from error
        raise DecodingError(f"{name} cannot be read ({words(error)})") from error


def _refuse_to_open(url: str, flags: int, options: object) -> Any:
    raise PermissionError("a recording may not name other files")


def measure_s(file: Spliced, demuxer: str, name: str) -> float | None:
    """How long a file lasts whose container does not say, by its packets' time stamps; None without those."""
    container = open_container(file, demuxer, name)
    try:
        if not container.streams.audio:
            return None
        begin = end = None
        for packet in container.demux(container.streams.audio[0]):
            if packet.pts is not None:
                begin = packet.pts if begin is None else begin
                end = max(end or 0, packet.pts + (packet.duration or 0))
        base = container.streams.audio[0].time_base
        return None if begin is None or end is None or base is None else float((end - begin) * base)
    except MediaSound._failures():
        return None
    finally:
        container.close()


def open_media(file: Spliced, demuxer: str, name: str) -> MediaSound:
    """Open what FFmpeg decodes.

    Raises:
        DecoderMissingError: the extra is not installed.
        DecodingError: it is not what its first bytes say, or holds no sound that can be decoded.
    """
    return MediaSound(file, demuxer, name)


def words(error: BaseException) -> str:
    """FFmpeg's reason, in the middle of a sentence."""
    text = str(getattr(error, "strerror", None) or error).strip().rstrip(".")
    return text[:1].lower() + text[1:] if text else type(error).__name__
