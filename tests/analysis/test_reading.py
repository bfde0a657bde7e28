"""A chart in every form, handed to the next program."""

from __future__ import annotations

import json

import attrs
import pytest

from chordwork.analysis.charts.analysis import Analysis, KeySpan
from chordwork.analysis.charts.bars import find_bars
from chordwork.analysis.charts.beat_grid import BeatGrid
from chordwork.analysis.charts.timeline import TimedChord
from chordwork.analysis.errors import ChartError
from chordwork.analysis.forms.reading import read_chart
from chordwork.analysis.forms.writing import Format, render, render_in_series
from chordwork.analysis.warnings import AnalysisWarning
from chordwork.harmony.errors import ChordworkError
from tests.analysis.sounds import timeline

LINE = "C | G Am | F | C | Gsus4 | G7 C | C / / F#m7b5 | C"
BEATS = tuple(round(1.0 + 0.5 * beat, 4) for beat in range(32))


def analysis(chords: list[TimedChord], *, beats: tuple[float, ...] = BEATS) -> Analysis:
    return Analysis(
        file="take.wav",
        duration=chords[-1].end,
        sample_rate=44_100,
        tier="final",
        key="C major",
        key_confidence=0.9,
        keys=(KeySpan(0.0, chords[-1].end, "C major", 0.9),),
        tuning_cents=0.0,
        model="m 1",
        chords=tuple(chords),
        beat_grid=BeatGrid(120.0, 0.9, beats) if beats else None,
        bars=find_bars(beats, chords),
        warnings=(AnalysisWarning("clipped", "peaks were cut off"),),
    )


SONG = analysis(
    timeline(
        ("N.C.", 1.0), ("C", 2.0), ("G", 1.0), ("Am", 1.0), ("F", 2.0), ("C", 2.0), ("Gsus4", 2.0), ("G7", 1.0),
        ("C", 2.5), ("F#m7b5", 0.5), ("C", 2.0),
    )
)  # fmt: skip


@pytest.mark.parametrize("format", ["text", "json", "chords", "csv", "jams", "lab"])
def test_every_form_is_the_same_line(format: Format) -> None:
    chart = read_chart(render(SONG, format))
    assert chart.line.split() == LINE.split()
    if format in ("text", "json", "jams"):
        assert (chart.metre, chart.tempo_bpm, chart.key) == ("4/4", 120.0, "C major")
    if format in ("text", "json", "csv"):
        assert chart.warnings == ("clipped: peaks were cut off",)


def test_a_chart_without_beats_gives_each_chord_a_bar() -> None:
    odd = analysis(timeline(("N.C.", 3.3), ("C", 1.37), ("G", 0.71), ("Am", 2.9), ("N.C.", 0.4)), beats=())
    for format in ("text", "json", "csv", "jams", "lab", "chords"):
        assert read_chart(render(odd, format)).line.strip() == "C | G | Am"  # type: ignore[arg-type]


def test_threes_keep_their_metre() -> None:
    waltz = analysis(timeline(*[(symbol, 1.5) for symbol in ["C", "F", "G", "C", "Am", "F", "G", "C"]], start=1.0))
    for format in ("text", "json", "csv", "jams"):
        chart = read_chart(render(waltz, format))  # type: ignore[arg-type]
        assert chart.line == "C | F | G | C | Am | F | G | C", format
        assert chart.metre == "3/4" or format == "csv"  # has no place for it


def test_labels_of_others_are_read() -> None:
    """As annotations of the research community write them: Harte labels, lengths in whole beats."""
    chart = read_chart(
        "0.0\t2.0\tN\n2.0\t4.0\tC:maj\n4.0\t5.0\tA:min7/b3\n5.0\t6.0\tG:sus4(b7)\n6.0\t8.0\tF:maj\n8.0 10.0 C"
    )
    assert chart.line == "C | Am7/C G7sus4 | F | C"


def test_jams_of_the_older_layout() -> None:
    data = {"time": [0, 2, 4, 6], "duration": [2, 2, 2, 2], "value": ["C", "G", "A:min", "F"], "confidence": [1] * 4}
    document = {"annotations": [{"namespace": "chord_harte", "data": data}]}
    assert read_chart(json.dumps(document)).line == "C | G | Am | F"


def test_messages_of_the_protocol() -> None:
    lines = [{"type": "audio", "duration": 8.0}]
    lines += [{"type": "beat", "time": 0.5 * beat} for beat in range(16)]
    for start, label, symbol in ((0.0, "C:maj", "C"), (2.0, "G:maj", "G"), (4.0, "A:min", "Am"), (6.0, "F:maj", "F")):
        lines.append(
            {"type": "chord", "status": "final", "start": start, "end": start + 2, "label": label, "symbol": symbol}
        )
    lines += [{"type": "tempo", "bpm": 119.8}, {"type": "warning", "code": "silent", "message": "no"}, {"type": "done"}]
    chart = read_chart("\n".join(json.dumps(line) for line in lines))
    assert (chart.line, chart.tempo_bpm, chart.warnings) == ("C | G | Am | F", 119.8, ("silent: no",))


@pytest.mark.parametrize(
    "text",
    [
        *("C G Am F", "Dm7 | G7 | Cmaj7 | %", "F#m7b5/E B♭Δ", "N.C. C"),
        *("[Verse]\nC G", "{title: Song}\n[C]word"),  # brackets of songs, not of JSON
    ],
)
def test_chords_are_left_as_they_came(text: str) -> None:
    assert read_chart(text).line == text


@pytest.mark.parametrize("text", ['["nonsense', '{"chords": ', "[1, 2"])
def test_broken_json_is_no_chords(text: str) -> None:
    with pytest.raises(ChartError):
        read_chart(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (render(SONG, "json")[:400], "cut off"),
        ('{"title": "a song"}', "neither chords nor annotations"),
        ('{"chords": [{"start": 0}]}', "no chart that can be read"),
        ('{"annotations": []}', "no chord annotation"),
        ('{"annotations": [{"namespace": "chord", "data": []}]}', "no chord annotation"),
        ("[1, 2]", "no chart"),
        ("start,end,label\n0,x,C:maj\n", "row of this CSV"),
        ('{"type": "done"}', "no final chord"),
    ],
)
def test_what_is_no_chart_is_said(text: str, reason: str) -> None:
    with pytest.raises(ChartError, match=reason):
        read_chart(text)


@pytest.mark.parametrize("format", ["text", "json", "csv", "jams", "lab"])
def test_several_pieces_are_refused(format: Format) -> None:
    other = attrs.evolve(SONG, file="other.wav")
    both = render_in_series(SONG, format, first=True) + render_in_series(other, format, first=False)
    with pytest.raises(ChartError, match="at once"):
        read_chart(both)


@pytest.mark.parametrize(
    "text",
    [
        "start,end,label,bar,beat\n2,4,C:maj,2,1\n2,4,G:maj,2,2\n",  # two bars at one time
        "start,end,label,bar,beat\n5,6,C:maj,2,1\n2,4,G:maj,3,1\n",
        f"start,end,label,bar,beat\n0,2,C:maj,1,1\n2,4,G:maj,{'7' * 40},1\n",
        "start,end,label,bar,beat\n0,2,C:maj,1,nan\n2,4,G:maj,2,1\n",
        "0 1 C\n1 2 G\n2 3 F\n3 1000000000000 C\n",
        f"0 1 C\n1 {'9' * 400} G\n",
        "0 2 C\n4 3 G\n",
        '{"chords": [{"start": 0, "end": Infinity, "label": "C"}]}',
        '{"chords": [{"start": NaN, "end": 1, "label": "C"}]}',
        '{"chords": [{"start": 0, "end": 1, "label": "C"}], "tempo": {"bpm": Infinity}}',
        '{"chords": [{"start": 0, "end": 1, "label": "C"}], "metre": "4/4", "beats": [0, 1], '
        '"bars": [{"number": Infinity, "start": 0, "beats": 4}]}',
        '{"type": "chord", "status": "final", "start": 0, "end": 1, "label": "C", "symbol": "C"}\n{"type": "key"}',
        '{"type": "chord", "status": "final", "start": 0, "end": 1, "label": "C", "symbol": "C"}\n{"type": "warning"}',
    ],
)
def test_numbers_that_no_piece_has_are_refused_before_anything_is_counted_by_them(text: str) -> None:
    with pytest.raises(ChordworkError) as caught:
        read_chart(text)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize(
    "text",
    [
        f"start,end,label\n0,{'x' * 5000},C:maj\n",
        f'{{"chords": [{{"start": 0, "end": "{"x" * 5000}", "label": "C"}}]}}',
        f'{{"type": "chord", "status": "final", "start": 0, "end": "{"x" * 5000}", "label": "C", "symbol": "C"}}',
    ],
)
def test_an_error_repeats_little_of_what_was_read(text: str) -> None:
    with pytest.raises(ChartError) as caught:
        read_chart(text)
    assert len(str(caught.value)) < 300


def test_a_row_of_text_with_more_digits_than_python_counts_is_no_row() -> None:
    text = "take.wav\n  start    end      chord  sure\n"
    text += f"  {'9' * 5000}:00.00  0:02.00  C  90%\n  0:02.00  0:04.00  G  90%\n"
    assert read_chart(text).line == "G"
