"""From an open file to a recording: what it is, and which decoder hears it right."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial

from chordwork.analysis.decoding.containers.cuts import how_cut
from chordwork.analysis.decoding.containers.media_claims import bytes_at, caf_chunk
from chordwork.analysis.decoding.containers.sniffing import HEAD_BYTES, Container, no_audio, sniff
from chordwork.analysis.decoding.containers.store import Spliced, Store, Window, whole
from chordwork.analysis.decoding.decoders.media import has_media, measure_s, open_media
from chordwork.analysis.decoding.decoders.sndfile import open_sound
from chordwork.analysis.decoding.decoders.sounds import Part, Plan
from chordwork.analysis.decoding.errors import (
    CutOffError,
    DecoderMissingError,
    DecodingError,
    EmptyAudioError,
    RateError,
)
from chordwork.analysis.decoding.plans.adts import plan_adts
from chordwork.analysis.decoding.plans.aiff import plan_aiff
from chordwork.analysis.decoding.plans.flac import plan_flac
from chordwork.analysis.decoding.plans.joined import files_in, one_behind_the_other
from chordwork.analysis.decoding.plans.mpeg import plan_mpeg
from chordwork.analysis.decoding.plans.ogg import plan_ogg
from chordwork.analysis.decoding.plans.wave import plan_wave
from chordwork.analysis.decoding.recording import Recording

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
    with open_stored(Store(descriptor)) as recording:
        yield recording


@contextmanager
def open_stored(store: Store) -> Iterator[Recording]:
    """As :func:`open_recording`, for a file that was opened before."""
    if store.size == 0:
        raise EmptyAudioError("the file is empty; record or export it again")
    with ExitStack() as owned:
        yield _opened(store, owned)


def _opened(store: Store, owned: ExitStack) -> Recording:
    container, start = sniff(store)
    files = files_in(store, container, start)
    if len(files) == 1:
        return _opened_one(store, container, start, owned)
    plans: list[Plan | str] = []
    first: DecodingError | None = None
    for begin, end in files:
        try:
            plans.append(_plan_alone(Window(store, begin, end)))
        except DecoderMissingError:
            raise
        except DecodingError as error:
            first = first or error
            plans.append(str(error))
    plan = one_behind_the_other(plans)
    if not plan.parts and first is not None:
        raise first
    return Recording(plan, owned)


def _plan_alone(store: Store) -> Plan:
    """How to hear one of several recordings in a file; its first part opens.

    Raises:
        DecodingError: it does not.
    """
    with ExitStack() as closed:
        return _opened_one(store, *sniff(store), closed).plan


def _opened_one(store: Store, container: Container, start: int, owned: ExitStack) -> Recording:
    failure: DecodingError | None = None
    try:
        plan = _own_plan(store, container, start)
        if plan is not None:
            return _checked(Recording(plan, owned), plan)
    except (EmptyAudioError, RateError, DecoderMissingError):
        raise
    except DecodingError as error:
        failure = error
    if container.demuxer:
        file = Spliced(store, [(start, store.size - start)])
        try:
            plan = _media_plan(file, container)
            return _checked(Recording(plan, owned), plan)
        except (EmptyAudioError, RateError):
            raise
        except DecoderMissingError:
            raise DecoderMissingError(container.name, str(failure or "")) from failure
        except DecodingError as error:
            failure = error if failure is None or isinstance(error, CutOffError) else failure
    raise _refusal(store, start, failure)


def _own_plan(store: Store, container: Container, start: int) -> Plan | None:
    """How to hear a file without FFmpeg, or as much of that as is done here; None if it cannot be."""
    match container.kind:
        case "riff":
            return plan_wave(store, start)
        case "mpeg":
            return plan_mpeg(store, start, store.size) or _plan_sound(store)
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
    share = _promised_share(whole(store))
    if share > 1 and expected_s is not None:
        plan.promised_s = expected_s * share
    return plan


def _promised_share(file: Spliced) -> float:
    """How many times the sound that is there is what the header of an AU or CAF promises; 1 if it promises no more."""
    head = bytes_at(file, 0, 12)
    if head[:4] == b".snd":
        begin, size = int.from_bytes(head[4:8], "big"), int.from_bytes(head[8:12], "big")
        return _share(size, file.size - begin, 0xFFFF_FFFF)
    if head[:4] == b"caff" and (data := caf_chunk(file, b"data")) is not None:
        return _share(data[1] - 4, file.size - data[0] - 4, 1 << 62)
    return 1.0


def _share(size: int, there: int, placeholder: int) -> float:
    return size / there if 0 < there < size < placeholder else 1.0


def _media_plan(file: Spliced, container: Container) -> Plan:
    """FFmpeg from beginning to end.

    Raises:
        DecodingError: it cannot.
    """
    opened = partial(open_media, file, container.demuxer, container.name)
    sound = opened()
    promised_s = sound.promised_s
    sound.close()
    expected_s = promised_s
    if expected_s is None:
        expected_s = measure_s(file, container.demuxer, container.name)
    plan = Plan([Part(opened)], expected_s=expected_s, promised_s=promised_s)
    if container.demuxer == "caf" and expected_s is not None:
        plan.promised_s = expected_s * max(1.0, _promised_share(file))
    plan.cut = how_cut(file, container.demuxer)
    return plan


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
