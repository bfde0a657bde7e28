"""Events of a session as messages of wire protocol 1."""

from __future__ import annotations

from typing import Final

from chordwork.actors import Delivered, Dropped, Progress
from chordwork.engine.events import BeatEvent, ChordEvent, KeyEvent, LevelEvent, NotesEvent, TempoEvent, TuningEvent
from chordwork.http.protocol import Json
from chordwork.music import Chord

_TIME_DIGITS: Final = 4
_SHARE_DIGITS: Final = 4


def event_message(delivered: Delivered) -> Json | None:
    """The message for one event; None for notices that stay inside the server."""
    event, latency_ms = delivered.event, round(delivered.latency_s * 1000.0, 2)
    match event:
        case ChordEvent():
            return {
                "type": "chord",
                "status": event.status,
                **_chord(event.chord),
                "start": _time(event.start),
                "end": None if event.end is None else _time(event.end),
                "at": _time(event.at),
                "confidence": _share(event.confidence),
                "alternatives": [
                    {**_chord(rival.chord), "confidence": _share(rival.confidence)} for rival in event.alternatives
                ],
                "beat": None,
                "latency_ms": latency_ms,
            }
        case KeyEvent():
            return {
                "type": "key",
                "key": event.name,
                "tonic": event.tonic,
                "mode": event.mode,
                "confidence": _share(event.confidence),
                "source": "heard",
                "at": _time(event.at),
            }
        case TuningEvent():
            return {"type": "tuning", "cents": round(event.cents, 2), "at": _time(event.at)}
        case TempoEvent():
            return {
                "type": "tempo",
                "bpm": round(event.bpm, 2),
                "confidence": _share(event.confidence),
                "beat_phase": _share(event.beat_phase),
                "at": _time(event.at),
            }
        case BeatEvent():
            return {
                "type": "beat",
                "time": _time(event.time),
                "bpm": round(event.bpm, 2),
                "confidence": _share(event.confidence),
                "at": _time(event.at),
            }
        case LevelEvent():
            return {
                "type": "level",
                "peak_dbfs": round(event.peak_dbfs, 1),
                "rms_dbfs": round(event.rms_dbfs, 1),
                "clipped_samples": event.clipped_samples,
                "nonfinite_samples": event.nonfinite_samples,
                "at": _time(event.at),
            }
        case Dropped():
            return {
                "type": "dropped",
                "seconds": _time(event.duration_s),
                "bytes": event.size_bytes,
                "at": _time(event.at),
            }
        case Progress() | NotesEvent():  # No session asks its recogniser for notes.
            return None


def key_override_message(key: str) -> Json:
    """The key that the client itself has set."""
    return {"type": "key", "key": key, "tonic": _tonic(key), "mode": key.split()[1], "confidence": 1.0, "source": "set"}


def _chord(chord: Chord) -> Json:
    return {"label": chord.label, "symbol": chord.symbol, "bass": chord.bass_name}


def _tonic(key: str) -> int:
    name = key.split()[0]
    return ({"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}[name[0]] + name.count("#") - name.count("b")) % 12


def _time(value_s: float) -> float:
    return round(value_s, _TIME_DIGITS)


def _share(value: float) -> float:
    return round(value, _SHARE_DIGITS)
