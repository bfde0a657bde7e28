"""Examples that ``--help`` shows. The tests run every one of them."""

from __future__ import annotations

from typing import Final

EXAMPLES: Final[dict[str, tuple[str, ...]]] = {
    "parse": (
        'chordwork parse "Dm7 G7 C6/9"',
        'chordwork parse "F#m7b5/E C:maj7(9)/5 B♭Δ" --key "E minor"',
        'chordwork parse "Am F C G" --transpose 3',
    ),
    "suggest": (
        'chordwork suggest "Dm7 G7"',
        'chordwork suggest "C Am F" --genre jazz --mood calm --limit 8',
        'chordwork suggest "C Am _ G"            # what fits the gap',
        'chordwork suggest "C Am F G" --replace 3   # other chords for the third place',
        'chordwork suggest "Am F C" --adventure 0.7 --json',
        "chordwork suggest --examples",
    ),
    "tabs": (
        'chordwork tabs "C G Am F" --instrument ukulele',
        'chordwork tabs "Bb F Gm Eb" --capo easy --level beginner',
        'chordwork tabs "Am7 | D7 G7 | Cmaj7 | %" --style pick --output song.musicxml',
        'chordwork tabs "Dm7 G7 Cmaj7 A7" --instrument bass --pattern walking',
        'echo "E7#9 A7 B7alt" | chordwork tabs --format svg > shapes.svg',
    ),
    "write": (
        'chordwork write "walking home through the rain"',
        'chordwork write "my grandmother\'s kitchen" --instrument ukulele --key G --seed 7 --output song.md',
        'chordwork write "leaving town" --genre rock --set "sections.chorus.chords=G | D | Em | C" --output plan.json',
    ),
    "convert": (
        "chordwork convert --list",
        'chordwork convert "C | G Am | F" --to chordpro --transpose 2',
    ),
    "practice": (
        'chordwork practice Am --notes "A2 E3 C4 E4"',
        'chordwork practice C --notes "C E G F#" --instrument ukulele',
    ),
    "accompany": (
        'chordwork accompany "C G Am F" --groove bossa --output band.wav',
        'chordwork accompany "Dm7 | G7 | Cmaj7 | A7" --groove swing --tempo 150 --repeats 4 --output band.mid',
        'chordwork accompany "Am F C G" --groove folk --intensity 0.3 --play',
        "chordwork accompany --list-grooves",
    ),
}
