"""Charts that programs print and read back: text, JSON, CSV, ``.lab``, JAMS, a line of chords (``analysis.forms``)."""

from __future__ import annotations

import json
from collections.abc import Iterable

from chordwork.analysis.forms.reading import read_chart
from chordwork.harmony.errors import ChordworkError
from tests.fuzz.python.contract import refusing, text_of


def seeds() -> Iterable[bytes]:
    chords = [{"start": 0.0, "end": 2.0, "label": "C:maj", "symbol": "C"}, {"start": 2.0, "end": 4.0, "label": "G:maj"}]
    beats = [0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5]
    bars = [{"number": 1, "start": 0.0, "beats": 4}, {"number": 2, "start": 2.0, "beats": 4}]
    document = {
        "chords": chords,
        "beats": beats,
        "bars": bars,
        "metre": "4/4",
        "tempo": {"bpm": 120.0},
        "key": "C major",
    }
    yield json.dumps(document).encode()
    data = [{"time": 0.0, "duration": 2.0, "value": "C:maj"}, {"time": 2.0, "duration": 2.0, "value": "G:maj"}]
    marks = [{"time": beat, "duration": 0.0, "value": place % 4 + 1} for place, beat in enumerate(beats)]
    annotations = [
        {"namespace": "chord", "data": data},
        {"namespace": "beat", "data": marks},
        {"namespace": "tempo", "data": [{"time": 0, "duration": 4, "value": 120}]},
        {"namespace": "key_mode", "data": [{"time": 0, "duration": 4, "value": "C:major"}]},
    ]
    yield json.dumps({"annotations": annotations}).encode()
    columns = {"time": [0.0], "duration": [2.0], "value": ["C:maj"], "confidence": [None]}
    yield json.dumps({"annotations": [{"namespace": "chord_harte", "data": columns}]}).encode()
    messages = [{"type": "chord", "status": "final", "symbol": "C", **chords[1]}, {"type": "beat", "time": 0.5}]
    yield "\n".join(json.dumps(each) for each in [*messages, {"type": "tempo", "bpm": 90}]).encode()
    yield b"start,end,label,symbol,bar,beat\n0,2,C:maj,C,1,1\n2,4,G:maj,G,2,1\n"
    yield b"0.0 1.5 C:maj\n1.5 3.0 G:maj\n3.0 4.5 N\n"
    yield b"  key C major, 120 bpm in 4/4\n  start    end      bar  chord  sure\n  0:00.00  0:02.00  1.1  C  90%\n"
    yield b"# take 1.wav\nC | G Am | F"


def one(data: bytes) -> None:
    with refusing(ChordworkError):
        chart = read_chart(text_of(data))
        chart.line.encode("utf-8", "surrogatepass")
