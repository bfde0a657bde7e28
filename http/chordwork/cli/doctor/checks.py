"""The checks, in the order in which one builds on the other. Each imports what it looks at, and nothing else."""

from __future__ import annotations

import locale
import os
import platform
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, Final

from chordwork.cli.doctor.finding import BROKEN, OPTIONAL, WORKS, Check, Finding
from chordwork.cli.installed import installed_version
from chordwork.harmony.extras import install_extra

OLDEST_PYTHON: Final = (3, 11)
NEEDED: Final = ("numpy", "onnxruntime", "pyfftw", "soundfile", "trio")
SLOWEST: Final = 5.0
"""Times as fast as the music: less, and a busy moment is heard late."""
ROOM_MB: Final = 200
RECORDED_S: Final = 2.0
SILENT_DBFS: Final = -70.0
AGAIN: Final = "install Chordwork again: python -m pip install --force-reinstall chordwork"


def checks(*, record: bool) -> Iterator[tuple[str, Check]]:
    """All that needs no server, by name.

    Args:
        record: also record two seconds, to see whether the microphone hears anything.
    """
    yield "Python", python
    yield "packages", packages
    yield "native part", native_part
    yield "FFTW", fftw
    yield "model", model
    yield "hearing", hearing
    yield "recordings", recordings
    yield "sound of the band", sound_of_the_band
    yield "microphone", partial(microphone, record=record)
    yield "loudspeaker", loudspeaker
    yield "ways out", ways_out
    yield "server", server
    yield "port", port
    yield "walls around decoders", walls
    yield "room for files", room
    yield "terminal", terminal


def python() -> Finding:
    """The interpreter and the system."""
    said = f"{platform.python_implementation()} {platform.python_version()} on {platform.system()} {platform.machine()}"
    if sys.version_info < OLDEST_PYTHON:
        return Finding("Python", BROKEN, said, "Chordwork needs Python 3.11 or newer")
    return Finding("Python", WORKS, said)


def packages() -> Finding:
    """What hearing needs is installed."""
    missing = [name for name in NEEDED if installed_version(name) is None]
    if missing:
        return Finding("packages", BROKEN, f"{', '.join(missing)} not installed", AGAIN)
    return Finding("packages", WORKS, ", ".join(f"{name} {installed_version(name)}" for name in ("chordwork", *NEEDED)))


def native_part() -> Finding:
    """The C extension loads."""
    try:
        from chordwork.native import RingBuffer, SampleFormat
    except ImportError as error:
        remedy = "build it: scripts/setup in a clone (it needs a C compiler), or install a wheel made for this system"
        return Finding("native part", BROKEN, str(error), remedy)
    taken = RingBuffer(16).write(bytes(16), SampleFormat.S16LE, 1)
    if taken != 16:
        return Finding("native part", BROKEN, f"a ring took {taken} of 16 bytes", AGAIN)
    return Finding("native part", WORKS, f"loads, {installed_version('cffi')} of cffi below it")


def fftw() -> Finding:
    """A transform agrees with numpy's."""
    import numpy as np
    import pyfftw

    sound = np.random.default_rng(1).standard_normal(4096).astype(np.float32)
    transformed = pyfftw.interfaces.numpy_fft.rfft(sound)
    error = float(np.abs(transformed - np.fft.rfft(sound)).max())
    if not error < 1e-2:
        return Finding("FFTW", BROKEN, f"its transforms are {error:.3g} off", "install pyfftw again")
    return Finding("FFTW", WORKS, f"{pyfftw.fftw_version.strip()}: transforms agree with numpy's")


def model() -> Finding:
    """The bundled model is what its card says."""
    from chordwork.engine import ModelError, bundled_model

    card = bundled_model().card
    try:
        bundled_model().load()
    except ModelError as error:
        return Finding("model", BROKEN, str(error), AGAIN)
    return Finding("model", WORKS, f"{card.identity}, {card.size_bytes / 1000:.0f} kB, sha256 {card.sha256[:12]} holds")


def hearing() -> Finding:
    """A bundled recording is heard live as the model's card says, and in time."""
    from chordwork.analysis.clips.bundled import bundled_clips, choose_clips
    from chordwork.analysis.model_cards.golden import agreement
    from chordwork.engine import ChordEvent, Recognizer, bundled_model

    golden = bundled_model().card.golden
    if golden is None:
        return Finding("hearing", BROKEN, "the model's card names no recording", AGAIN)
    with bundled_clips() as clips:
        pcm, rate_hz = choose_clips(clips, golden.clip)[0].read()
    recognizer = Recognizer(sample_rate=rate_hz, channels=pcm.shape[1])
    began = time.process_time()
    events = [*recognizer.feed(pcm.tobytes()), *recognizer.finish()]
    took_s = max(time.process_time() - began, 1e-6)
    finals = [event for event in events if isinstance(event, ChordEvent) and event.status == "final"]
    same = agreement(golden, [(each.start, each.end or each.start, each.chord.label) for each in finals])
    speed = len(pcm) / rate_hz / took_s
    said = f"{golden.clip!r} is heard as it should be ({same:.1%}), {speed:.0f} times as fast as it plays"
    if same < golden.agreement:
        said = f"{golden.clip!r} is heard as it should be for {same:.1%} of its time only"
        return Finding("hearing", BROKEN, said, AGAIN)
    if speed < SLOWEST:
        return Finding(
            "hearing", BROKEN, said, "this machine is too slow, or too busy, to hear live: end other programs"
        )
    return Finding("hearing", WORKS, said)


def recordings() -> Finding:
    """Which files can be read."""
    import soundfile

    here = f"libsndfile {soundfile.__libsndfile_version__}: WAV, AIFF, FLAC, MP3, Ogg"
    if (av := installed_version("av")) is None:
        return Finding("recordings", OPTIONAL, f"{here}; no M4A, WebM, WMA", install_extra("media"))
    return Finding("recordings", WORKS, f"{here}; PyAV {av}: M4A, WebM, WMA and more")


def sound_of_the_band() -> Finding:
    """What the band is played with."""
    from chordwork.music.accompaniment.errors import SoundfontError
    from chordwork.music.accompaniment.sound.fluidsynth import BUILT_IN, SOUNDFONT_VARIABLE, find_soundfont

    what = "sound of the band"
    try:
        soundfont = find_soundfont()
    except SoundfontError as error:
        return Finding(
            what, BROKEN, f"{SOUNDFONT_VARIABLE}: {error}", f"mend the variable, or unset {SOUNDFONT_VARIABLE}"
        )
    if soundfont is not None:
        return Finding(what, WORKS, f"FluidSynth with {soundfont}")
    if os.environ.get(SOUNDFONT_VARIABLE) == BUILT_IN:
        return Finding(what, WORKS, "the synthesiser that comes along, as asked for")
    wanting = "FluidSynth" if shutil.which("fluidsynth") is None else "a soundfont"
    remedy = "Debian, Ubuntu: sudo apt install fluidsynth fluid-soundfont-gm; macOS: brew install fluid-synth"
    return Finding(what, OPTIONAL, f"the synthesiser that comes along; {wanting} would sound better", remedy)


def microphone(*, record: bool = False) -> Finding:
    """There is one, and it hears something where that is asked."""
    from chordwork.cli.errors import MicrophoneError
    from chordwork.cli.playing.microphone import input_devices, load_sounddevice

    try:
        sounddevice = load_sounddevice()
        devices = input_devices(sounddevice)
    except MicrophoneError as error:
        return Finding("microphone", OPTIONAL, "none can be used", str(error))
    names = ", ".join(f"{name} ({rate_hz} Hz)" for _, name, rate_hz in devices)
    if not record:
        return Finding("microphone", WORKS, f"{names}; --record listens to it")
    try:
        level = _recorded_dbfs(sounddevice)
    except MicrophoneError as error:
        return Finding("microphone", BROKEN, names, str(error))
    if level < SILENT_DBFS:
        remedy = (
            "it is muted, another one is meant (chordwork listen --list-devices), or the system keeps it from programs"
        )
        return Finding("microphone", BROKEN, f"{names}: nothing was heard in {RECORDED_S:.0f} s", remedy)
    return Finding("microphone", WORKS, f"{names}: {level:.0f} dBFS in {RECORDED_S:.0f} s")


def loudspeaker() -> Finding:
    """The band can be played."""
    from chordwork.cli.errors import SpeakerError
    from chordwork.cli.playing.loudspeaker import open_loudspeaker

    try:
        open_loudspeaker(44_100)
    except SpeakerError as error:
        return Finding("loudspeaker", OPTIONAL, "none can be used", str(error))
    return Finding("loudspeaker", WORKS, "plays stereo at 44100 Hz")


def ways_out() -> Finding:
    """OSC and MIDI to other programs."""
    from importlib.util import find_spec

    from chordwork.bridge import BridgeError, midi_ports

    if find_spec("pythonosc") is None:
        remedy = f"only for --osc and --midi: {install_extra('daw')}"
        return Finding("ways out", OPTIONAL, "neither OSC nor MIDI is installed", remedy)
    try:
        ports = midi_ports()
    except BridgeError as error:
        return Finding("ways out", OPTIONAL, "OSC works; MIDI does not", str(error))
    return Finding("ways out", WORKS, f"OSC; MIDI, with {len(ports)} ports beside one of its own")


def server() -> Finding:
    """The web stack is installed, and the page is there."""
    from importlib.resources import files

    from chordwork.harmony.extras import server_missing

    try:
        import chordwork.http.serving.server  # noqa: F401
    except ModuleNotFoundError as missing:
        if (needed := server_missing(missing)) is None:
            raise
        return Finding("server", OPTIONAL, "not installed; the engine works without", str(needed))
    if not files("chordwork.http").joinpath("web", "index.html").is_file():
        return Finding("server", OPTIONAL, "works, without the page at /", "in a clone, with Node 20: scripts/web")
    return Finding("server", WORKS, f"quart {installed_version('quart')}, and the page at /")


def port() -> Finding:
    """The port that ``chordwork serve`` takes is free."""
    number = 8765
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind(("127.0.0.1", number))
        except OSError as error:
            remedy = (
                "a server may run already (chordwork doctor --url ws://127.0.0.1:8765/ws); or: chordwork serve --port 0"
            )
            return Finding("port", OPTIONAL, f"{number}: {error.strerror}", remedy)
    return Finding("port", WORKS, f"{number} is free")


def walls() -> Finding:
    """Which protections hold where strangers' recordings are decoded."""
    import trio

    what = "walls around decoders"
    try:
        from chordwork.http.confinement import ESSENTIAL
        from chordwork.http.rest.analysis.protections import try_protections
    except ModuleNotFoundError:
        return Finding(what, OPTIONAL, "the server is not installed")
    held = trio.run(try_protections)
    names = ", ".join(sorted(each.value for each in held)) or "none"
    missing = sorted(each.value for each in ESSENTIAL - held)
    if missing:
        remedy = f"{', '.join(missing)} missing: serve strangers on a Linux that has them (docs/confinement.md)"
        return Finding(what, OPTIONAL, names, remedy)
    return Finding(what, WORKS, names)


def room() -> Finding:
    """Temporary files can be written."""
    folder = tempfile.gettempdir()
    with tempfile.TemporaryFile() as file:
        file.write(bytes(4096))
    free_mb = shutil.disk_usage(folder).free // 1_000_000
    if free_mb < ROOM_MB:
        return Finding(
            "room for files", BROKEN, f"{free_mb} MB in {folder}", "make room, or set TMPDIR to another disk"
        )
    return Finding("room for files", WORKS, f"{free_mb} MB in {folder}")


def terminal() -> Finding:
    """It shows the signs of music."""
    encoding = sys.stdout.encoding or locale.getpreferredencoding(do_setlocale=False)
    try:
        "♭♯°ø".encode(encoding)
    except UnicodeEncodeError:
        return Finding("terminal", OPTIONAL, f"{encoding} has no ♭", "take UTF-8: export LC_ALL=C.UTF-8")
    return Finding("terminal", WORKS, f"{encoding} has ♭ and ♯")


def reached(url: str, environment: Mapping[str, str] = os.environ) -> Finding:
    """A server answers: a second of silence goes there, and comes back as heard.

    Args:
        url: of its WebSocket.
        environment: may hold an API key, as ``CHORDWORK_API_KEY``.
    """
    import trio

    from chordwork.client import ClientError

    what = f"server at {url}"
    try:
        took_s = trio.run(_answered_after_s, url, environment.get("CHORDWORK_API_KEY"))
    except* (ClientError, OSError, trio.TooSlowError) as group:
        cause: Any = group
        while isinstance(cause, BaseExceptionGroup):
            cause = cause.exceptions[0]
        said = "it does not answer within 10 s" if isinstance(cause, trio.TooSlowError) else str(cause)
        finding = Finding(what, BROKEN, said, "is it running, and is this its address? see docs/deploying.md")
    else:
        finding = Finding(what, WORKS, f"a second of sound was heard {took_s * 1000:.0f} ms after it began to be sent")
    return finding


async def _answered_after_s(url: str, api_key: str | None) -> float:
    import trio

    from chordwork.client import connect

    rate_hz = 16_000
    with trio.fail_after(10.0):
        began = trio.current_time()
        async with connect(url, sample_rate=rate_hz, channels=1, pace="file", api_key=api_key) as stream:
            await stream.send(bytes(2 * rate_hz))
            await stream.finish()
            async for _ in stream:
                pass
        return trio.current_time() - began


def _recorded_dbfs(sounddevice: Any) -> float:
    """The loudest sample of what the usual microphone hears."""
    import numpy as np
    import trio

    from chordwork.cli.playing.microphone import open_microphone

    async def record() -> bytes:
        heard = b""
        with open_microphone(sounddevice, None, None) as device, trio.move_on_after(2 * RECORDED_S):
            async for pcm, _ in device.chunks():
                heard += pcm
                if len(heard) >= 2 * RECORDED_S * device.sample_rate:
                    break
        return heard

    samples = np.frombuffer(trio.run(record), "<i2").astype(np.float64)
    return float(20 * np.log10(max(np.abs(samples).max(initial=0) / 32_768, 1e-9)))
