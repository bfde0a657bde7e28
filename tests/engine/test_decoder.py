import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chordwork.engine import CHORDS, ChordEvent, DecoderSettings, SnapshotError
from chordwork.engine._decoder import CHANGES_LATE_S, REST_HEARD_LATE_S, Decoder
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
    # Hop 20 ends at 1.05 s and speaks of 0.95 s; the hop before of 0.90 s; and changes come out late.
    assert [segment.start for segment in segments] == pytest.approx(
        [0.0, 0.925 - CHANGES_LATE_S, 2.925 - CHANGES_LATE_S]
    )


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
    assert event.start == pytest.approx((rose + 0.5) * HOP - 0.1 - CHANGES_LATE_S)


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


def spans(events: list[ChordEvent]) -> list[tuple[str, float]]:
    """Labels of final chords, and how long each lasts."""
    return [(each.chord.label, round((each.end or 0.0) - each.start, 3)) for each in finals(events)]


@pytest.mark.parametrize("after", ["C:maj", "F:maj"])
@pytest.mark.parametrize(("rest_s", "hops"), [(0.3, 1), (0.3, 5), (0.5, 9)])
def test_a_breath_belongs_to_the_chord_before_it(after: str, rest_s: float, hops: int) -> None:
    events = decode(
        evidence(["C:maj"] * 40 + ["N"] * hops + [after] * 40),
        settings=DecoderSettings(rest_s=rest_s, final_switch_penalty=1.0, live_threshold=0.3),
    )
    assert [label for label, _ in spans(events)] == (["C:maj"] if after == "C:maj" else ["C:maj", after])
    if after != "C:maj":
        begun = (40 + hops + 0.5) * HOP - 0.1 - CHANGES_LATE_S
        assert spans(events)[0][1] == pytest.approx(begun, abs=1e-3), "up to the chord that follows"
    held = hops * HOP < rest_s - REST_HEARD_LATE_S
    assert not held or "N" not in [event.chord.label for event in events if event.status == "provisional"]


@pytest.mark.parametrize("hops", [6, 7, 30])
def test_from_its_length_on_a_silence_is_a_rest_from_where_it_began(hops: int) -> None:
    events = decode(
        evidence(["C:maj"] * 40 + ["N"] * hops + ["C:maj"] * 40),
        settings=DecoderSettings(rest_s=0.3, final_switch_penalty=1.0),
    )
    begun = (40 + 0.5) * HOP - 0.1 - CHANGES_LATE_S
    assert [label for label, _ in spans(events)[:2]] == ["C:maj", "N"]
    assert [length for _, length in spans(events)[:2]] == pytest.approx([begun, hops * HOP], abs=1e-3)
    assert spans(events)[2][0] == "C:maj"


def test_silence_at_the_end_is_no_breath() -> None:
    settings = DecoderSettings(rest_s=5.0, final_switch_penalty=1.0)
    events = decode(evidence(["N"] * 3 + ["C:maj"] * 40 + ["N"] * 4), settings=settings)
    assert [label for label, _ in spans(events)] == ["N", "C:maj", "N"], "nor is it at the beginning"


def test_the_chord_is_held_on_display_until_a_rest_is_one() -> None:
    def silent_after_s(rest_s: float) -> float:
        events = decode(evidence(["C:maj"] * 40 + ["N"] * 60), settings=DecoderSettings(rest_s=rest_s))
        return next(event.at for event in events if event.chord.label == "N") - 40 * HOP

    at_once = silent_after_s(0.0)
    for rest_s in (0.5, 1.0, 2.0):
        held = rest_s - REST_HEARD_LATE_S
        assert silent_after_s(rest_s) == pytest.approx(held + at_once, abs=2 * HOP)


def test_what_is_a_rest_can_be_changed_while_it_plays() -> None:
    decoder = Decoder(DecoderSettings(final_switch_penalty=1.0), hop_seconds=HOP, target_delay_s=0.1)
    events: list[ChordEvent] = []
    for rest_s in (2.0, 0.0):
        decoder.rest_s = rest_s
        for row in evidence(["C:maj"] * 40 + ["N"] * 10 + ["C:maj"] * 40):
            events += [event for event in decoder.step(row, bass(0)) if isinstance(event, ChordEvent)]
    events += decoder.finish(180 * HOP, 180 * HOP)
    assert [event.chord.label for event in finals(events)] == ["C:maj", "N", "C:maj"]
    for refused in (-0.1, 5.1, float("nan")):
        with pytest.raises(ValueError, match="rest_s"):
            decoder.rest_s = refused


def doubtful(one: str, other: str, odds: float, hops: int = 60) -> np.ndarray:
    """Evidence for the one chord, so many nats better than that for the other."""
    rows = np.full((hops, len(CHORDS)), np.log(1e-6), np.float32)
    rows[:, index(one)] = np.log(1.0 / (1.0 + np.exp(-odds)))
    rows[:, index(other)] = np.log(1.0 / (1.0 + np.exp(odds)))
    return rows


@pytest.mark.parametrize(("third", "odds", "label"), [
    (0.0, 1.0, "C:maj"), (0.0, 2.0, "C:5"), (0.5, 5.0, "C:maj"), (0.5, 6.0, "C:5"), (1.0, 9.0, "C:maj"),
    (1.0, 10.0, "C:5"),
])  # fmt: skip
@pytest.mark.parametrize("place", [3, 4])
def test_a_power_chord_is_one_where_its_third_is_heard_to_be_absent(
    third: float, odds: float, label: str, place: int
) -> None:
    decoder = Decoder(DecoderSettings(power_chord_cost=1.5, third_cost=8.0), hop_seconds=HOP, target_delay_s=0.1)
    notes = np.zeros(12, np.float32)
    notes[[0, 7, place]] = 0.95, 0.95, third
    events = [event for row in doubtful("C:5", "C:maj", odds) for event in decoder.step(row, bass(0), notes)]
    events += decoder.finish(3.0, 3.0)
    said = [event.chord.label for event in events if isinstance(event, ChordEvent) and event.chord.label != "N"]
    assert set(said) == {label}, "in both tiers"


@pytest.mark.parametrize("rival", [0.01, 0.2, 0.45])
def test_what_is_shown_is_as_sure_as_it_is_right(rival: float) -> None:
    def shown(slope: float, offset: float) -> ChordEvent:
        settings = DecoderSettings(live_confidence_slope=slope, live_confidence_offset=offset, live_threshold=0.3)
        rows = evidence(["C:maj"] * 30, sure=0.9)
        rows[:, index("A:min")] = np.log(rival)
        events = decode(rows, settings=settings)
        return next(event for event in events if event.chord.label == "C:maj")

    plain, modest = shown(1.0, 0.0), shown(0.31, -0.39)
    odds = 0.31 * np.log(plain.confidence / (1 - plain.confidence)) - 0.39
    assert modest.confidence == pytest.approx(1 / (1 + np.exp(-odds)))
    assert modest.alternatives[0].chord == plain.alternatives[0].chord
    assert modest.confidence + sum(rival.confidence for rival in modest.alternatives) <= 1.0 + 1e-9
    shares = [event.alternatives[0].confidence / (1 - event.confidence) for event in (plain, modest)]
    assert shares[1] == pytest.approx(shares[0]), "the rivals share what is left as before"


def test_silence_is_as_sure_as_it_was() -> None:
    rows = evidence(["C:maj"] * 30 + ["N"] * 30, sure=0.9)
    said = []
    for slope in (1.0, 0.31):
        events = decode(rows, settings=DecoderSettings(live_confidence_slope=slope))
        said.append(next(event.confidence for event in events if event.chord.label == "N"))
    assert said[0] == said[1]


def test_a_change_near_a_beat_falls_on_it() -> None:
    heard = (40 + 0.5) * HOP - 0.1 - CHANGES_LATE_S
    for off, moved in ((0.0, True), (0.07, True), (-0.07, True), (0.09, False), (-0.09, False)):
        decoder = Decoder(DecoderSettings(beat_reach_s=0.08), hop_seconds=HOP, target_delay_s=0.1)
        decoder.hear_beat(heard - 0.5)
        decoder.hear_beat(heard + off)
        rows = evidence(["C:maj"] * 40 + ["F:maj"] * 40)
        events = [event for row in rows for event in decoder.step(row, bass(0)) if isinstance(event, ChordEvent)]
        events += decoder.finish(4.0, 4.0)
        first, second = finals(events)[-2:]
        assert first.end == second.start == pytest.approx(heard + off if moved else heard)


def test_a_chord_that_a_beat_leaves_no_time_is_none() -> None:
    decoder = Decoder(DecoderSettings(final_switch_penalty=0.5), hop_seconds=HOP, target_delay_s=0.1)
    decoder.hear_beat((40 + 0.5) * HOP - 0.1 - CHANGES_LATE_S + 0.03)
    rows = evidence(["C:maj"] * 40 + ["G:maj"] + ["F:maj"] * 40)
    events = [event for row in rows for event in decoder.step(row, bass(0)) if isinstance(event, ChordEvent)]
    events += decoder.finish(81 * HOP, 81 * HOP)
    segments = finals(events)
    assert all(before.end == after.start for before, after in itertools.pairwise(segments))
    assert [segment.chord.label for segment in segments[-2:]] == ["C:maj", "F:maj"]


def test_a_change_to_no_chord_may_cost_nothing_and_not_less() -> None:
    assert DecoderSettings(final_switch_penalty=6.0, none_penalty=-6.0).none_penalty == -6.0
    with pytest.raises(ValueError, match="none_penalty"):
        DecoderSettings(final_switch_penalty=6.0, none_penalty=-6.1)
