"""pychord (MIT) as a second opinion on what lead-sheet suffixes mean."""

import pytest

from chordwork.harmony import parse_symbol

pychord = pytest.importorskip("pychord")

DIFFERENT = {
    "2": "pychord adds a ninth; here 2 suspends the third, as sus2",
    "4": "pychord adds an eleventh; here 4 suspends the third, as sus4",
    "7b9b13": "pychord adds an 11",
    **dict.fromkeys(("13", "13-9", "13b9", "13+9", "13#9", "maj13", "M13"), "pychord keeps the 11, as Harte does"),
}


def suffixes() -> list[str]:
    from pychord.constants.qualities import DEFAULT_QUALITIES

    return [name for name, _ in DEFAULT_QUALITIES if name not in DIFFERENT]


@pytest.mark.parametrize("suffix", suffixes())
def test_suffixes_sound_the_same(suffix: str) -> None:
    theirs = {pitch % 12 for pitch in pychord.Chord(f"C{suffix}").components(visible=False)}
    assert parse_symbol(f"C({suffix})" if suffix[:1] == "b" else f"C{suffix}").pitch_classes == theirs
