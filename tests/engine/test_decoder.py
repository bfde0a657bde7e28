import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chordwork.engine import CHORDS, ChordEvent, DecoderSettings, SnapshotError
from chordwork.engine._decoder import Decoder
from chordwork.engine._key import KeyTracker
from chordwork.harmony import parse_label

HOP = 0.05
NONE = len(CHORDS) - 1


def index(label: str) -> int:
    return CHORDS.index(parse_label(label))


def evidence(labels: list[str], sure: float = 0.9) -> np.ndarray:
    rows = np.full((len(labels), len(CHORDS)), (1 - sure) / (len(CHORDS) - 1))
    rows[np.arange(len(labels)), [index(label) for label in labels]] = sure
    return np.log(rows).astype(np.float32)


def bass(interval: int) -> np.ndarray:
    row = np.full((12, 12), 0.01, np.float32)
    row[:, interval] = 0.89
    return np.log(row)


def decode(
    chords: np.ndarray, interval: int = 0, settings: DecoderSettings | None = None, delay: float = 0.1
) -> list[ChordEvent]:
    decoder = Decoder(settings or DecoderSettings(), hop_seconds=HOP, target_delay_s=delay)
    events = [event for row in chords for event in decoder.step(row, bass(interval))]
    events += decoder.finish(len(chords) * HOP, len(chords) * HOP)
    return [event for event in events if isinstance(event, ChordEvent)]


def finals(events: list[ChordEvent]) -> list[ChordEvent]:
    return [event for event in events if event.status == "final"]


def test_a_change_is_dated_by_the_moment_the_evidence_is_about() -> None:
    segments = finals(decode(evidence(["N"] * 20 + ["C:maj"] * 40 + ["A:min"] * 40), delay=0.1))
    assert [segment.chord.label for segment in segments] == ["N", "C:maj", "A:min"]
    # Hop 20 ends at 1.05 s and speaks of 0.95 s; the hop before of 0.90 s.
    assert [segment.start for segment in segments] == pytest.approx([0.0, 0.925, 2.925])


def test_finals_come_with_a_fixed_lag_and_hold() -> None:
    settings = DecoderSettings(final_lag_hops=10)
    events = finals(decode(evidence(["C:maj"] * 30 + ["F:maj"] * 30), settings=settings))
    assert events[0].at == pytest.approx((30 + 1 + 10) * HOP)


def test_provisional_follows_within_a_few_hops_and_does_not_flicker() -> None:
    steady = evidence(["C:maj"] * 30 + ["F:maj"] * 30, sure=0.7)
    steady[[10, 20]] = evidence(["G:7", "E:min"], sure=0.5)
    shown = [event for event in decode(steady) if event.status == "provisional"]
    assert [event.chord.label for event in shown] == ["C:maj", "F:maj"]
    assert shown[1].at - 30 * HOP <= 5 * HOP


def test_an_inversion_is_named_by_its_bass() -> None:
    assert finals(decode(evidence(["C:maj"] * 40), interval=4))[0].chord.label == "C:maj/3"
    assert finals(decode(evidence(["C:maj"] * 40), interval=0))[0].chord.label == "C:maj"


def test_a_bass_outside_the_chord_is_not_believed() -> None:
    assert finals(decode(evidence(["C:maj"] * 40), interval=1))[0].chord.label == "C:maj"


def test_rivals_are_ranked_and_do_not_hold_the_chosen_chord() -> None:
    rows = np.full((40, len(CHORDS)), 1e-4)
    rows[:, [index("C:maj"), index("A:min"), index("C:maj7")]] = 0.6, 0.25, 0.1
    event = finals(decode(np.log(rows / rows.sum(1, keepdims=True)).astype(np.float32)))[0]
    assert [rival.chord.label for rival in event.alternatives] == ["A:min", "C:maj7"]
    assert event.confidence == pytest.approx(0.6, abs=0.03)


@given(st.lists(st.tuples(st.integers(0, NONE), st.integers(1, 30)), min_size=1, max_size=12), st.floats(0.0, 0.4))
def test_finals_cover_everything_once(parts: list[tuple[int, int]], delay: float) -> None:
    labels = [CHORDS[state].label for state, hops in parts for _ in range(hops)]
    segments = finals(decode(evidence(labels), delay=delay))
    assert segments[0].start == 0.0
    assert segments[-1].end == pytest.approx(len(labels) * HOP)
    assert all(before.end == after.start for before, after in itertools.pairwise(segments))
    assert all(segment.end is not None and segment.end > segment.start for segment in segments)


@pytest.mark.parametrize(
    ("labels", "name"),
    [
        (["C:maj", "G:maj", "A:min", "F:maj"], "C major"),
        (["A:min", "D:min", "E:7", "A:min"], "A minor"),
        (["Eb:maj", "Ab:maj", "Bb:7", "Eb:maj"], "Eb major"),
    ],
)
def test_the_key_is_found_from_chords(labels: list[str], name: str) -> None:
    tracker = KeyTracker(HOP)
    heard = [
        event
        for label in labels * 2
        for row in np.exp(evidence([label] * 40, sure=0.95).astype(np.float64))
        if (event := tracker.step(row))
    ]
    assert heard[-1].name == name


def test_a_chord_of_the_key_is_shown_before_a_foreign_one() -> None:
    song = evidence(["C:maj", "F:maj", "G:maj", "C:maj"] * 40)
    between = np.logaddexp(evidence(["A:min"] * 3), evidence(["F#:min"] * 3))

    def shown_at_once(weight: float) -> list[str]:
        settings = DecoderSettings(live_key_weight=weight, live_threshold=0.3, live_margin=1.0, live_sharpness=1.0)
        events = decode(np.concatenate((song, between)), settings=settings)
        return [event.chord.label for event in events if event.status == "provisional" and event.at > len(song) * HOP]

    assert shown_at_once(1.5)[:1] == ["A:min"]
    assert shown_at_once(0.0)[:1] != ["A:min"]


def test_without_chords_there_is_no_key() -> None:
    tracker = KeyTracker(HOP)
    assert not any(tracker.step(row) for row in np.exp(evidence(["N"] * 200).astype(np.float64)))


def provisionals(decoder: Decoder, rows: np.ndarray, bass_row: np.ndarray) -> list[ChordEvent]:
    events = [event for row in rows for event in decoder.step(row, bass_row)]
    return [event for event in events if isinstance(event, ChordEvent) and event.status == "provisional"]


def test_what_is_shown_is_dated_by_the_moment_it_began_to_lead() -> None:
    settings = DecoderSettings(live_threshold=0.9)
    decoder = Decoder(settings, hop_seconds=HOP, target_delay_s=0.1)
    rows = evidence(["N"] * 20 + ["C:maj"] * 20, sure=0.5)
    leaders, shown = [], []
    for row in rows:
        shown += provisionals(decoder, row[None], bass(0))
        leaders.append(int(decoder.posterior.argmax()))
    rose = leaders.index(index("C:maj"))
    (event,) = shown
    assert event.at == pytest.approx((rose + 2) * HOP), "it leads a hop before it is sure enough"
    assert event.start == pytest.approx((rose + 0.5) * HOP - 0.1)


def test_a_bass_near_the_threshold_does_not_flicker() -> None:
    settings = DecoderSettings()
    decoder = Decoder(settings, hop_seconds=HOP, target_delay_s=0.1)

    def heard(probability: float) -> list[str]:
        """What comes to be shown while the third lies in the bass with that probability."""
        row = np.full((12, 12), (1 - probability) / 11, np.float32)
        row[:, 4] = probability
        events = provisionals(decoder, evidence(["C:maj"] * 40), np.log(row))
        return [event.chord.label for event in events]

    threshold = settings.inversion_threshold
    assert heard(threshold + 0.05) == ["C:maj"]
    assert heard(threshold + 0.15) == ["C:maj/3"]
    assert heard(threshold - 0.05) == []
    assert heard(threshold - 0.15) == ["C:maj"]
    assert heard(threshold + 0.05) == []


@pytest.mark.parametrize("state", [-1, len(CHORDS), 0.5, None])
def test_a_snapshot_that_names_no_chord_is_refused(state: object) -> None:
    decoder = Decoder(DecoderSettings(), hop_seconds=HOP, target_delay_s=0.1)
    saved = decoder.snapshot()
    saved["tiers"]["counts"]["leader"] = state
    with pytest.raises(SnapshotError):
        decoder.restore(saved)
