"""An analysis as notebooks draw it."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import attrs
import pytest

from chordwork.analysis import Analysis, AnalysisWarning, KeySpan, TimedChord
from chordwork.analysis.charts import picture
from chordwork.analysis.charts.bars import Bar, Bars
from chordwork.analysis.charts.colours import chord_rgb
from chordwork.harmony.chord import all_chords

BARS = Bars(4, (Bar(0, 0.5, (0.5,)), *(Bar(number, 2.0 * number - 1, (0.0,) * 4) for number in range(1, 21))))
LATE = Bars(4, tuple(Bar(number, 40.0 + 2 * number, (0.0,)) for number in range(1, 17)))
CHORDS = (
    TimedChord(0.0, 1.0, "N", "N.C.", 0.0),
    TimedChord(1.0, 9.0, "C:maj", "C", 1.0),
    TimedChord(9.0, 9.2, "G:7", "G7", 0.5),
    TimedChord(9.2, 41.0, "A:min/b3", "Am/C", 0.0),
)
ANALYSIS = Analysis(
    file="a <song> & more.wav",
    duration=41.0,
    sample_rate=44100,
    tier="final",
    key="C major",
    tuning_cents=-3.0,
    model="chordnet 1",
    chords=CHORDS,
    keys=(KeySpan(0.0, 20.0, "C major", 0.9), KeySpan(20.0, 41.0, "A minor", 0.8)),
    bars=BARS,
    warnings=(AnalysisWarning("clipped", "1 % of it is at full scale: <turn it down>"),),
)


def drawn(analysis: Analysis) -> ElementTree.Element:
    """Its parts: well-formed, or this fails."""
    return ElementTree.fromstring(analysis._repr_html_())


def named(root: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [each for each in root.iter() if each.tag.rpartition("}")[2] == name]


def test_all_that_is_known_is_shown() -> None:
    root = drawn(ANALYSIS)
    texts = [each.text for each in named(root, "text")]
    assert {"C", "Am/C", "C major", "A minor", "1", "20"} <= set(texts)
    assert "0" not in texts  # an upbeat has no number
    assert named(root, "b")[0].text == "a <song> & more.wav"
    assert "C major · 4/4 · -3 cents · final, chordnet 1" in [each.text for each in named(root, "span")]
    assert any("<turn it down>" in (each.text or "") for each in named(root, "div"))
    told = [each.text for each in named(root, "title")]
    assert "G7 (G:7), 9.00 to 9.20 s, 50% sure" in told
    assert "N.C. (N), 0.00 to 1.00 s" in told
    assert [each.text for each in named(root, "summary")] == ["4 chords"]
    assert len(named(root, "tr")) == 5
    assert not [each for each in root.iter() if each.tag in ("script", "img", "link")]


def test_each_second_of_each_chord_is_drawn_once() -> None:
    rows = picture._rows(ANALYSIS.duration, BARS)
    assert [start for start, _ in rows] == [0.0, 17.0, 33.0]
    assert [end for _, end in rows] == [17.0, 33.0, 41.0]
    boxes = named(drawn(ANALYSIS), "rect")
    widths = sum(float(box.attrib["width"]) + 1.0 for box in boxes)
    scale = (picture.WIDTH_PX - picture.LEFT_PX - 8.0) / 17.0
    assert widths == pytest.approx(41.0 * scale, abs=1.0)
    left = min(float(box.attrib["x"]) for box in boxes)
    right = max(float(box.attrib["x"]) + float(box.attrib["width"]) for box in boxes)
    assert left == picture.LEFT_PX
    assert right < picture.WIDTH_PX


def test_what_is_less_sure_is_paler() -> None:
    opacities = {each.attrib["fill"]: float(each.attrib["fill-opacity"]) for each in named(drawn(ANALYSIS), "rect")}
    sure, half, unsure = (opacities[fill(label)] for label in ("C:maj", "G:7", "A:min/b3"))
    assert (sure, half, unsure) == pytest.approx(
        (picture.STRONGEST, (picture.STRONGEST + picture.FAINTEST) / 2, picture.FAINTEST), abs=0.01
    )


def fill(label: str) -> str:
    rgb = chord_rgb(label)
    assert rgb is not None
    return "rgb({},{},{})".format(*rgb)


def test_names_are_legible_on_every_colour() -> None:
    """A contrast of 4.5 and more between ink and box, on white paper (WCAG 2, 1.4.3)."""
    ink = luminance(*(int(picture.INK[at : at + 2], 16) for at in (1, 3, 5)))
    for chord in all_chords():
        rgb = chord_rgb(chord.label)
        assert rgb is not None
        box = luminance(*(255 + (value - 255) * picture.STRONGEST for value in rgb))
        assert (box + 0.05) / (ink + 0.05) >= 4.5, chord.label


def luminance(*rgb: float) -> float:
    linear = [each / 255 / 12.92 if each <= 10 else ((each / 255 + 0.055) / 1.055) ** 2.4 for each in rgb]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(
    ("duration", "bars", "ends"),
    [
        (0.0, None, []),
        (7.0, None, [7.0]),
        (40.0, None, [16.0, 32.0, 40.0]),
        (35.0, None, [16.0, 35.0]),
        (41.0, Bars(4, BARS.bars[:1]), [16.0, 32.0, 41.0]),
        (100.0, LATE, [58.0, 100.0]),
    ],
)  # fmt: skip
def test_rows(duration: float, bars: Bars | None, ends: list[float]) -> None:
    rows = picture._rows(duration, bars)
    assert [end for _, end in rows] == pytest.approx(ends)
    assert [start for start, _ in rows] == pytest.approx([0.0, *ends][: len(ends)])


def test_nothing_was_heard() -> None:
    root = drawn(attrs.evolve(ANALYSIS, chords=(), duration=0.0, key=None, keys=(), bars=None, tuning_cents=None))
    assert not named(root, "rect")
    assert "no key · final, chordnet 1" in [each.text for each in named(root, "span")]


def test_a_picture_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture, "MOST_CHORDS", 3)
    html = ANALYSIS._repr_html_()
    assert "4 chords are more than a picture holds: here are the first 3" in html
    assert re.search(r"<summary>3 chords", html)
