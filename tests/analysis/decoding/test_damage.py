"""Files cut short, damaged in the middle, or joined: what is there is heard, and what is missing is said."""

from __future__ import annotations

import random
import re
import struct
import sys

import pytest

from bench.formats.recipes import with_serial
from chordwork.analysis.decoding import DecodingError
from chordwork.analysis.warnings import AnalysisWarning
from tests.analysis.decoding.conftest import Made
from tests.analysis.decoding.sounds import SECONDS, Heard, hear

HEADER_SAYS_ITS_LENGTH = [
    "WAV, 16 bit",
    "WAV, 24 bit",
    "WAV, MS ADPCM",
    "MP3 in WAV",
    "RF64",
    "Wave64",
    "AIFF",
    "AIFF-C, little-endian",
    "AU",
    "CAF",
    "FLAC",
    "MP3, constant bit rate",
    "MP3, variable bit rate",
    "AAC in MP4, in fragments",
    "Opus in WebM",
    "WMA 2",
    "WavPack",
    "TTA",
]
SAYS_NOTHING = [
    "Ogg Vorbis",
    "Ogg Opus",
    "Ogg FLAC",
    "MP3, variable, from a pipe",
    "AAC (ADTS)",
    "AMR",
    "AC-3",
    "Opus in WebM, as a browser records",
    "AAC in an MPEG transport stream",
    "MP3 in AVI with video",
]
DAMAGED = [
    "FLAC",
    "Ogg FLAC",
    "MP3, constant bit rate",
    "MP3, variable bit rate",
    "MP3 without a tag",
    "Ogg Vorbis",
    "Ogg Opus",
    "AAC in M4A",
    "ALAC in CAF",
    "Opus in WebM",
    "WMA 2",
]
TIMES_KEPT_MS = 10.0


def only(heard: Heard, code: str) -> AnalysisWarning:
    """The warning with a code; the others may only be about the delay of the encoder."""
    assert set(heard.codes) <= {code, "encoder_delay_unknown"}, heard.warnings
    assert heard.codes.count(code) >= 1
    return next(warning for warning in heard.warnings if warning.code == code)


@pytest.mark.parametrize("name", HEADER_SAYS_ITS_LENGTH)
def test_half_a_file_is_heard_and_its_promise_is_said(made: Made, name: str) -> None:
    whole = made(name)
    heard = hear(whole[: len(whole) // 2])
    assert 0.3 * SECONDS < heard.seconds < 0.7 * SECONDS
    warning = only(heard, "shorter_than_promised")
    assert re.search(r"promises (8\.0|7\.9) s", warning.message), warning.message
    assert warning.at == pytest.approx(heard.seconds, abs=0.01)
    late_ms = heard.late_ms(0.1, 1.6)
    assert late_ms is not None
    assert abs(late_ms) <= TIMES_KEPT_MS


@pytest.mark.parametrize("name", SAYS_NOTHING)
def test_half_a_file_without_a_length_is_heard_and_its_end_is_missed(made: Made, name: str) -> None:
    whole = made(name)
    heard = hear(whole[: len(whole) // 2 + 3])
    assert 0.3 * SECONDS < heard.seconds < 0.7 * SECONDS
    assert "breaks off after" in only(heard, "shorter_than_promised").message


@pytest.mark.parametrize(
    "name", ["AAC in M4A", "AAC in MP4, in fragments", "Opus in WebM, as a browser records", "AC-3"]
)
@pytest.mark.parametrize("tail", [bytes(4000), b"Thank you for downloading!\r\n" * 20], ids=["zeros", "text"])
def test_what_hangs_on_behind_a_whole_file_is_no_cut(made: Made, name: str, tail: bytes) -> None:
    heard = hear(made(name) + tail)
    assert set(heard.codes) <= {"encoder_delay_unknown"}, heard.warnings
    assert heard.seconds == pytest.approx(SECONDS, abs=0.07)


@pytest.mark.parametrize("name", ["AAC in M4A", "ALAC in M4A", "ALAC in CAF"])
def test_half_a_file_whose_index_comes_last_is_refused_with_the_reason(made: Made, name: str) -> None:
    whole = made(name)
    with pytest.raises(DecodingError, match="cut off in copying or recording") as refused:
        hear(whole[: len(whole) // 2])
    assert refused.value.code == "damaged_audio"


def test_flac_is_heard_up_to_a_cut_without_ffmpeg(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "av", None)
    whole = made("FLAC")
    assert "promises 8.0 s" in only(hear(whole[: len(whole) // 2]), "shorter_than_promised").message


def test_flac_with_damage_names_the_extra_without_ffmpeg(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "av", None)
    with pytest.raises(DecodingError, match=r"damaged after [234]\.\d s.*extra 'media'") as refused:
        hear(spoiled(made("FLAC"), 0.5, 0.02))
    assert refused.value.code == "damaged_audio"


def spoiled(content: bytes, where: float, share: float) -> bytes:
    """With a stretch of noise in the place of the same number of bytes."""
    start, count = round(len(content) * where), round(len(content) * share)
    return content[:start] + random.Random(7).randbytes(count) + content[start + count :]


@pytest.mark.parametrize("name", DAMAGED)
def test_what_follows_damage_is_heard_at_its_own_time(made: Made, name: str) -> None:
    """To a frame where bit rates vary and no length is said, to a sample or two where one is."""
    heard = hear(spoiled(made(name), 0.5, 0.08))
    warning = only(heard, "damaged_audio")
    assert warning.at == pytest.approx(SECONDS / 2, abs=1.1)
    assert heard.seconds == pytest.approx(SECONDS, abs=0.07)
    for start_s in (0.1, 6.0):
        late_ms = heard.late_ms(start_s, start_s + 1.5)
        assert late_ms is not None
        assert abs(late_ms) <= TIMES_KEPT_MS


@pytest.mark.parametrize("name", ["Ogg Vorbis", "Ogg Opus", "MP3, constant bit rate", "FLAC", "Opus in WebM"])
def test_a_stretch_that_is_gone_is_silence_where_its_length_is_known(made: Made, name: str) -> None:
    whole = made(name)
    start, end = round(len(whole) * 0.5), round(len(whole) * 0.6)
    heard = hear(whole[:start] + whole[end:])
    only(heard, "damaged_audio")
    late_ms = heard.late_ms(6.0, 7.5)
    assert late_ms is not None
    assert abs(late_ms) <= TIMES_KEPT_MS


def test_two_damaged_stretches_are_both_said(made: Made) -> None:
    heard = hear(spoiled(spoiled(made("MP3, constant bit rate"), 0.3, 0.05), 0.7, 0.05))
    assert heard.codes == ["damaged_audio"] * 2
    assert heard.seconds == pytest.approx(SECONDS, abs=0.07)


def test_an_untagged_mp3_goes_on_after_what_it_lacks(made: Made) -> None:
    """How much is gone nobody knows: the times of what follows may be early, and that is said."""
    whole = made("MP3 without a tag")
    heard = hear(whole[: len(whole) // 2] + whole[round(len(whole) * 0.6) :])
    assert "may be early" in only(heard, "damaged_audio").message
    assert heard.seconds == pytest.approx(0.9 * SECONDS, abs=0.2)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("MP3, constant bit rate", "MP3, variable bit rate"),
        ("MP3, constant bit rate", "MP3, 22 kHz mono"),
        ("MP3, 22 kHz mono", "MP3, constant bit rate"),
        ("MP3, variable bit rate", "MP3 without a tag"),
    ],
)
def test_joined_mp3s_of_different_kinds(made: Made, first: str, second: str) -> None:
    heard = hear(made(first) + made(second))
    assert set(heard.codes) <= {"encoder_delay_unknown"}
    assert heard.seconds == pytest.approx(2 * SECONDS, abs=0.1)
    late_ms = heard.late_ms(1.0, 3.0, at_s=SECONDS)
    assert late_ms is not None
    # A second file without a tag is a part of the first for all that one can see: its own delay stays in it.
    assert abs(late_ms) <= (60.0 if second == "MP3 without a tag" else TIMES_KEPT_MS)


def test_a_second_mp3_behind_its_own_id3_tag_and_half_a_frame(made: Made) -> None:
    first, second = made("MP3, constant bit rate"), made("MP3, variable bit rate")
    tag = b"ID3\x04\x00\x00" + bytes((0, 0, 0x20, 0)) + bytes(0x20 << 7)
    heard = hear(first[: len(first) // 2 + 77] + tag + second)
    warning = only(heard, "shorter_than_promised")
    assert "promises 16.0 s" in warning.message
    assert heard.late_ms(1.0, 3.0, at_s=heard.seconds - SECONDS) == pytest.approx(0, abs=TIMES_KEPT_MS)


def test_a_chain_of_ogg_with_other_rates_and_channels(made: Made) -> None:
    heard = hear(made("Ogg Vorbis") + with_serial(made("Ogg Opus"), 99))
    assert heard.codes == []
    assert heard.seconds == pytest.approx(2 * SECONDS, abs=0.01)
    assert heard.late_ms(1.0, 3.0, at_s=SECONDS) == pytest.approx(0, abs=TIMES_KEPT_MS)


def test_a_broadcast_joined_while_it_ran_begins_where_it_was_joined(made: Made) -> None:
    """Its pages count from the beginning of the broadcast, which nobody recorded: no silence for that."""
    pages = made("Ogg Vorbis")
    starts = [at for at in range(len(pages)) if pages.startswith(b"OggS\0", at)]
    first = next(at for at in starts if struct.unpack_from("<q", pages, at + 6)[0] > 0)
    middle = starts[len(starts) // 2]
    heard = hear(pages[:first] + pages[middle:])
    assert 0.3 * SECONDS < heard.seconds < 0.7 * SECONDS


def test_bytes_before_and_behind_an_mp3_mean_nothing(made: Made) -> None:
    whole = made("MP3, constant bit rate")
    noise = random.Random(3).randbytes(3000)
    for content in (
        bytes(3000) + whole,
        b"HTTP/1.1 200 OK\r\n\r\n" + whole,
        whole + noise,
        whole + b"TAG" + bytes(125),
    ):
        heard = hear(content)
        assert heard.codes == []
        assert heard.seconds == pytest.approx(SECONDS, abs=0.01)
        assert heard.late_ms(1.0, 3.0) == pytest.approx(0, abs=TIMES_KEPT_MS)


def test_what_only_begins_like_an_mp3_is_none(made: Made) -> None:
    noise = random.Random(4).randbytes(30_000)
    with pytest.raises(DecodingError) as refused:
        hear(b"\xff\xfb" + noise)
    assert refused.value.code == "not_audio"
