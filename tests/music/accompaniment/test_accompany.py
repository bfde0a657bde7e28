import io
import shutil
import wave
from itertools import pairwise
from xml.etree import ElementTree

import mido
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chordwork.harmony import HarmonySyntaxError, parse_symbol
from chordwork.music.accompaniment import (
    GROOVES,
    PARTS,
    Accompaniment,
    AccompanimentError,
    Groove,
    PaceError,
    SoundfontError,
    TooMuchMusicError,
    UnknownGrooveError,
    accompany,
    find_groove,
)
from chordwork.music.accompaniment.groove import DRUMS
from chordwork.music.accompaniment.sound.kit import drum
from chordwork.music.accompaniment.sound.voices import VOICES, tone

SONG = "C | Am7 Dm7 | G7/B | Cmaj7"
SYMBOLS = ("C", "Am7", "F#m7b5", "Bb/D", "Ebmaj7", "Gsus4", "A7b9", "Caug", "Bdim7", "D5", "N.C.", "F6/9", "Em(maj7)")
names = st.sampled_from(sorted(GROOVES))
progressions = st.lists(
    st.tuples(st.sampled_from(SYMBOLS), st.sampled_from((1.0, 2.0, 3.0, 4.0))), min_size=1, max_size=6
)


def chord_at(piece: Accompaniment, beat: float) -> str:
    return [mark.symbol for mark in piece.chords if mark.beat <= beat + 1e-9][-1]


@settings(max_examples=60, deadline=None)
@given(name=names, chords=progressions, intensity=st.sampled_from((0.0, 0.4, 1.0)), seed=st.integers(0, 99))
def test_every_groove_plays_every_chord_in_tune(
    name: str, chords: list[tuple[str, float]], intensity: float, seed: int
) -> None:
    piece = accompany(chords, groove=name, intensity=intensity, seed=seed)
    groove = piece.groove
    strong = {step / 4 for step in groove.strong_steps}
    for note in piece.notes:
        assert note.part in PARTS
        assert 0 <= note.beat < piece.beats
        assert note.beats > 0
        assert 1 <= note.velocity <= 127
        assert abs(note.late_ms) <= 14.0 + 4 * groove.strum_ms
        if note.part == "drums":
            continue
        tones = parse_symbol(chord_at(piece, note.beat)).pitch_classes
        if note.part == "bass":
            assert 28 <= note.pitch <= 50 + 12
            if note.beat % groove.beats in strong:
                assert note.pitch % 12 in tones
        if note.part == "comping":
            assert note.pitch % 12 in tones
            assert 40 <= note.pitch <= 92


@pytest.mark.parametrize("name", sorted(GROOVES))
def test_all_parts_play_and_the_bass_marks_the_chords(name: str) -> None:
    piece = accompany("C/E F G Am", groove=name, intensity=0.8)
    assert all(piece.part(part) for part in PARTS)
    for mark in piece.chords:
        first = [note for note in piece.part("bass") if note.beat == mark.beat]
        bass = parse_symbol(mark.symbol).bass
        assert bass is not None
        assert [note.pitch % 12 for note in first] == [bass.pitch_class]


@pytest.mark.parametrize("root", ["C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"])
def test_a_bass_in_octaves_comes_down_again(root: str) -> None:
    piece = accompany(f"{root} | {root}", groove="disco", intro=False, ending=False, fills=False, humanise=False)
    bass = [note.pitch for note in sorted(piece.notes, key=lambda note: note.beat) if note.part == "bass"]
    assert len(bass) == 16
    assert set(bass[::2]) == {bass[0]}
    assert set(bass[1::2]) == {bass[0] + 12}
    assert bass[0] in range(28, 40)


def test_the_same_seed_plays_the_same_and_another_does_not() -> None:
    assert accompany(SONG, seed=3) == accompany(SONG, seed=3)
    assert accompany(SONG, seed=3) != accompany(SONG, seed=4)


def test_without_unevenness_everything_is_on_the_grid() -> None:
    piece = accompany(SONG, groove="funk", humanise=False)
    grid = {piece.groove.beat_of(step) for step in range(int(piece.beats * 4))}
    assert all(note.late_ms == 0.0 and note.beat in grid for note in piece.notes)


def test_swing_delays_the_second_eighth() -> None:
    shuffle, straight = find_groove("blues shuffle"), find_groove("pop")
    assert [shuffle.beat_of(step) for step in (0, 2, 4)] == pytest.approx([0.0, 2 / 3, 1.0])
    assert [straight.beat_of(step) for step in range(5)] == pytest.approx([0.0, 0.25, 0.5, 0.75, 1.0])


def test_more_intensity_is_more_and_louder() -> None:
    soft, loud = (accompany(SONG, groove="rnb", intensity=value, humanise=False) for value in (0.1, 1.0))
    assert len(loud.notes) > len(soft.notes)
    assert max(note.velocity for note in loud.notes) > max(note.velocity for note in soft.notes)


def test_intro_ending_repeats_and_fills() -> None:
    bare = accompany("C G", intro=False, ending=False, fills=False, repeats=3)
    assert bare.beats == 24.0
    assert [mark.symbol for mark in bare.chords] == ["C", "G"] * 3
    whole = accompany("Am F G", repeats=1, groove="folk")
    assert whole.beats == 20.0
    assert whole.chords[-1].symbol in ("Am", "C")
    assert {note.part for note in whole.notes if note.beat < 4.0} == {"drums"}
    filled = accompany("C G Am F", ending=False)
    assert {note.pitch for note in filled.part("drums")} & {43, 47, 50}


def test_comping_voices_lead() -> None:
    piece = accompany("C Am F G", groove="pop", humanise=False, ending=False)
    chords: dict[float, list[int]] = {}
    for note in piece.part("comping"):
        chords.setdefault(note.beat, []).append(note.pitch)
    tops = [max(pitches) for _, pitches in sorted(chords.items())]
    assert all(abs(after - before) <= 5 for before, after in pairwise(tops))


def test_chords_share_their_bars() -> None:
    piece = accompany("C | Am F G | C", intro=False, ending=False)
    assert [mark.beat for mark in piece.chords] == [0.0, 4.0, 6.0, 7.0, 8.0]  # on beats; the first lasts longer
    assert piece.beats == 12.0


@pytest.mark.parametrize("name", sorted(GROOVES))
def test_the_midi_file_is_read_back(name: str) -> None:
    piece = accompany(SONG, groove=name)
    file = mido.MidiFile(file=io.BytesIO(piece.midi()))
    assert [track.name for track in file.tracks][1:] == ["Drums", "Bass", "Comping"]
    assert file.length == pytest.approx(piece.seconds, abs=0.1)
    texts = [message.text for message in file.tracks[0] if message.type == "text"]
    assert texts == [mark.symbol for mark in piece.chords]
    for track in file.tracks[1:]:
        sounding: set[int] = set()
        for message in track:
            if message.type == "note_on":
                assert message.note not in sounding
                sounding.add(message.note)
            elif message.type == "note_off":
                sounding.remove(message.note)
        assert not sounding


def test_the_built_in_sound_does_not_clip_and_is_there() -> None:
    piece = accompany(SONG, groove="swing")
    sound = piece.audio(22_050)
    assert sound.dtype == np.float32
    assert sound.shape[1] == 2
    assert 0.85 < np.abs(sound).max() < 0.9
    with wave.open(io.BytesIO(piece.wav(22_050, soundfont="none"))) as file:
        assert (file.getnchannels(), file.getframerate()) == (2, 22_050)
        assert file.getnframes() == len(sound)


@pytest.mark.parametrize("rate", [0, -1, 7999, 192_001])
def test_rates_out_of_range_are_refused(rate: int) -> None:
    with pytest.raises(PaceError, match="8000 to 192000"):
        accompany("C").audio(rate)
    with pytest.raises(PaceError):
        accompany("C").wav(rate, soundfont="none")


@pytest.mark.parametrize("program", sorted(VOICES))
@pytest.mark.parametrize("pitch", [33, 48, 64, 76])
def test_every_voice_sounds_its_pitch_and_ends_soft(program: int, pitch: int) -> None:
    rate = 22_050
    sound = tone(program, pitch, 1.0, rate).astype(np.float64)
    assert 0.05 < np.abs(sound).max() < 2.0
    assert abs(sound[0]) < 0.05
    assert np.abs(sound[-20:]).max() < 0.02
    spectrum = np.abs(np.fft.rfft(sound[: rate // 2] * np.hanning(rate // 2), 1 << 17))
    hertz = np.fft.rfftfreq(1 << 17, 1 / rate)
    base = 440 * 2 ** ((pitch - 69) / 12)
    combs = {
        cents: sum(spectrum[np.argmin(np.abs(hertz - k * base * 2 ** (cents / 1200)))] for k in range(1, 6))
        for cents in range(-600, 601, 50)
    }
    assert max(combs, key=combs.__getitem__) == 0


@pytest.mark.parametrize("name", DRUMS)
def test_every_drum_is_struck_and_over_in_time(name: str) -> None:
    sound = drum(DRUMS[name], 22_050)
    assert 0.1 < np.abs(sound).max() < 2.0
    assert len(sound) / 22_050 <= 2.2
    assert abs(sound[-1]) < 1e-3
    energy = np.cumsum(sound.astype(np.float64) ** 2)
    assert energy[len(energy) // 2] > 0.8 * energy[-1]


def test_a_room_answers_after_the_notes_are_over() -> None:
    dry = accompany("C", groove="pop", intro=False, ending=False)
    sound = dry.audio(22_050)
    over = round((dry.seconds + 0.3) * 22_050)
    assert np.abs(sound[over : over + 4000]).max() > 1e-4
    assert not np.allclose(sound[:, 0], sound[:, 1])


@pytest.mark.skipif(shutil.which("fluidsynth") is None, reason="FluidSynth is not installed")
def test_fluidsynth_plays_it_where_there_is_a_soundfont() -> None:
    piece = accompany("C G", groove="bossa")
    with wave.open(io.BytesIO(piece.wav(22_050))) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    assert 0.88 < np.abs(samples.astype(int)).max() / 32767 < 0.9


def test_a_soundfont_that_is_not_there_is_told() -> None:
    with pytest.raises(SoundfontError, match="there is no soundfont"):
        accompany("C").wav(soundfont="/nowhere.sf2")


def test_the_picture_shows_chords_and_every_note() -> None:
    piece = accompany("C Am", groove="pop")
    root = ElementTree.fromstring(piece.pianoroll_svg())
    boxes = root.findall("{http://www.w3.org/2000/svg}rect")
    assert len(boxes) == len(piece.notes) + 1
    assert "Am" in "".join(root.itertext())


def test_the_dictionary_is_plain() -> None:
    answer = accompany("C Am", groove="waltz").to_dict()
    assert answer["groove"] == "waltz"
    assert answer["beats_a_bar"] == 3
    assert {"part", "pitch", "at", "seconds", "velocity"} == set(answer["notes"][0])


@pytest.mark.parametrize(
    ("chords", "options", "error"),
    [
        ("C", {"groove": "polka"}, UnknownGrooveError),
        ("", {}, TooMuchMusicError),
        ("C " * 10_000, {}, TooMuchMusicError),
        (["C"] * 10_000, {}, TooMuchMusicError),
        ("C", {"repeats": 100_000}, TooMuchMusicError),
        ("C", {"repeats": 0}, TooMuchMusicError),
        ("C", {"tempo_bpm": 1.0}, PaceError),
        ("C", {"tempo_bpm": float("nan")}, PaceError),
        ("C", {"intensity": 2.0}, PaceError),
        ("C", {"beats_a_chord": 0.0}, PaceError),
        ([("C", float("inf"))], {}, PaceError),
        ("C Hm9zz", {}, HarmonySyntaxError),
    ],
)
def test_bad_input_gets_a_typed_error(chords: object, options: dict[str, object], error: type[Exception]) -> None:
    with pytest.raises(error):
        accompany(chords, **options)  # type: ignore[arg-type]


def test_a_groove_with_a_wrong_pattern_is_refused() -> None:
    with pytest.raises(AccompanimentError, match="whole number of bars"):
        Groove("x", "X", 4, 100.0, (), bass="R---", comping="x" * 16, bass_program=0, comping_program=0)
    with pytest.raises(AccompanimentError, match="means nothing"):
        Groove("x", "X", 4, 100.0, (), bass="Q" * 16, comping="x" * 16, bass_program=0, comping_program=0)


@pytest.mark.parametrize(("groove", "metre"), [("pop", (4, 4)), ("waltz", (3, 4)), ("slow_six", (6, 8))])
def test_the_metre_is_written_as_it_is_felt(groove: str, metre: tuple[int, int]) -> None:
    conductor = mido.MidiFile(file=io.BytesIO(accompany("C G", groove=groove).midi())).tracks[0]
    said = next(message for message in conductor if message.type == "time_signature")
    assert (said.numerator, said.denominator) == metre == GROOVES[groove].metre
    assert said.clocks_per_click == (36 if metre == (6, 8) else 24)
