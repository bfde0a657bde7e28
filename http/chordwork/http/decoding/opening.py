"""From an open file to a recording: what it is, and which decoder hears it right."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial

from chordwork.http.decoding.adts import plan_adts
from chordwork.http.decoding.aiff import plan_aiff
from chordwork.http.decoding.errors import CutOffError, DecoderMissingError, DecodingError, EmptyAudioError
from chordwork.http.decoding.flac import plan_flac
from chordwork.http.decoding.media import MediaSound, has_media, measure_s, open_media
from chordwork.http.decoding.mpeg import plan_mpeg
from chordwork.http.decoding.ogg import plan_ogg
from chordwork.http.decoding.recording import Recording
from chordwork.http.decoding.sndfile import open_sound
from chordwork.http.decoding.sniffing import HEAD_BYTES, Container, no_audio, sniff
from chordwork.http.decoding.sounds import Part, Plan
from chordwork.http.decoding.store import Spliced, Store, whole
from chordwork.http.decoding.wave import plan_wave

CONVERT = "convert it to WAV, FLAC, OGG or MP3"
LEAST_MPEG_S = 0.2
"""Frames by accident, in a file of another kind, do not last so long."""


@contextmanager
def open_recording(descriptor: int) -> Iterator[Recording]:
    """Open a recording of any format that an installed decoder reads, for the length of a ``with`` block.

    Args:
        descriptor: of an open regular file; its position does not matter.

    Raises:
        DecodingError: it is no recording, or none that can be heard here.
    """
    store = Store(descriptor)
    if store.size == 0:
        raise EmptyAudioError("the file is empty; record or export it again")
    with ExitStack() as owned:
        yield _opened(store, owned)


def _opened(store: Store, owned: ExitStack) -> Recording:
    container, start = sniff(store)
    failure: DecodingError | None = None
    with suppress(DecoderMissingError):
        try:
            plan = _own_plan(store, container, start)
            if plan is not None:
                return _checked(Recording(plan, owned), plan)
        except EmptyAudioError:
            raise
        except DecodingError as error:
            failure = error
    if container.demuxer:
        file = Spliced(store, [(start, store.size - start)])
        try:
            plan = media_plan(file, container)
            return _checked(Recording(plan, owned), plan)
        except DecoderMissingError:
            if container.kind == "media" or failure is None:
                raise
            raise DecodingError(f"{failure}; {DecoderMissingError(container.name)}") from failure
        except DecodingError as error:
            failure = error
    raise _refusal(store, start, failure)


def _own_plan(store: Store, container: Container, start: int) -> Plan | None:
    """How to hear a file without FFmpeg, or as much of that as is done here; None if it cannot be."""
    match container.kind:
        case "riff":
            return plan_wave(store, start)
        case "mpeg":
            return plan_mpeg(store, start, store.size)
        case "adts":
            return plan_adts(store, start)
        case "ogg":
            return plan_ogg(store)
        case "flac":
            return plan_flac(store, start, partial(_flac_by_media, store))
        case "iff":
            return plan_aiff(store, start) or _plan_sound(store)
        case "sound":
            return _plan_sound(store)
    return None


def _plan_sound(store: Store) -> Plan:
    """What libsndfile knows by itself; or MPEG audio behind bytes that mean nothing."""
    try:
        sound = open_sound(whole(store))
    except DecodingError:
        found = plan_mpeg(store, 0, store.size)
        if found is None or (found.expected_s or 0.0) < LEAST_MPEG_S:
            raise
        return found
    sound.close()
    if sound.frames == 0:
        raise EmptyAudioError("it has a header but no audio; record or export it again")
    expected_s = None if sound.frames is None else sound.frames / sound.rate_hz
    plan = Plan([Part(partial(open_sound, whole(store)))], expected_s=expected_s)
    share = _promised_share(store)
    if share > 1 and expected_s is not None:
        plan.promised_s = expected_s * share
    return plan


def _promised_share(store: Store) -> float:
    """How many times the sound that is there is what the header of an AU or CAF promises; 1 if it promises no more."""
    head = store.read(0, 8)
    if head[:4] == b".snd":
        size, begin = int.from_bytes(store.read(8, 4), "big"), int.from_bytes(store.read(4, 4), "big")
        return _share(size, store.size - begin, 0xFFFF_FFFF)
    if head[:4] == b"caff":
        position = 8
        for _ in range(1000):
            chunk = store.read(position, 12)
            if len(chunk) < 12:
                break
            size = int.from_bytes(chunk[4:], "big", signed=True)
            if chunk[:4] == b"data":
                return _share(size - 4, store.size - position - 16, 1 << 62)
            if size < 0:
                break
            position += 12 + size
    return 1.0


def _share(size: int, there: int, placeholder: int) -> float:
    return size / there if 0 < there < size < placeholder else 1.0


def media_plan(file: Spliced, container: Container, *, skip: int = 0) -> Plan:
    """FFmpeg from beginning to end.

    Raises:
        DecodingError: it cannot.
    """
    opened = partial(open_media, file, container.demuxer, container.name)
    with_first: list[MediaSound] = [opened()]
    sound = with_first[0]
    promised_s, rate_hz = sound.promised_s, sound.rate_hz
    sound.close()
    expected_s = promised_s
    if expected_s is None:
        expected_s = measure_s(file, container.demuxer, container.name)
    return Plan([Part(opened, skip_s=skip / rate_hz)], expected_s=expected_s, promised_s=promised_s)


def _flac_by_media(store: Store, begin: int, end: int, frames: int) -> Part | None:
    """A FLAC from a sample frame on, where libsndfile gave up; None without the extra."""
    if not has_media():
        return None
    file = Spliced(store, [(begin, end - begin)])
    try:
        sound = open_media(file, "flac", "FLAC")
    except DecodingError:
        return None
    sound.close()
    return Part(partial(open_media, file, "flac", "FLAC"), skip_s=frames / sound.rate_hz)


def _checked(recording: Recording, plan: Plan) -> Recording:
    if plan.expected_s is not None and plan.expected_s <= 0 and plan.promised_s in (None, 0.0):
        raise EmptyAudioError("it has a header but no audio; record or export it again")
    return recording


def _refusal(store: Store, start: int, failure: DecodingError | None) -> DecodingError:
    what = no_audio(store.read(start, HEAD_BYTES)) or no_audio(store.read(0, HEAD_BYTES))
    if what:
        return DecodingError(what)
    if isinstance(failure, CutOffError):
        return failure
    reason = str(failure) if failure is not None else "format not recognised"
    return DecodingError(f"not audio that can be read ({reason}); {CONVERT}")
