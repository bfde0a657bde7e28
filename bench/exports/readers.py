"""The readers, one function each: they get a song's name, the song, and a folder with its files."""

from __future__ import annotations

import io
import json
import wave
from collections import Counter
from importlib import import_module
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

import numpy as np

from bench.exports import harmony
from bench.exports.checking import Failed, Missing, Reader, compare, find, program
from bench.exports.schema import validate
from chordwork.music.accompaniment.sound.fluidsynth import find_soundfont
from chordwork.music.tabs import Tab
from chordwork.music.tabs.formats.western import western

WEB: Final = Path(__file__).parent / "web"
QUIET_DBFS: Final = -50.0
INK: Final = 0.0005
"""Least share of dark pixels on a page that shows something."""
CHORDSHEETJS_FRETS: Final = 10
"""It reads base frets of one digit only."""
FILES: Final = {
    "musicxml": "song.musicxml", "alphatex": "song.atex", "gp5": "song.gp5", "midi": "song.mid",
    "chordpro": "song.cho", "pdf": "song.pdf", "svg": "song.svg", "png": "song.png",
}  # fmt: skip


def write_all(tab: Tab, folder: Path) -> None:
    """Every format of a song, under the names of :data:`FILES`."""
    documents: dict[str, str | bytes] = {
        "musicxml": tab.musicxml(), "alphatex": tab.alphatex(), "gp5": tab.guitar_pro(), "midi": tab.midi(),
        "chordpro": tab.chordpro(), "pdf": tab.pdf(), "svg": tab.svg(), "png": tab.png(),
    }  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    for format, document in documents.items():
        data = document.encode() if isinstance(document, str) else document
        (folder / FILES[format]).write_bytes(data)


def _schema(name: str, tab: Tab, folder: Path) -> None:
    validate((folder / FILES["musicxml"]).read_text())


def _musescore(name: str, tab: Tab, folder: Path) -> None:
    """MuseScore opens it, draws a page, knows every chord and plays the notes. It chooses the frets itself."""
    page, midi = folder / "musescore.png", folder / "musescore.mid"
    own = folder / "musescore.mscx"
    _engrave(folder / FILES["musicxml"], page, midi, own)
    _inked(folder / "musescore-1.png")
    harmony.musescore(tab, own)
    file = import_module("mido").MidiFile(midi)
    struck = Counter(
        message.note for track in file.tracks for message in track if message.type == "note_on" and message.velocity
    )
    events = (event for bar in tab.score.bars for event in bar.events)
    # Two strings at one pitch are one key to MIDI.
    expected = sum((Counter({note.pitch for note in event.notes}) for event in events), Counter[int]())
    if struck != expected:
        raise Failed(f"it plays {sorted((struck - expected).elements())} too many, "
                     f"{sorted((expected - struck).elements())} too few")  # fmt: skip


def _music21(name: str, tab: Tab, folder: Path) -> None:
    harmony.music21(tab, folder / FILES["musicxml"])


def _musescore_frets(name: str, tab: Tab, folder: Path) -> None:
    """MuseScore opens it, draws a page, and has every note on its string and fret."""
    page, own = folder / "musescore-gp5.png", folder / "musescore-gp5.mscx"
    _engrave(folder / FILES["gp5"], page, own)
    _inked(folder / "musescore-gp5-1.png")
    events = [event for bar in tab.score.bars for event in bar.events if event.notes]
    highest = len(tab.score.board.instrument.tuning) - 1
    written = [sorted((highest - note.string, note.fret) for note in event.notes) for event in events]
    chords = list(ElementTree.parse(own).iter("Chord"))[: len(events)]  # then come a second staff and a part
    shown = [
        sorted((_whole(note, "string"), _whole(note, "fret")) for note in chord.findall("Note")) for chord in chords
    ]
    if shown != written:
        wrong = next((pair for pair in zip(shown, written, strict=False) if pair[0] != pair[1]), len(shown))
        raise Failed(f"other strings and frets: {wrong}")


def _whole(element: ElementTree.Element, name: str) -> int:
    return int(element.findtext(name, "-1"))


def _engrave(source: Path, *targets: Path) -> None:
    musescore = find("mscore3", "musescore3", "mscore", package="musescore3")
    job = source.with_suffix(".job.json")
    job.write_text(json.dumps([{"in": str(source), "out": [str(target) for target in targets]}]))
    runtime = source.parent / "runtime"
    runtime.mkdir(mode=0o700, exist_ok=True)
    program([musescore, "-j", job], QT_QPA_PLATFORM="offscreen", XDG_RUNTIME_DIR=str(runtime))


def _guitarpro(name: str, tab: Tab, folder: Path) -> None:
    gp: Any = import_module("guitarpro")
    (track,) = gp.parse(str(folder / FILES["gp5"])).tracks
    count = tab.score.board.strings
    bars = []
    for measure in track.measures:
        notes = [note for beat in measure.voices[0].beats for note in beat.notes if note.type == gp.NoteType.normal]
        bars.append([track.strings[note.string - 1].value + note.value + track.offset for note in notes])
    compare(tab, bars)
    beats = (beat for measure in track.measures for beat in measure.voices[0].beats if beat.effect.chord)
    shapes = {tuple(chord.strings[:count][::-1]) for chord in (beat.effect.chord for beat in beats)}
    if shapes != {voicing.frets for voicing in tab.voicings if _is_struck(tab, voicing)}:
        raise Failed(f"diagrams {sorted(shapes)}")


def _is_struck(tab: Tab, voicing: Any) -> bool:
    """Whether a note is struck where the shape's name stands; elsewhere the name is a text, without a diagram."""
    return any(
        event.start == mark.start
        for bar in tab.score.bars
        for mark in bar.marks
        if mark.voicing == voicing
        for event in bar.events
    )


def _mido(name: str, tab: Tab, folder: Path) -> None:
    conductor, track = import_module("mido").MidiFile(folder / FILES["midi"], charset="utf-8").tracks
    markers = [message.text for message in conductor if message.type == "marker"]
    symbols = [mark.symbol for bar in tab.score.bars for mark in bar.marks]
    sections = [section.title for section in tab.score.sections]
    if sorted(markers) != sorted([*symbols, *sections]):
        raise Failed(f"markers {markers}")
    bar_pulses = tab.score.metre.bar_ticks * 40
    bars: list[list[int]] = [[] for _ in tab.score.bars]
    now = 0
    for message in track:
        now += message.time
        if message.type == "note_on":
            bars[now // bar_pulses].append(message.note)
    expected = [
        sum((Counter({note.pitch for note in event.notes}) for event in bar.events), Counter[int]())
        for bar in tab.score.bars
    ]
    if [Counter(bar) for bar in bars] != expected:
        raise Failed("other notes than those of the score")


def _fluidsynth(name: str, tab: Tab, folder: Path) -> None:
    font = find_soundfont()
    if font is None:
        raise Missing("apt-get install fluidsynth fluid-soundfont-gm")
    sound = folder / "fluidsynth.wav"
    program(["fluidsynth", "-ni", "-q", "-r", "22050", "-F", sound, font, folder / FILES["midi"]])
    with wave.open(str(sound)) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float64) / 32768.0
        seconds = file.getnframes() / file.getframerate()
    wanted_s = tab.score.ticks / tab.score.metre.pulse_ticks * 60.0 / tab.score.tempo_bpm
    level_dbfs = 20.0 * np.log10(np.sqrt(np.mean(samples**2)) + 1e-9)
    if level_dbfs < QUIET_DBFS or seconds < wanted_s:
        raise Failed(f"{seconds:.1f} s of {wanted_s:.1f} s at {level_dbfs:.0f} dBFS")


def _alphatab(format: str) -> Any:
    def read(name: str, tab: Tab, folder: Path) -> None:
        heard = _node("alphatab", folder / FILES[format], folder / f"alphatab-{format}.html")
        compare(tab, heard["bars"])
        title = " ".join(heard["title"].split())  # alphaTab keeps blanks of MusicXML from breaking
        wanted = western(tab.score.title)[0] if format == "gp5" else tab.score.title
        if title != wanted or heard["svg"] < 1000:
            raise Failed(f"title {title!r}, {heard['svg']} characters of SVG")

    return read


def _chordsheetjs(name: str, tab: Tab, folder: Path) -> None:
    heard = _node("chordpro", folder / FILES["chordpro"])
    within = [voicing for voicing in tab.voicings if (voicing.pressed_range or (1, 1))[0] < CHORDSHEETJS_FRETS]
    shapes = {tab.score.shape_name(voicing.tones) for voicing in within}
    if heard["title"] != tab.score.title or set(heard["shapes"]) != shapes or heard["warnings"]:
        raise Failed(json.dumps(heard)[:200])


def _node(what: str, *paths: Path) -> dict[str, Any]:
    node = find("node", package="nodejs npm")
    if not (WEB / "node_modules").is_dir():
        raise Missing(f"npm ci --prefix {WEB.relative_to(Path.cwd()) if WEB.is_relative_to(Path.cwd()) else WEB}")
    answer: dict[str, Any] = json.loads(program([node, WEB / "read.mjs", what, *paths]).splitlines()[-1])
    if "error" in answer:
        raise Failed(str(answer["error"])[:200])
    return answer


def _poppler(name: str, tab: Tab, folder: Path) -> None:
    program([find("pdftoppm", package="poppler-utils"), "-r", "60", "-png", folder / FILES["pdf"], folder / "page"])
    pages = sorted(folder.glob("page-*.png"))
    if not pages:
        raise Failed("no pages")
    for page in pages:
        _inked(page)
    text = program([find("pdftotext", package="poppler-utils"), folder / FILES["pdf"], "-"])
    text = " ".join(text.split())
    words = {tab.score.title, *(mark.symbol for bar in tab.score.bars for mark in bar.marks)}
    if missing := sorted(word for word in words if word not in text):
        raise Failed(f"{missing} are not in its text")


def _librsvg(name: str, tab: Tab, folder: Path) -> None:
    picture = folder / "librsvg.png"
    program([find("rsvg-convert", package="librsvg2-bin"), "-b", "white", "-o", picture, folder / FILES["svg"]])
    if tab.voicings:
        _inked(picture)


def _pillow(name: str, tab: Tab, folder: Path) -> None:
    if tab.voicings:
        _inked(folder / FILES["png"])


def _inked(path: Path) -> None:
    """A picture that shows something."""
    try:
        image: Any = import_module("PIL.Image")
    except ModuleNotFoundError:
        raise Missing("pip install pillow") from None
    with image.open(io.BytesIO(path.read_bytes())) as picture:
        paper = image.new("RGBA", picture.size, "white")
        paper.alpha_composite(picture.convert("RGBA"))
    share = float((np.asarray(paper.convert("L")) < 128).mean())
    if share < INK:
        raise Failed(f"{path.name} is blank")


READERS: Final = (
    Reader("MusicXML", "W3C schema 4.0", _schema, "valid"),
    Reader("MusicXML", "MuseScore", _musescore, "opens, draws a page, plays the notes, knows every chord"),
    Reader("MusicXML", "music21", _music21, "pitches of every chord, but for added sevenths"),
    Reader("MusicXML", "alphaTab", _alphatab("musicxml"), "notes of each bar, SVG"),
    Reader("alphaTex", "alphaTab", _alphatab("alphatex"), "notes of each bar, SVG"),
    Reader("Guitar Pro 5", "PyGuitarPro", _guitarpro, "notes of each bar, every diagram"),
    Reader("Guitar Pro 5", "MuseScore", _musescore_frets, "opens, draws a page, has all strings and frets"),
    Reader("Guitar Pro 5", "alphaTab", _alphatab("gp5"), "notes of each bar, SVG"),
    Reader("MIDI", "mido", _mido, "notes of each bar, chords and sections as markers"),
    Reader("MIDI", "FluidSynth", _fluidsynth, "sounds, as long as the song"),
    Reader("ChordPro", "ChordSheetJS", _chordsheetjs, "title, every shape"),
    Reader("PDF", "Poppler", _poppler, "every page, every chord name"),
    Reader("SVG", "librsvg", _librsvg, "a picture"),
    Reader("PNG", "Pillow", _pillow, "a picture"),
)
