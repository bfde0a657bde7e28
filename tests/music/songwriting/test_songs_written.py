"""Songs as they are written, word for word: who looks for a word, a chord or a reason that moved finds it here.

``songs.txt`` records what was written, and holds what is rather than what should be;
``python -m tests.music.songwriting.test_songs_written`` writes it anew, to be read before it is kept.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest

from chordwork.music.songwriting import write_song

WRITTEN: Final = Path(__file__).parent / "songs.txt"
SONGS: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    ("my grandmother's kitchen", {"genre": "folk", "seed": 1}),
    ("a storm that will not end", {"genre": "rock", "mood": "tense", "seed": 2}),
    ("dancing until the morning", {"genre": "disco", "level": "advanced", "seed": 3}),
    ("the last train home", {"genre": "blues", "instrument": "guitar", "seed": 4}),
    ("rain in June", {"genre": "jazz", "voice": "low", "seed": 5}),
    ("the sea at night", {"genre": "bossa", "mood": "calm", "seed": 6}),
    ("she left on Monday", {"genre": "ballad", "key": "Em", "metre": "6/8", "seed": 7}),
    ("summer on the street", {"genre": "reggae", "instrument": "ukulele", "seed": 8}),
    ("iron and fire", {"genre": "metal", "seed": 9, "tempo_bpm": 160}),
    ("an old dog", {"genre": "country", "level": "beginner", "metre": "3/4", "seed": 10}),
    ("brothers", {"genre": "soul", "instrument": "piano", "seed": 11}),
    ("city lights", {"genre": "pop", "voice": "high", "seed": 12}),
    ("shake it", {"genre": "funk", "instrument": "bass", "seed": 13}),
    ("Meine Großmutter in der Küche", {"seed": 14}),
    ("la mer et le soleil", {"seed": 15}),
    ("夜空の星", {"seed": 16}),
)


def lines(theme: str, asked: dict[str, Any]) -> list[str]:
    """A song as text, below what was asked for."""
    head = f"===== {theme}: {', '.join(f'{name} {value}' for name, value in asked.items())}"
    return [head, *write_song(theme, **asked).text().splitlines()]


@pytest.mark.parametrize(("theme", "asked"), SONGS, ids=[theme for theme, _ in SONGS])
def test_a_song_is_written_as_it_was(theme: str, asked: dict[str, Any]) -> None:
    written = lines(theme, asked)
    were = WRITTEN.read_text(encoding="utf-8").splitlines()
    begin = were.index(written[0])
    end = next((at for at in range(begin + 1, len(were)) if were[at].startswith("===== ")), len(were))
    assert written == were[begin:end]


def test_no_other_songs_are_written_down() -> None:
    heads = [line for line in WRITTEN.read_text(encoding="utf-8").splitlines() if line.startswith("===== ")]
    assert [head.removeprefix("===== ").rpartition(": ")[0] for head in heads] == [theme for theme, _ in SONGS]


@pytest.mark.parametrize(("theme", "asked"), SONGS[:4], ids=[theme for theme, _ in SONGS[:4]])
def test_what_is_read_back_says_the_same(theme: str, asked: dict[str, Any]) -> None:
    song = write_song(theme, **asked)
    assert type(song).from_dict(song.to_dict()).text() == song.text()


if __name__ == "__main__":
    every = [line for theme, asked in SONGS for line in lines(theme, asked)]
    WRITTEN.write_text("\n".join(every) + "\n", encoding="utf-8")
