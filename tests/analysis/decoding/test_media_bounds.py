"""What FFmpeg may do with a stranger's file: decode the sound in it, and nothing else."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from chordwork.analysis.decoding import DecodingError, opening
from chordwork.analysis.decoding.containers import sniffing
from chordwork.analysis.decoding.containers.store import Store, whole
from chordwork.analysis.decoding.decoders.media import DECODERS, open_container, open_media
from tests.analysis.decoding.conftest import Made
from tests.analysis.decoding.sounds import SECONDS, hear

NAME_OTHER_FILES = {
    "hls",
    "dash",
    "concat",
    "concatf",
    "sdp",
    "rtp",
    "rtsp",
    "sap",
    "lavfi",
    "image2",
    "imf",
    "webm_dash_manifest",
}


def stored(content: bytes) -> Store:
    descriptor, path = tempfile.mkstemp()
    os.write(descriptor, content)
    os.unlink(path)
    return Store(descriptor)


def test_no_format_that_names_other_files_is_ever_asked_for() -> None:
    known = [value for value in vars(sniffing).values() if isinstance(value, sniffing.Container)]
    known += [container for _, container in sniffing._BY_START]
    demuxers = {container.demuxer for container in known} - {""}
    assert {"wav", "ogg", "asf", "matroska"} <= demuxers
    assert not demuxers & NAME_OTHER_FILES
    assert not opening.__dict__.keys() & {"open_container"}


def test_a_playlist_opens_nothing_even_if_it_were_taken_for_one(tmp_path: Path, made: Made) -> None:
    """Handed to the demuxer of playlists by force: what it names stays closed."""
    pytest.importorskip("av")
    named = tmp_path / "other.ts"
    named.write_bytes(made("AAC in an MPEG transport stream"))
    playlist = f"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:8,\n{named}\n#EXT-X-ENDLIST\n".encode()
    os.utime(named, (1, 1_000_000_000))
    for lines in (playlist, playlist.replace(str(named).encode(), b"file://" + str(named).encode())):
        with pytest.raises(DecodingError):
            open_media(whole(stored(lines)), "hls", "a playlist")
        with pytest.raises(DecodingError, match="playlist"):
            hear(lines)


def test_a_file_is_never_guessed_to_be_something_else(made: Made) -> None:
    """The demuxer is the one that the first bytes tell, or the file is refused."""
    pytest.importorskip("av")
    with pytest.raises(DecodingError):
        open_container(whole(stored(b"ffconcat version 1.0\nfile /etc/hostname\n")), "mov", "M4A")


def test_only_sound_is_decoded(made: Made) -> None:
    """A video's pictures need a decoder that is not on the list; its sound is heard all the same."""
    assert not {"h264", "mpeg4", "vp8", "hevc", "png", "mjpeg"} & set(DECODERS.split(","))
    assert hear(made("AAC in MP4 with video")).seconds == pytest.approx(SECONDS, abs=0.07)


def test_the_position_of_the_file_is_left_alone(made: Made) -> None:
    """A server hands the same open file to others."""
    with tempfile.TemporaryFile() as file:
        file.write(made("WAV, 16 bit"))
        file.flush()
        file.seek(17)
        with opening.open_recording(file.fileno()) as recording:
            assert sum(map(len, recording.blocks(1000))) == round(SECONDS * recording.sample_rate)
        assert os.lseek(file.fileno(), 0, os.SEEK_CUR) == 17
