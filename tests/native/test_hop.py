import numpy as np
import pytest

from chordwork.native import AudioFormatError, BandSums, HopPlan, HopSpectra, HopTuning, SnapshotError

RATE_HZ, HOP, SHORT, LONG = 22_050, 1024, 4096, 16_384
REACH_HZ = 1100.0
SLICES = BandSums([1, 8, 40, 200], [np.ones(size) for size in (7, 32, 160, 300)])
TREBLE = BandSums(list(range(20, 620, 6)), [np.ones(6)] * 100)
BASS = BandSums(list(range(40, 760, 12)), [np.ones(12)] * 60)
RANDOM = np.random.default_rng(15)


class Numpy:
    """A transform by numpy, in float64 within."""

    def __init__(self, *shape):
        self.input = np.zeros(shape, np.float32)
        self.output = np.zeros((*shape[:-1], shape[-1] // 2 + 1), np.complex64)

    def execute(self):
        self.output[...] = np.fft.rfft(self.input.astype(np.float64))


def rising_slowly(size, fall):
    rise = size - fall
    halves = np.cos(np.pi * np.arange(rise) / rise), np.cos(np.pi * (np.arange(fall) + 1.0) / fall)
    return np.concatenate((0.5 - 0.5 * halves[0], 0.5 + 0.5 * halves[1])).astype(np.float32)


LONG_WINDOW = rising_slowly(LONG, 2048)


def plan(**changed):
    arguments = {
        "rate_hz": RATE_HZ,
        "hop_samples": HOP,
        "short_window": rising_slowly(SHORT, 1024),
        "long_window": LONG_WINDOW,
        "reach_hz": REACH_HZ,
        "onset_window": np.hanning(1024).astype(np.float32),
        "onset_step_samples": 256,
        "slices_a_band": 2,
        "floor": 1e-3,
        "decay": 0.98,
        "compression": 200.0,
        "onset_compression": 100.0,
        "tuning": HopTuning(
            lowest_hz=80.0, highest_hz=1000.0, a4_hz=440.0, every_hops=4, decay=0.9, floor=1e-3, silence=1e-3
        ),
    }
    return HopPlan(**{**arguments, **changed})


def spectra(shared=None, *, onsets=True):
    shared = shared or plan()
    made = HopSpectra(
        shared,
        Numpy(shared.short_samples),
        Numpy(shared.low_samples),
        (Numpy(shared.steps, shared.onset_samples), SLICES) if onsets else None,
    )
    made.tune(TREBLE, BASS)
    return made


def hops_of(sound):
    """Where each frame ends, and the frame."""
    padded = np.concatenate((np.zeros(LONG, np.float32), sound.astype(np.float32)))
    return [(end, padded[end - SHORT : end]) for end in range(LONG + HOP, len(padded) + 1, HOP)], padded


def noise_and_tones(hops):
    time = np.arange(hops * HOP) / RATE_HZ
    tones = sum(np.sin(2 * np.pi * hz * time + hz) for hz in (61.0, 440.0, 1095.0, 1300.0, 2690.0, 5000.0, 10_990.0))
    return 0.1 * tones + 0.05 * RANDOM.standard_normal(len(time))


def test_the_decimated_frame_has_the_spectrum_of_the_whole_windowed_one():
    heard, (hops, padded) = spectra(), hops_of(noise_and_tones(40))
    bins = int(REACH_HZ * LONG / RATE_HZ)
    for number, (end, frame) in enumerate(hops):
        heard.take(frame)
        if number in (0, 3, 17, 39):
            expected = np.fft.rfft(padded[end - LONG : end] * LONG_WINDOW.astype(np.float64))
            found = heard._transforms[1].output[:bins]
            assert np.abs(found - expected[:bins]).max() < 5e-7 * LONG_WINDOW.sum()  # as a tone of amplitude 1 has


def test_features_are_logarithms_relative_to_the_loudest_that_is_forgotten_slowly():
    heard, (hops, padded) = spectra(onsets=False), hops_of(noise_and_tones(24) * np.linspace(1.0, 0.01, 24 * HOP))
    short_window, reference = rising_slowly(SHORT, 1024).astype(np.float64), 1e-3
    for end, frame in hops:
        features, flux, _ = heard.take(frame)
        short = np.abs(np.fft.rfft(frame * short_window)) ** 2
        long = np.abs(np.fft.rfft(padded[end - LONG : end] * LONG_WINDOW.astype(np.float64))) ** 2
        treble = [np.sqrt(short[first : first + 6].sum()) for first in range(20, 620, 6)]
        bass = [np.sqrt(long[first : first + 12].sum()) for first in range(40, 760, 12)]
        reference = max(*treble, *bass, reference * 0.98, 1e-3)
        expected = np.log1p(200.0 * np.array([treble, bass + 40 * [0.0]]) / reference) / np.log1p(200.0)
        assert features.shape == (2, 100)
        assert features == pytest.approx(expected, abs=3e-6)
        assert flux is None


def test_peaks_vote_for_the_tuning_they_have():
    time = np.arange(40 * HOP) / RATE_HZ
    for cents in (-30.0, 0.0, 20.0):
        heard = spectra()
        sound = sum(np.sin(2 * np.pi * 440.0 * 2.0 ** ((note + cents / 100.0) / 12.0) * time) for note in (-24, -17, 3))
        voted = [heard.take(frame)[2] for _, frame in hops_of(0.2 * sound)[0]]
        votes, weight = heard.votes
        assert voted == [hop % 4 == 0 for hop in range(40)]
        assert np.angle(votes) / (2 * np.pi) * 100.0 == pytest.approx(cents, abs=1.0)
        assert abs(votes) / weight > 0.9  # at first there is a stroke


def test_silence_has_no_features_no_flux_and_no_votes():
    heard = spectra()
    for _ in range(20):
        features, flux, voted = heard.take(np.zeros(SHORT, np.float32))
        assert not features.any()
        assert not flux.any()
        assert not voted
    assert heard.votes == (0j, 0.0)


def test_a_stream_goes_on_from_a_snapshot_to_the_bit():
    hops, _ = hops_of(noise_and_tones(30))
    for cut in (1, 7, 22):
        whole, first = spectra(), spectra()
        for _, frame in hops[:cut]:
            whole.take(frame)
            first.take(frame)
        rest = spectra()
        rest.restore(first.snapshot())
        assert rest.snapshot() == first.snapshot()
        for _, frame in hops[cut:]:
            for ours, theirs in zip(whole.take(frame), rest.take(frame), strict=True):
                assert np.array_equal(ours, theirs)


def test_streams_that_take_turns_with_shared_transforms_hear_as_alone():
    shared = plan()
    transforms = Numpy(SHORT), Numpy(shared.low_samples), (Numpy(shared.steps, shared.onset_samples), SLICES)
    streams = [HopSpectra(shared, *transforms) for _ in range(3)]
    sounds = [hops_of(noise_and_tones(12))[0] for _ in streams]
    for stream in streams:
        stream.tune(TREBLE, BASS)
    together = [
        [stream.take(sound[hop][1]) for stream, sound in zip(streams, sounds, strict=True)] for hop in range(12)
    ]
    for number, sound in enumerate(sounds):
        alone = spectra()
        for hop, (_, frame) in enumerate(sound):
            features, flux, voted = alone.take(frame)
            assert np.array_equal(features, together[hop][number][0])
            assert np.array_equal(flux, together[hop][number][1])
            assert voted == together[hop][number][2]


def test_bad_arguments_are_refused():
    heard = spectra()
    for frame in (np.zeros(SHORT - 1, np.float32), np.zeros(SHORT), np.zeros(2 * SHORT, np.float32)[::2]):
        with pytest.raises(AudioFormatError):
            heard.take(frame)
    with pytest.raises(AudioFormatError):
        heard.tune(BASS, TREBLE)
    with pytest.raises(AudioFormatError):
        heard.tune(BandSums([2040], [np.ones(20)]), BandSums([1], [np.ones(2)]))
    with pytest.raises(AudioFormatError):
        heard.tune(TREBLE, BandSums([1000], [np.ones(200)]))
    with pytest.raises(AudioFormatError):
        HopSpectra(plan(), Numpy(SHORT), Numpy(SHORT))
    with pytest.raises(AudioFormatError):
        plan(short_window=np.ones(1024, np.float32))


@pytest.mark.parametrize("field", ["reference", "onset_reference", "votes_real", "weight"])
def test_a_state_that_no_stream_can_be_in_is_refused(field):
    heard = spectra()
    setattr(heard._state, field, float("nan") if field == "votes_real" else -1.0)
    with pytest.raises(SnapshotError):
        spectra().restore(heard.snapshot())
    for part, size in (("low", 4), ("levels", 4), ("state", 3)):
        with pytest.raises(SnapshotError):
            spectra().restore({**spectra().snapshot(), part: bytes(size)})


@pytest.mark.parametrize(
    "changed",
    [
        {"long_window": LONG_WINDOW[-900:]},  # shorter than its own ending
        {"long_window": LONG_WINDOW[-1000:], "reach_hz": 4000.0},  # and than a hop
        {"onset_step_samples": HOP + 1},
        {"slices_a_band": 0},
        {
            "tuning": HopTuning(
                lowest_hz=0.1, highest_hz=1000.0, a4_hz=440.0, every_hops=4, decay=0.9, floor=0, silence=0
            )
        },
        {
            "tuning": HopTuning(
                lowest_hz=900.0, highest_hz=80.0, a4_hz=440.0, every_hops=4, decay=0.9, floor=0, silence=0
            )
        },
        {
            "tuning": HopTuning(
                lowest_hz=80.0, highest_hz=900.0, a4_hz=440.0, every_hops=0, decay=0.9, floor=0, silence=0
            )
        },
    ],
)
def test_a_plan_that_would_read_beyond_its_arrays_is_refused(changed):
    with pytest.raises(AudioFormatError):
        plan(**changed)


@pytest.mark.parametrize(
    "slices",
    [
        BandSums([1, 8, 40], [np.ones(7)] * 3),  # no whole bands
        BandSums([1, 600], [np.ones(7)] * 2),  # bins that the transform has not
        BandSums(list(range(400)) + list(range(400)), [np.ones(1)] * 800),  # more than there is room for, times steps
    ],
)
def test_slices_that_do_not_fit_are_refused(slices):
    shared = plan()
    onsets = Numpy(shared.steps, shared.onset_samples), slices
    with pytest.raises(AudioFormatError):
        HopSpectra(shared, Numpy(shared.short_samples), Numpy(shared.low_samples), onsets)
