"""``python -m chordwork.music.suggestions``: well-known beginnings, five continuations each, and their reasons."""

from __future__ import annotations

from chordwork.music.suggestions import suggest
from chordwork.music.suggestions.contexts import CONTEXTS


def main() -> None:
    """Print them."""
    for context in CONTEXTS:
        print(f"\n{context.title}: {context.chords or '(nothing yet)'}")
        for suggestion in suggest(context.chords, key=context.key):
            share = f"{100 * suggestion.probability:4.1f} %"
            place = f"{suggestion.symbol:8} {suggestion.roman:10} {suggestion.function.value:12}"
            print(f"  {share}  {place} {suggestion.reason}")


if __name__ == "__main__":
    main()
