/* A hop on either side of its transforms, for any plan that the Python side lets through: see HopPlan in _hop.py. */
#include "input.h"

enum { FADE = 512, MOST_HOPS = 5, MOST_SUMS = 40 };

static size_t up_to(size_t value, size_t grid) {
    return (value + grid - 1) / grid * grid;
}

static cw_sums sums_of(input *in, size_t bins, size_t count, uint32_t seed) {
    cw_band *bands = exactly(count, sizeof *bands);
    size_t total = 0;
    uint32_t reached = 0;
    for (size_t i = 0; i < count; i++) {
        bands[i].first = (uint32_t)take_size(in, 0, bins - 1);
        bands[i].count = (uint32_t)take_size(in, 1, bins - bands[i].first < 9 ? bins - bands[i].first : 9);
        reached = bands[i].first + bands[i].count > reached ? bands[i].first + bands[i].count : reached;
        total += bands[i].count;
    }
    float *weights = exactly(total, sizeof(float));
    fill(weights, total, seed);
    for (size_t i = 0; i < total; i++)
        weights[i] = weights[i] < 0.0f ? -weights[i] : weights[i];
    return (cw_sums){bands, weights, (uint32_t)count, reached};
}

static void forget(const cw_sums *sums) {
    free((void *)sums->bands);
    free((void *)sums->weights);
}

static const float *window(size_t count, uint32_t seed) {
    float *values = exactly(count, sizeof(float));
    fill(values, count, seed);
    return values;
}

/* What a transform might yield, of ordinary size or of none. */
static float *transform(input *in, size_t bins) {
    float *values = exactly(2 * bins, sizeof(float));
    fill(values, 2 * bins, take(in, 2));
    for (size_t odd = take_size(in, 0, 8); odd > 0; odd--)
        values[take_size(in, 0, 2 * bins - 1)] = take_float(in);
    return values;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    input in = {data, size};
    const size_t step = (size_t)1 << take_size(&in, 0, 3);
    const size_t half = up_to(take_size(&in, 1, CW_MAX_HALF_TAPS), step > 8 ? step : 8), tail = half + FADE;
    const size_t hop = take_size(&in, 1, 60) * step;
    const size_t onset_step = take_size(&in, 1, hop < 64 ? hop : 64), onset = take_size(&in, 2, 130);
    size_t steps = hop / onset_step;
    steps = steps < 8 ? steps : 8;
    const size_t before_end = (steps - 1) * onset_step + onset;
    size_t least = 2 * half + hop - step;
    least = tail > least ? tail : least;
    least = before_end > least ? before_end : least;
    const size_t latest = least + take_size(&in, 0, 50);
    size_t longest = 4 * half;
    longest = longest > tail + half ? longest : tail + half;
    longest = longest > hop + half ? longest : hop + half;
    const size_t low = up_to(longest, step) / step + take_size(&in, 0, 30);
    const size_t bins = latest / 2 + 1, low_bins = low / 2 + 1;
    const size_t high = take_size(&in, 1, low_bins - 2), a_band = take_size(&in, 1, 5);
    cw_hop_plan plan = {
        .short_samples = (uint32_t)latest, .low_samples = (uint32_t)low, .hop_samples = (uint32_t)hop,
        .decimation = (uint32_t)step, .half_taps = (uint32_t)half, .tail_samples = (uint32_t)tail,
        .steps = (uint32_t)steps, .step_samples = (uint32_t)onset_step, .onset_samples = (uint32_t)onset,
        .slices_a_band = (uint32_t)a_band, .tuning_low = (uint32_t)take_size(&in, 1, high), .tuning_high = (uint32_t)high,
        .tuning_every_hops = (uint32_t)take_size(&in, 1, 3), .tuning_bin_share = 0.003, .tuning_decay = 0.99,
        .tuning_floor = 1e-3, .tuning_silence = 1e-3, .floor = 1e-4, .decay = 0.99, .compression = 1000.0,
        .onset_compression = 100.0f, .scale = 0.14f,
        .short_window = window(latest, 1), .low_window = window(low, 2), .tail_window = window(tail, 3),
        .onset_window = window(onset, 4), .taps = window(2 * half, 5),
    };
    const size_t count = take_size(&in, 1, MOST_SUMS), slices = a_band * take_size(&in, 1, 6);
    const cw_sums treble_sums = sums_of(&in, bins, count, 6);
    const cw_sums bass_sums = sums_of(&in, low_bins, take_size(&in, 1, count), 7);
    const cw_sums onset_sums = sums_of(&in, onset / 2 + 1, slices, 8);
    float *memory = exactly(low, sizeof(float)), *treble = exactly(latest, sizeof(float));
    float *bass = exactly(low, sizeof(float)), *rows = exactly(steps * onset, sizeof(float));
    float *features = exactly(2 * count, sizeof(float)), *levels = exactly(slices, sizeof(float));
    float *flux = exactly(steps * (slices / a_band), sizeof(float)), *frame = exactly(latest, sizeof(float));
    cw_hop_state state = {.reference = plan.floor, .onset_reference = plan.floor};
    for (size_t hops = 0; hops < MOST_HOPS && in.left > 0; hops++) {
        fill(frame, latest, take(&in, 2));
        for (size_t odd = take_size(&in, 0, 8); odd > 0; odd--)
            frame[take_size(&in, 0, latest - 1)] = take_float(&in);
        const int with_onsets = take(&in, 1) % 4 != 0;
        cw_hop_window(&plan, frame, memory, treble, bass, with_onsets ? rows : NULL);
        float *treble_out = transform(&in, bins), *bass_out = transform(&in, low_bins);
        float *onsets_out = transform(&in, steps * (onset / 2 + 1));
        cw_hop_features(&plan, &treble_sums, &bass_sums, treble_out, bass_out, features, &state);
        if (with_onsets)
            cw_hop_flux(&plan, &onset_sums, onsets_out, levels, flux, &state);
        CHECK(!(state.reference < plan.floor));
        free(treble_out);
        free(bass_out);
        free(onsets_out);
    }
    forget(&treble_sums);
    forget(&bass_sums);
    forget(&onset_sums);
    float *mine[] = {memory, treble, bass, rows, features, levels, flux, frame};
    for (size_t i = 0; i < sizeof mine / sizeof *mine; i++)
        free(mine[i]);
    const float *windows[] = {plan.short_window, plan.low_window, plan.tail_window, plan.onset_window, plan.taps};
    for (size_t i = 0; i < sizeof windows / sizeof *windows; i++)
        free((void *)windows[i]);
    return 0;
}
