"""The grooves, as data. The patterns are common practice, written down for this project."""

from __future__ import annotations

from typing import Final

from chordwork.music.accompaniment.errors import UnknownGrooveError
from chordwork.music.accompaniment.groove import Character, DrumLine, Groove

_PIANO, _ELECTRIC_PIANO, _CLAVINET, _ORGAN = 0, 4, 7, 16
_NYLON, _STEEL, _JAZZ_GUITAR, _CLEAN, _MUTED, _DISTORTED, _STRINGS = 24, 25, 26, 27, 28, 30, 48
_UPRIGHT, _FINGERED, _PICKED, _SLAP = 32, 33, 34, 36


_line: Final = DrumLine

_ALL: Final = (
    Groove(
        "pop", "Pop", 4, 104,
        (
            _line("kick", "X.....x.X......."),
            _line("snare", "....X.......X..."),
            _line("hat", "x.o.x.o.x.o.x.o."),
            _line("tambourine", "....x.......x...", 0.75),
        ),
        bass="R-----R-R-----A-", comping="X-------x-----x-", bass_program=_FINGERED, comping_program=_PIANO,
        character=Character(0.4, 92, 128, "pop", "folk", "pop-bass", "steady eighths with the snare on two and four"),
    ),
    Groove(
        "rock_ballad", "Rock ballad", 4, 72,
        (
            _line("kick", "X.......X.x....."),
            _line("snare", "....X.......X...", 0.3),
            _line("rim", "....x.......x..."),
            _line("hat", "x.x.x.x.x.x.x.x."),
        ),
        bass="R-------R---5-A-", comping="1-2-3-4-3-2-3-2-", bass_program=_PICKED, comping_program=_CLEAN,
        character=Character(-0.4, 63, 84, "arpeggio", "ballad", "roots", "slow and wide, broken chords"),
    ),
    Groove(
        "folk", "Folk fingerstyle", 4, 96,
        (_line("shaker", "o.x.o.x.o.x.o.x.", 0.4), _line("kick", "X.......x.......", 0.7)),
        bass="R-------5-------", comping="x--.3.2.1--.4.2.", bass_program=_UPRIGHT, comping_program=_STEEL,
        strum_ms=9, fill=("shaker",),
        character=Character(-0.3, 80, 112, "travis", "folk", "root-fifth", "fingerpicked, the thumb keeps walking"),
    ),
    Groove(
        "blues_shuffle", "Blues shuffle", 4, 112,
        (
            _line("kick", "X.......X.....x."),
            _line("snare", "....X.......X..."),
            _line("ride", "X.x.X.x.X.x.X.x."),
        ),
        bass="R-3-5-6-8-6-5-A-", comping="X.o.X.o.X.o.X.o.", bass_program=_FINGERED, comping_program=_CLEAN,
        swing=2 / 3, strum_ms=6,
        character=Character(0.2, 88, 126, "shuffle", "quarters", "shuffle-bass", "a rolling long-short shuffle"),
    ),
    Groove(
        "swing", "Jazz swing", 4, 140,
        (
            _line("ride", "x...X.x.x...X.x."),
            _line("pedal", "....x.......x..."),
            _line("kick", "o...o...o...o...", 0.3),
            _line("rim", "......o.......o.", 0.6),
        ),
        bass="R---3---5---A---", comping="X--...x-........", bass_program=_UPRIGHT, comping_program=_PIANO,
        swing=0.64,
        character=Character(0.2, 108, 168, "quarters", "quarters", "walking", "swung eighths over a walking bass"),
    ),
    Groove(
        "bossa", "Bossa nova", 4, 126,
        (
            _line("kick", "X.....x.X.....x."),
            _line("rim", "x.....x.....x.......x.....x....."),
            _line("shaker", "xoxoxoxoxoxoxoxo"),
        ),
        bass="R-----5-5-----R-", comping="x--.x--...x--.x-..x-..x--.x--...",
        bass_program=_UPRIGHT, comping_program=_NYLON,
        fill=("rim", "tom_mid", "tom_low"),
        character=Character(-0.2, 112, 138, "bossa", "quarters", "bossa-bass", "light and swaying"),
    ),
    Groove(
        "funk", "Funk", 4, 102,
        (
            _line("kick", "X.....x...X..x.."),
            _line("snare", "....X..o.o..X..o"),
            _line("hat", "xoxoxoxoxoxoxoxo"),
            _line("open", "..............x.", 0.7),
        ),
        bass="R..R..8.R...5.A.", comping="..x..x.o..x..x.o", bass_program=_SLAP, comping_program=_CLAVINET,
        swing=0.54, swung_steps=2,
        character=Character(0.6, 94, 112, "funk", "eighths", "funk-bass", "sixteenths with air between them"),
    ),
    Groove(
        "reggae", "Reggae one drop", 4, 76,
        (
            _line("kick", "........X......."),
            _line("rim", "........X......."),
            _line("hat", "x.o.x.o.x.o.x.o."),
        ),
        bass="R---..5-R-..3-5-", comping="..X...X...X...X.", bass_program=_FINGERED, comping_program=_CLEAN,
        swing=0.57, strum_ms=5, fill=("snare", "tom_high", "tom_low"),
        character=Character(0.0, 68, 84, "reggae", "reggae", "reggae-bass", "relaxed, chords on two and four"),
    ),
    Groove(
        "country_train", "Country train beat", 4, 118,
        (
            _line("snare", "ooXoooXoooXoooXo"),
            _line("kick", "X...X...X...X..."),
        ),
        bass="R---....5---..A-", comping="....x-o-....x-o-", bass_program=_UPRIGHT, comping_program=_STEEL,
        strum_ms=8,
        character=Character(0.5, 104, 138, "country", "country", "country-bass", "boom-chick, like a train"),
    ),
    Groove(
        "rnb", "R&B", 4, 84,
        (
            _line("kick", "X..x......x..x.."),
            _line("snare", "....X.......X..."),
            _line("hat", "x.xxx.x.x.xxx.x."),
            _line("clap", "....x.......x...", 0.6),
        ),
        bass="R--R....R-..5-A-", comping="X-------..x-----", bass_program=_FINGERED, comping_program=_ELECTRIC_PIANO,
        swing=0.57, swung_steps=2,
        character=Character(-0.1, 72, 96, "pop", "ballad", "root-fifth", "laid back, slightly swung sixteenths"),
    ),
    Groove(
        "waltz", "Waltz", 3, 108,
        (
            _line("kick", "X..........."),
            _line("rim", "....x...x...", 0.2),
            _line("ride", "x...x...x...", 0.5),
        ),
        bass="R-----------5-----------", comping="....x---x---", bass_program=_UPRIGHT, comping_program=_PIANO,
        strong_steps=(0,),
        character=Character(-0.4, 84, 126, "waltz", "waltz", "waltz-bass", "one-two-three, turning"),
    ),
    Groove(
        "metal", "Metal", 4, 150,
        (
            _line("kick", "X.xxX.xxX.xxX.xx"),
            _line("snare", "....X.......X..."),
            _line("open", "X...X...X...X..."),
            _line("crash", "X..............." + "." * 48),
        ),
        bass="R.RRR.RRR.RRR.RR", comping="X.xxX.xxX.xxX.xx", bass_program=_PICKED, comping_program=_DISTORTED,
        voices=2,
        character=Character(0.9, 132, 168, "gallop", "rock", "metal-bass", "hard and fast, the kick under every chug"),
    ),
    Groove(
        "disco", "Disco", 4, 118,
        (
            _line("kick", "X...X...X...X..."),
            _line("snare", "....X.......X..."),
            _line("hat", "x.x.x.x.x.x.x.x."),
            _line("open", "..x...x...x...x.", 0.4),
        ),
        bass="R.8.R.8.R.8.R.8.", comping="x-..x.x-..x.x-..", bass_program=_FINGERED, comping_program=_MUTED,
        character=Character(0.7, 110, 126, "eighths", "eighths", "octaves", "four on the floor"),
    ),
    Groove(
        "slow_six", "Slow six-eight", 3, 56,
        (
            _line("kick", "X.........x."),
            _line("snare", "......X....."),
            _line("hat", "x.x.x.x.x.x."),
        ),
        bass="R-----5---A-", comping="1-2-3-4-3-2-", bass_program=_FINGERED, comping_program=_ORGAN,
        strong_steps=(0, 6), groups=(6, 6),
        character=Character(-0.5, 46, 62, "six-eight", "six-eight", "six-eight-bass", "two slow swings of three a bar"),
    ),
    Groove(
        "slow_blues", "Slow blues in twelve", 6, 58,
        (
            _line("kick", "X.........x.X.........x."),
            _line("snare", "......X...........X....."),
            _line("hat", "x.o.o.x.o.o.x.o.o.x.o.o."),
            _line("ride", "x.....x.....x.....x.....", 0.75),
        ),
        bass="R---R-3---3-5---5-6---A-", comping="x-----..o-o-x-----..o-o-", bass_program=_FINGERED,
        comping_program=_PIANO, strong_steps=(0, 12), groups=(6, 6, 6, 6),
        character=Character(-0.3, 48, 70, "six-eight", "six-eight", "slow-blues-bass", "four slow beats of three"),
    ),
    Groove(
        "doo_wop", "Doo-wop ballad in twelve", 6, 66,
        (
            _line("kick", "X...........X.......x.x."),
            _line("snare", "......X...........X.....", 0.3),
            _line("rim", "......x...........x....."),
            _line("hat", "x.o.o.x.o.o.x.o.o.x.o.o."),
        ),
        bass="R-------..R-5-------..A-", comping="x-o-o-x-o-o-x-o-o-x-o-o-", bass_program=_UPRIGHT,
        comping_program=_PIANO, strong_steps=(0, 12), groups=(6, 6, 6, 6),
        character=Character(-0.2, 58, 84, "six-eight", "six-eight", "twelve-eight-bass", "triplets over a slow four"),
    ),
    Groove(
        "afro_twelve", "Afro-Cuban twelve with its bell", 6, 112,
        (
            _line("kick", "X...........X..........."),
            _line("cowbell", "X...x...x.x...X...x...x."),
            _line("conga_slap", "....o...........o.......", 0.4),
            _line("conga", "........x.x.........x.x."),
            _line("shaker", "x.o.o.x.o.o.x.o.o.x.o.o."),
        ),
        bass="R-------5---R---5-----A-", comping="X-..x-..x-x-..x-..x-x-..", bass_program=_UPRIGHT,
        comping_program=_PIANO, strong_steps=(0, 12), fill=("conga_slap", "conga", "conga_low"), groups=(6, 6, 6, 6),
        character=Character(0.4, 92, 126, "afro-twelve", "six-eight", "twelve-eight-bass", "threes against fours"),
    ),
    Groove(
        "five_jazz", "Jazz in five (3+2)", 5, 168,
        (
            _line("ride", "x...x.x.x...X...x.x."),
            _line("pedal", "....x...........x..."),
            _line("kick", "o...........o.......", 0.3),
            _line("rim", "......o.......o.....", 0.6),
        ),
        bass="R---3---5---8---A---", comping="X-----x---..x---x-..", bass_program=_UPRIGHT, comping_program=_PIANO,
        swing=0.62, strong_steps=(0, 12),
        character=Character(0.1, 140, 184, "five-jazz", "quarters", "five-walking", "three and two, swung"),
    ),
    Groove(
        "five_rock", "Rock in five (3+2)", 5, 126,
        (
            _line("kick", "X.......x...X.x....."),
            _line("snare", "....X...........X..."),
            _line("hat", "x.o.x.o.x.o.x.o.x.o."),
            _line("open", "..........x.........", 0.7),
        ),
        bass="R-R-..R-5---R-R-..A-", comping="X---x-x-x---X-----x-", bass_program=_PICKED, comping_program=_CLEAN,
        strong_steps=(0, 12),
        character=Character(0.5, 108, 144, "five-four", "quarters", "five-bass", "a bar that is one beat longer"),
    ),
    Groove(
        "seven_rock", "Rock in seven (2+2+3)", 3.5, 132,
        (
            _line("kick", "X.......X.x..."),
            _line("snare", "....X.......X."),
            _line("hat", "x.x.x.x.x.x.x."),
        ),
        bass="R---5---R-R-A-", comping="X---x---X-x-x-", bass_program=_PICKED, comping_program=_CLEAN,
        strong_steps=(0, 8), groups=(4, 4, 6),
        character=Character(0.5, 112, 150, "seven-eight", "seven-eight", "seven-bass", "two, two and a long three"),
    ),
    Groove(
        "seven_balkan", "Balkan seven (3+2+2)", 3.5, 136,
        (
            _line("conga_low", "X............."),
            _line("conga", "......x...x..."),
            _line("conga_slap", "....o.......o."),
            _line("tambourine", "x.o.o.x.o.x.o.", 0.4),
        ),
        bass="R---..5---8-A-", comping="X-..o-x-o-x-o-", bass_program=_UPRIGHT, comping_program=_STEEL,
        strum_ms=6, strong_steps=(0, 6), fill=("conga_slap", "conga", "conga_low"), groups=(6, 4, 4),
        character=Character(0.6, 116, 160, "balkan-seven", "balkan-seven", "balkan-bass", "a long three, two and two"),
    ),
)  # fmt: skip

GROOVES: Final[dict[str, Groove]] = {groove.name: groove for groove in _ALL}
"""By name."""


def find_groove(groove: str | Groove) -> Groove:
    """A groove by name, or the one given.

    Raises:
        UnknownGrooveError: no such name.
    """
    if isinstance(groove, Groove):
        return groove
    name = groove.strip().lower().replace(" ", "_").replace("-", "_")
    if name not in GROOVES:
        raise UnknownGrooveError(groove, GROOVES)
    return GROOVES[name]
