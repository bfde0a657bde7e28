"""``python -m chordwork.music.suggestions``: well-known beginnings, five continuations each, and their reasons."""

from __future__ import annotations

from typing import Final

from chordwork.music.suggestions import suggest

CONTEXTS: Final[tuple[tuple[str, str, str | None], ...]] = (
    ("An empty page", "", None),
    ("Jazz ii-V", "Dm7 G7", "C"),
    ("Blues, bar 9 of the second chorus", "A7 D7 A7 D7 A7 E7 D7 A7 E7 A7 D7 A7 D7 A7", "A"),
    ("Andalusian cadence", "Am G F", "A minor"),
    ("Pop I-V-vi", "C G Am", "C"),
    ("Pop I-V-vi-IV, second time round", "C G Am F C G Am", None),
    ("Doo-wop", "C Am F", "C"),
    ("Canon", "D A Bm F#m G D G", None),
    ("Rhythm changes", "Bbmaj7 G7 Cm7", "Bb"),
    ("Minor ballad", "Am F C", "A minor"),
    ("Mixolydian rock", "D C G D C G D", None),
)


def main() -> None:
    """Print them."""
    for title, chords, key in CONTEXTS:
        print(f"\n{title}: {chords or '(nothing yet)'}")
        for suggestion in suggest(chords.split(), key=key):
            share = f"{100 * suggestion.probability:4.1f} %"
            place = f"{suggestion.symbol:8} {suggestion.roman:10} {suggestion.function.value:12}"
            print(f"  {share}  {place} {suggestion.reason}")


if __name__ == "__main__":
    main()
