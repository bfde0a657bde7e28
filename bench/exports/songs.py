"""The songs: between them every family of instruments, metre, kind of rhythm, and rich chords."""

from __future__ import annotations

from typing import Final

from chordwork.harmony.vocabulary import LEAD_SHEET_SUFFIXES
from chordwork.music.tabs import Tab, tab

_QUICK: Final = ("pop", "capo", "rich")


def songs(*, quick: bool) -> dict[str, Tab]:
    """Tabs by name; three of them for a quick run."""
    made = {
        "pop": tab("C G Am F C/E F Gsus4 G", title="Four chords & more"),
        "rich": tab("C7alt | F#m7b5/E B7#9 | Em(maj7) A13 | Dmaj9#11 N.C. | G6/9", title="Rich", pattern="bossa"),
        "capo": tab("Bb F Gm Eb", capo=3, title="Capo three", pattern="travis"),
        "shuffle": tab("A7 D7 A7 E7", pattern="shuffle", title="Shuffle"),
        "waltz": tab("G | D7 G | C | D7", metre="3/4", title="Waltz", instrument="mandolin"),
        "six eight": tab("Em B7 Am C", metre="6/8", tempo_bpm=56, title="Six eight"),
        "seven four": tab("E7 A7", metre="7/4", title="Seven"),
        "five in a bar": tab("C G Am F C | Dm7 G7 | C", title="Five in a bar"),
        "walking bass": tab("Dm7 G7 Cmaj7 A7", instrument="bass-5", pattern="walking", title="Walking"),
        "shuffle bass": tab("A7 D7", instrument="bass", pattern="shuffle-bass", title="Boogie"),
        "ukulele": tab("C G Am F", instrument="ukulele", title="Uke", left_handed=True),
        "banjo": tab("G C D7 G", instrument="banjo", pattern="roll", title="Banjo"),
        "gallop": tab("E5 G5 A5 C5", instrument="guitar-7", pattern="gallop", title="Gallop", tempo_bpm=140),
        "funk": tab("E9 A13 B7#9 E9", pattern="funk", title="Funk"),
        "drop d": tab("D5 F5 G5 Bb5", tuning="drop d", pattern="rock", title="Drop D"),
        "high": tab("Abm7 Dbmaj7", frets=(9, 14), open_strings=False, title="High"),
        "silence": tab("N.C. C N.C.", title="Rests"),
        "sections": tab("Em G D A Em G D A", title="Łódź – Київ – Αθήνα", sections=[(1, "Verse"), (5, "Приспів")]),
        "every chord": tab(
            " ".join(f"Eb{suffix}" for suffix in LEAD_SHEET_SUFFIXES), title="Every chord", pattern="whole"
        ),
        "every slash": tab(
            " ".join(f"F#{suffix}/C" for suffix in LEAD_SHEET_SUFFIXES), title="Every slash", style="bass"
        ),
        "shapes": tab("C#m A E B", capo=2, shapes=True, transpose=-1, title="Shapes"),
    }
    return {name: made[name] for name in _QUICK} if quick else made
