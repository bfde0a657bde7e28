"""What songs decide, question by question, written down: who looks for a choice that moved finds it here.

A song shows few of the ways there are. The files of ``decided/`` record many more, one small question at a time, and
hold what is rather than what should be; ``python -m tests.music.songwriting.test_decided`` writes them anew, to be read
before they are kept.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import product
from pathlib import Path
from typing import Any, Final

import attrs
import pytest

from chordwork.harmony import Mode, find_keys, parse_key, parse_symbol
from chordwork.music.songwriting import GENRES, MOODS, write_song
from chordwork.music.songwriting.chart import write_chart
from chordwork.music.songwriting.choices.easy_key import choose_easy_key, plain_mode
from chordwork.music.songwriting.choices.feel import choose_feel, choose_genre, choose_mode, choose_tempo
from chordwork.music.songwriting.choices.form import ENERGY, choose_form, form_advice, parts_of, section_titles
from chordwork.music.songwriting.choices.key import choose_key, cost_in, why_key
from chordwork.music.songwriting.choices.mood import mood_asked, mood_named, mood_of
from chordwork.music.songwriting.draw import Draw
from chordwork.music.songwriting.genres import FEELS
from chordwork.music.songwriting.lessons.learning import chords_to_learn, hardest_change
from chordwork.music.songwriting.locks import Locks
from chordwork.music.songwriting.model import LEVELS, SECTION_NAMES, VOICES, Mood
from chordwork.music.songwriting.player import Player, easy_capo
from chordwork.music.songwriting.progression import HarmonyBrief, write_progressions
from chordwork.music.songwriting.progression.bare import Progression, bared, spelled
from chordwork.music.songwriting.prompts.lyrics import lyric_prompt, point_of_view
from chordwork.music.songwriting.prompts.melody import melody_prompt
from chordwork.music.songwriting.prompts.reasons import cadence, planned, section_why
from chordwork.music.songwriting.prompts.titles import asked_of, subject_of, title_ideas
from chordwork.music.songwriting.words.reading import Reading, read_theme
from chordwork.music.songwriting.words.table import spoken, stems

DECIDED: Final = Path(__file__).parent / "decided"
BENCH: Final = Path(__file__).parents[3] / "bench/songwriting/themes.json"
THEMES: Final = """
my grandmohter's old kitchen
the ex-girlfriend's wedding & the rain
don't leave me, Jenny
rock'n'roll
a happy song about losing the cup in 1998
write me a slow jazz ballad for my wife
running, dancing, flying
cities and babies and knives and wolves
the happiest prettier boxes
💔🌧️ at the station
🇫🇷🎉
fishing with dad
I hate the war
nobody said it would be easy to stop loving you
punk's not dead
x
der Hund meiner Großmutter
j'aime la pluie d'été
el niño y la guerra
la mamma è triste
в лесу
夜の海
""".strip().splitlines()
ENDED: Final = "running babies wolves happiness tried stopped boxes earlier biggest sunny happily"
SECTIONS: Final = tuple(name for name in SECTION_NAMES if name in ENERGY)
WHOLE: Final = "intro verse pre-chorus chorus post-chorus refrain solo interlude bridge outro"
PLAYERS: Final = [
    *(Player.of("guitar", level) for level in LEVELS),
    *(Player.of(name, "intermediate") for name in ("ukulele", "piano", "bass", "banjo")),
    Player.of("guitar", "intermediate", capo=3),
]
MOVED: Final[tuple[Mood, ...]] = tuple(map(mood_named, MOODS))


def _genres() -> Iterator[str]:
    for genre in GENRES.values():
        yield f"{genre.name}: " + "; ".join(f"{name} {value}" for name, value in attrs.asdict(genre).items())
    for feel in FEELS.values():
        yield f"{feel.groove}: " + "; ".join(f"{name} {value}" for name, value in attrs.asdict(feel).items())
    yield f"energy: {ENERGY}"


def _draws() -> Iterator[str]:
    draw = Draw(7, "song", "rain")
    yield " ".join(f"{draw.unit():.6f}" for _ in range(4)) + f" {draw.child('key', 'a').unit():.6f}"
    yield " ".join(str(draw.choose("abcd", (1.0, 0.0, 2.5, 1e-7))) for _ in range(24))
    yield " ".join(str(draw.choose("abcd")) for _ in range(24))
    yield " ".join(str(draw.choose("abcd", (0.0, 0.0, -1.0, 0.0))) for _ in range(12))
    yield " ".join(str(draw.chance(0.3)) for _ in range(12))
    yield str([draw.sample("abcdef", count, weights) for count in (0, 3, 9) for weights in (None, (1, 2, 3, 4, 5, 6))])


def _feels() -> Iterator[str]:
    moods = [*MOVED, *(attrs.evolve(MOVED[0], energy=energy, valence=-energy) for energy in (-1.0, -0.2, 0.4, 1.0))]
    for mood, seed in product(moods, range(3)):
        draw = Draw(seed, "feel")
        genres = [choose_genre("rain", mood, level, Locks({}), draw.child(level)).name for level in LEVELS]
        told = []
        for genre in GENRES.values():
            feel = choose_feel(genre, mood, Locks({}), draw.child(genre.name))
            mode = choose_mode(genre, mood, draw.child(genre.name, "mode"))
            told.append(f"{feel.groove} {choose_tempo(feel, mood, draw.child(genre.name, 'tempo'))} {mode.value}")
        yield f"{mood.name} {mood.energy:g} {seed}: {' '.join(genres)}; {', '.join(told)}"
    for settled in ({"metre": "6/8"}, {"metre": "3/4"}, {"groove": "swing"}, {"metre": "12/8"}, {"groove": "metal"}):
        locks = Locks(settled)
        genres = [choose_genre("rain", mood, level, locks, Draw(3)).name for mood in MOVED for level in LEVELS]
        feels = [choose_feel(genre, MOVED[0], locks, Draw(4, genre.name)).groove for genre in GENRES.values()]
        yield f"{settled}: {' '.join(genres)}; {' '.join(feels)}"
    for theme in ("a Rock & roll song", "R&B tonight", "funky-town", "an acoustic samba", "my club"):
        yield f"{theme}: {choose_genre(theme, MOVED[2], 'advanced', Locks({}), Draw(1)).name}"


def _forms() -> Iterator[str]:
    required = ((), ("bridge",), ("pre-chorus", "intro"), ("refrain", "outro", "verse"), ("post-chorus", "interlude"))
    for genre, level, seed in product(GENRES.values(), LEVELS, range(2)):
        for names in required:
            chosen = choose_form(genre, level, names, Draw(seed, "form"))
            yield f"{genre.name} {level} {seed} {names}: {' '.join(chosen)}"
    for text in (WHOLE, "verse chorus verse chorus chorus", "verse verse bridge verse", "chorus verse solo", "verse"):
        for genre in (GENRES["pop"], GENRES["jazz"], GENRES["blues"]):
            parts = parts_of(text.split(), genre)
            yield f"{genre.name} {text}: {'; '.join(f'{part.title}: {part.task}' for part in parts)}"
            yield f"  {section_titles(parts)} {form_advice(text.split(), genre)}"


def _themes() -> list[str]:
    every: list[str] = [each["theme"] for each in json.loads(BENCH.read_text(encoding="utf-8"))]
    return [*THEMES, *every[::3]]


def _readings() -> Iterator[str]:
    for theme in _themes():
        reading = read_theme(theme)
        yield f"== {theme} | {reading.language} {reading.is_strange} | rows {reading.rows} | {' '.join(spoken(theme))}"
        yield f"nouns {reading.nouns} english {reading.english}"
        yield f"words {' '.join(f'{word.text}/{word.row}/{word.weight}' for word in reading.words)}"
        yield f"pictures {reading.pictures}"
        yield f"related {reading.related(9, without='sad tense')}"
        for word in [word.text for word in reading.words][:2]:
            yield f"rhymes {word}: {reading.rhymes(word, 9)} {reading.rhymes(word, 4, without='happy')}"
    for word in ENDED.split():
        yield f"{word}: {' '.join(stems(word))}"


def _moods() -> Iterator[str]:
    for theme in _themes():
        mood = mood_of(read_theme(subject_of(theme)))
        yield f"{theme}: {mood.name} {mood.valence} {mood.energy} {mood.words} {mood.confidence} {mood.heard}"
        yield f"  {subject_of(theme)!r} {asked_of(theme)!r} {mood_asked(theme)}"
        yield f"  {[title_ideas(theme, read_theme(theme), mood, Draw(seed, 'title')) for seed in range(2)]}"


def _lyrics() -> Iterator[str]:
    readings: list[Reading] = [read_theme(theme) for theme in ("the rain on my brother's boat", "🎸🔥", "夜の海")]
    for name, mood, seed in product(SECTIONS, MOVED, range(2)):
        for reading in readings if seed == 0 else readings[:1]:
            draw = Draw(seed, "lyrics", name)
            bars, bar_seconds = ((8, 2.4), (4, 1.2), (16, 4.9), (3, 2.0))[(len(name) + len(mood.name) + seed) % 4]
            made = lyric_prompt(
                name, reading=reading, title="Rain", mood=mood, bars=bars, bar_seconds=bar_seconds, is_blues=seed == 1,
                has_chorus=seed == 0, view=point_of_view(mood, draw.child("view")), draw=draw.child(mood.name),
            )  # fmt: skip
            yield f"{name} {mood.name} {seed} {reading.text} {bars}: {_brief(made)}"


def _brief(record: Any) -> str:
    return "; ".join(f"{name} {value}" for name, value in attrs.asdict(record).items() if value not in ("", (), 0))


CHORDS: Final = {
    "C": "C G Am F", "Am": "Am F C G7 Am", "Eb": "Eb Bb/D Cm7 Abmaj7 Eb", "F#m": "F#m7b5 B7 Em A13sus4 Dmaj9 N.C. F#m",
    "D dorian": "Dm7 G7 Dm7 C", "E phrygian": "E5 F5 G5 E5", "G mixolydian": "G F C G",
}  # fmt: skip


def _melodies() -> Iterator[str]:
    for (name, text), section in product(CHORDS.items(), SECTIONS):
        key = parse_key(name)
        symbols = [symbol for each in text.split() if (symbol := parse_symbol(each)).is_chord]
        for index, voice in enumerate(VOICES):
            metre = ("4/4", "3/4", "6/8", "12/8", "5/4")[(index + len(section)) % 5]
            mood = MOVED[(index + len(section)) % 4]
            made = melody_prompt(section, symbols, key, voice, metre, mood, Draw(index, "melody", section))
            targets = " ".join(f"{each.chord}:{each.note}:{each.degree}" for each in made.targets)
            yield f"{name} {section} {voice} {metre} {mood.name}: {made.low} {made.high} {targets}"
            yield f"  {made.contour}; {made.rhythm}"


def _reasons() -> Iterator[str]:
    charts = {
        name: [(parse_symbol(each), 1.0 + at % 2) for at, each in enumerate(text.split())]
        for name, text in CHORDS.items()
    }
    passed = (
        *(("verse", "chorus"), ("chorus", "verse"), ("bridge", "chorus"), ("pre-chorus", "chorus")),
        *(("refrain", None), ("outro", None)),
    )
    for name, own in charts.items():
        key = parse_key(name)
        for each in planned(own, key):
            yield f"{name}: {_brief(each)}"
        for section, following in passed:
            others = {"verse": own[:4], "chorus": own[1:], section: own}
            then = parse_symbol(name.split()[0]) if following else None
            yield f"  {cadence(own, key, then)} | {section_why(section, own, key, others, following)}"
        yield f"  {write_chart([(str(symbol), bars) for symbol, bars in own])}"


def _progressions(genre: str) -> Callable[[], Iterator[str]]:
    def lines() -> Iterator[str]:
        modes = (Mode.MAJOR, Mode.MINOR, Mode.DORIAN, Mode.MIXOLYDIAN, Mode.PHRYGIAN)
        for index, (mode, level) in enumerate(product(modes, LEVELS)):
            mood = MOVED[index % 4]
            tempo, metre = ((72, "4/4"), (100, "4/4"), (140, "4/4"), (120, "3/4"), (60, "6/8"))[index % 5]
            order = tuple(WHOLE.split()) if index % 2 else ("intro", "verse", "chorus", "bridge", "outro")
            brief = HarmonyBrief(mode, GENRES[genre], mood, level, tempo, metre, order)
            known = _bare("Am F C G") if index % 4 == 3 else None
            made = write_progressions(brief, {"chorus": known} if known else {}, Draw(index, "chords", genre))
            yield f"{mode.value} {level} {mood.name} {tempo} {metre}"
            for name, progression in made.items():
                yield f"  {name}: {_chords(progression, mode)}"

    return lines


def _bare(text: str) -> Progression:
    return tuple((bare, 1.0) for each in text.split() if (bare := bared(parse_symbol(each), 0)) is not None)


def _chords(progression: Progression, mode: Mode) -> str:
    key = parse_key(f"C {mode.value}")
    return " ".join(f"{spelled(bare, key)}*{bars:g}" for bare, bars in progression)


def _keys() -> Iterator[str]:
    sections = {"verse": _bare("C G Am F"), "chorus": _bare("Dm7 G7 Cmaj7 C7"), "bridge": _bare("Fm Ab Bb")}
    for player, mode in product(PLAYERS, (Mode.MAJOR, Mode.MINOR, Mode.DORIAN)):
        drawn = [choose_key(mode, sections, player, Draw(seed, "key")) for seed in range(4)]
        easy, eased = choose_easy_key(plain_mode(mode), sections, player, Draw(1, "key"))
        yield f"{player.instrument} {player.level} {player.capo} {mode.value}: {', '.join(map(str, drawn))}; {easy}"
        yield f"  {cost_in(sections, drawn[0], player):.3f} {[_chords(each, mode) for each in eased.values()]}"
        played = [spelled(bare, drawn[0]) for progression in sections.values() for bare, _ in progression]
        for mood in MOVED:
            yield f"  {why_key(drawn[0], played, player, mood)}"


TAUGHT: Final = ("C G Am F", "Bm7b5 E7#9 Am9 F#dim7 C#m", "Bb Eb Cm7 F13", "N.C. D A", "Ab/C Db5 Gbmaj7")


def _lessons(index: int) -> Callable[[], Iterator[str]]:
    def lines() -> Iterator[str]:
        player = PLAYERS[index]
        for text in (TAUGHT * 2)[index % 5 : index % 5 + 3]:
            symbols = [parse_symbol(each) for each in text.split()]
            yield f"{player.instrument} {player.level} {player.capo} {text}: capo {easy_capo(symbols, player)}"
            for each in chords_to_learn(symbols, player):
                yield f"  {_brief(each)}"
            change = hardest_change([symbol for symbol in symbols if symbol.is_chord], player)
            key = find_keys([symbol for symbol in symbols if symbol.is_chord], limit=1)[0].key
            yield f"  {change and ' '.join(map(str, change))}; {key}"

    return lines


VERSE: Final = "Eb | Cm Ab | Bb | Bb7 N.C."
_SONGS: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "whole": ("two brothers on the road", {"genre": "pop", "level": "advanced", "locked": {"form": WHOLE}}),
    "one line": ("quiet", {"genre": "rock", "level": "beginner", "seed": 22, "locked": {"form": "verse outro"}}),
    "capo": ("the harbour", {"key": "Eb", "seed": 23, "locked": {"sections.verse.chords": VERSE}}),
    "keys": ("snow", {"instrument": "piano", "level": "beginner", "genre": "jazz", "seed": 24}),
    "picked": ("a letter", {"level": "intermediate", "seed": 25, "locked": {"pattern": "travis", "capo": 2}}),
    "bass": ("night bus", {"instrument": "bass-5", "level": "beginner", "genre": "blues", "seed": 26}),
    "fast": ("burning", {"genre": "metal", "level": "intermediate", "seed": 27, "locked": {"tempo_bpm": 200}}),
    "lullaby": ("sleep, little one", {"instrument": "ukulele", "level": "beginner", "metre": "6/8", "seed": 28}),
}  # fmt: skip


def _song(name: str) -> Callable[[], Iterator[str]]:
    def lines() -> Iterator[str]:
        theme, asked = _SONGS[name]
        song = write_song(theme, **asked)
        return iter(song.text().splitlines())

    return lines


def _plan() -> Iterator[str]:
    theme, asked = _SONGS["capo"]
    song = write_song(theme, **asked)
    yield from json.dumps(song.to_dict(), indent=1, ensure_ascii=False).splitlines()
    yield from song.markdown().splitlines()
    yield from song.chordpro().splitlines()


PAGES: Final[dict[str, Callable[[], Iterable[str]]]] = {
    "genres": _genres, "draws": _draws, "feels": _feels, "forms": _forms, "readings": _readings, "moods": _moods,
    "lyrics": _lyrics, "melodies": _melodies, "reasons": _reasons, "keys": _keys, "plan": _plan,
    **{f"lessons {index}": _lessons(index) for index in range(len(PLAYERS))},
    **{f"progressions {genre}": _progressions(genre) for genre in GENRES},
    **{f"song {name}": _song(name) for name in _SONGS},
}  # fmt: skip
"""Names and lines of the files."""


def _place(name: str) -> Path:
    return DECIDED / f"{name.replace(' ', '-')}.txt"


def as_it_was(name: str) -> None:
    assert list(PAGES[name]()) == _place(name).read_text(encoding="utf-8").split("\n")[:-1]


def test_genres_and_feels_are_as_they_were() -> None:
    as_it_was("genres")


def test_draws_are_as_they_were() -> None:
    as_it_was("draws")


def test_feels_tempos_and_modes_are_chosen_as_they_were() -> None:
    as_it_was("feels")


def test_forms_are_chosen_as_they_were() -> None:
    as_it_was("forms")


def test_themes_are_read_as_they_were() -> None:
    as_it_was("readings")


def test_moods_are_heard_and_titles_found_as_they_were() -> None:
    as_it_was("moods")


def test_prompts_for_words_are_as_they_were() -> None:
    as_it_was("lyrics")


def test_prompts_for_tunes_are_as_they_were() -> None:
    as_it_was("melodies")


def test_reasons_are_given_as_they_were() -> None:
    as_it_was("reasons")


def test_keys_are_chosen_as_they_were() -> None:
    as_it_was("keys")


def test_a_plan_is_data_markdown_and_chordpro_as_it_was() -> None:
    as_it_was("plan")


@pytest.mark.parametrize("index", range(len(PLAYERS)))
def test_chords_are_taught_as_they_were(index: int) -> None:
    as_it_was(f"lessons {index}")


@pytest.mark.parametrize("genre", [name for name, genre in GENRES.items() if genre.harmony == "loops"])
def test_loops_are_written_as_they_were(genre: str) -> None:
    as_it_was(f"progressions {genre}")


@pytest.mark.parametrize("genre", [name for name, genre in GENRES.items() if genre.harmony in ("vamp", "power")])
def test_vamps_and_power_chords_are_written_as_they_were(genre: str) -> None:
    as_it_was(f"progressions {genre}")


@pytest.mark.parametrize("genre", [name for name, genre in GENRES.items() if genre.harmony in ("blues", "jazz")])
def test_blues_and_jazz_are_written_as_they_were(genre: str) -> None:
    as_it_was(f"progressions {genre}")


def test_a_song_of_every_section_is_written_as_it_was() -> None:
    as_it_was("song whole")


@pytest.mark.parametrize("name", [name for name in _SONGS if name != "whole"])
def test_songs_are_written_as_they_were(name: str) -> None:
    as_it_was(f"song {name}")


if __name__ == "__main__":
    DECIDED.mkdir(exist_ok=True)
    for name, lines in PAGES.items():
        _place(name).write_text("".join(f"{line}\n" for line in lines()), encoding="utf-8")
