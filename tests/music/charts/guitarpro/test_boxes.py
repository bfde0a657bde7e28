"""The boxes of Guitar Pro 6, 7 and 8: what is in them, and how much they may hold."""

from __future__ import annotations

import io
import random
import zipfile

import pytest

from chordwork.music.charts import ChartFileError, ChartTooLargeError
from chordwork.music.charts.guitarpro import boxes
from chordwork.music.charts.guitarpro.boxes import score_text
from tests.music.charts.guitarpro.made import packed, sectors, zipped

SCORE = b"<GPIF>" + b" " * 9000 + b"</GPIF>"


@pytest.mark.parametrize("score", [b"<GPIF/>", SCORE, random.Random(1).randbytes(5000)], ids=["short", "runs", "noise"])
def test_each_box_gives_its_score(score: bytes) -> None:
    assert score_text(zipped(score), "gp") == score
    assert score_text(sectors(score), "gp") == score
    assert score_text(packed(sectors(score)), "gp") == score


def test_packing_makes_runs_smaller_and_is_still_read() -> None:
    assert len(packed(sectors(SCORE))) < len(SCORE) / 2


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"no box", "this is no file of Guitar Pro 6, 7 or 8"),
        (b"", "this is no file"),
        (b"BCFZ\x10", "ends in its first bytes"),
        (b"BCFS" + bytes(9000), "there is no score.gpif"),
        (packed(sectors(b"x", "other.xml")), "there is no score.gpif"),
        (zipped(b"x", "other.xml"), "there is no score.gpif"),
        (zipped(SCORE)[:-30], "its zip is broken"),
        (b"PK\x03\x04" + bytes(40), "its zip is broken"),
        (b"BCFZ\x00\x10\x00\x00" + b"\xa8\xff\xff", "its packing is broken"),
    ],
)
def test_a_broken_box_is_refused_with_what_to_do(data: bytes, said: str) -> None:
    with pytest.raises(ChartFileError, match=said):
        score_text(data, "gp")


def test_a_box_that_is_cut_short_ends() -> None:
    whole = packed(sectors(SCORE))
    for length in range(8, len(whole), 97):
        try:
            score_text(whole[:length], "gp")
        except ChartFileError:
            continue


def test_what_unpacks_to_more_than_a_score_has_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boxes, "MAX_UNPACKED", 5000)
    for data in (zipped(SCORE), sectors(SCORE), packed(sectors(SCORE)), packed(b"x" * 5001)):
        with pytest.raises(ChartTooLargeError):
            score_text(data, "gp")
    assert score_text(zipped(SCORE[:5000]), "gp") == SCORE[:5000]


def test_a_zip_of_many_files_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boxes, "MAX_ENTRIES", 1)
    with pytest.raises(ChartTooLargeError, match="2 files in it"):
        score_text(zipped(b"<GPIF/>"), "gp")


def test_a_sum_that_does_not_fit_is_an_error_of_the_file() -> None:
    data = bytearray(zipped(SCORE))
    with zipfile.ZipFile(io.BytesIO(data)) as box:
        entry = box.getinfo("Content/score.gpif")
    data[entry.header_offset + 30 + len(entry.filename) + 2] ^= 0xFF
    with pytest.raises(ChartFileError, match="broken"):
        score_text(bytes(data), "gp")
