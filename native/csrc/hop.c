#include "chordwork_native.h"

#include <math.h>
#include <string.h>

#include "arithmetic.h"

/* One hop of a stream, before and after its Fourier transforms, which are the caller's. */

enum { MAX_TAIL = 1024, MAX_BINS = 4096, MAX_SUMS = 2048 };

/* Outputs of the decimation filter at `count` places, `decimation` samples apart; the first has its middle tap at
 * `samples[half_taps]`. */
static CW_ALWAYS_INLINE void decimate(const cw_hop_plan *plan, const float *samples, size_t count, float *out) {
    for (size_t i = 0; i < count; i++)
        out[i] = cw_dot(samples + i * plan->decimation, plan->taps, 2 * (size_t)plan->half_taps);
}

/* The long frame, windowed and decimated. The window is slow, so that it makes no difference whether a sample is filtered
 * before it is windowed or after; so most samples are filtered once, as they come. Only near the frame's end there is
 * nothing to filter yet. So the window is the sum of two: one for filtered samples, that fades out where they end, and
 * one for the latest `tail_samples`, which are filtered when they have been windowed, zeros on either side. What rings
 * beyond the end comes in at the beginning, for the transform takes the frame for a circle. */
static CW_ALWAYS_INLINE void low_frame(const cw_hop_plan *plan, const float *frame, float *low, float *out) {
    const size_t half = plan->half_taps, step = plan->decimation, tail = plan->tail_samples;
    const size_t beyond = half / step;
    const size_t whole = plan->low_samples - beyond + 1;
    const size_t fresh = plan->hop_samples / step;
    const size_t touched = tail / step + 2 * beyond - 1;
    const float *end = frame + plan->short_samples, *latest = end - tail;
    float ending[MAX_TAIL + 4 * CW_MAX_HALF_TAPS] = {0.0f};
    float ringing[MAX_TAIL + 4 * CW_MAX_HALF_TAPS];

    memmove(low, low + fresh, (whole - fresh) * sizeof(float));
    decimate(plan, end - 2 * half - (fresh - 1) * step, fresh, low + whole - fresh);
    for (size_t i = 0; i < whole; i++)
        out[i] = low[i] * plan->low_window[i];
    memset(out + whole, 0, (plan->low_samples - whole) * sizeof(float));
    for (size_t i = 0; i < tail; i++)
        ending[2 * half - step + i] = latest[i] * plan->tail_window[i];
    decimate(plan, ending, touched, ringing);
    const size_t inside = touched - beyond;
    for (size_t i = 0; i < inside; i++)
        out[plan->low_samples - inside + i] += ringing[i];
    for (size_t i = 0; i < beyond; i++)
        out[i] += ringing[inside + i];
}

/* From the latest samples to what is to be transformed: `short_samples`, `low_samples`, and `steps` rows for the onsets
 * (not where `onsets` is NULL). `low` is the stream's: `low_samples` values, at first 0. */
CW_WIDE void cw_hop_window(const cw_hop_plan *plan, const float *frame, float *low, float *treble, float *bass,
                           float *onsets) {
    for (size_t i = 0; i < plan->short_samples; i++)
        treble[i] = frame[i] * plan->short_window[i];
    low_frame(plan, frame, low, bass);
    if (onsets == NULL)
        return;
    const float *from = frame + plan->short_samples - plan->onset_samples - (plan->steps - 1) * (size_t)plan->step_samples;
    for (size_t step = 0; step < plan->steps; step++, from += plan->step_samples)
        for (size_t i = 0; i < plan->onset_samples; i++)
            *onsets++ = from[i] * plan->onset_window[i];
}

CW_WIDE static void compress(const float *power, size_t count, float gain, float scale, float *out) {
    for (size_t i = 0; i < count; i++)
        out[i] = cw_log1p(sqrtf(power[i]) * gain) * scale;
}

/* Votes of the spectrum's peaks for a tuning. Returns whether there were any. */
static int vote(const cw_hop_plan *plan, const float *power, double reference, cw_hop_state *state) {
    const double quiet = reference * plan->tuning_silence;
    float largest = 0.0f;
    for (size_t k = plan->tuning_low; k <= plan->tuning_high; k++)
        largest = power[k] > largest ? power[k] : largest;
    const double relative = (double)largest * plan->tuning_floor;
    const double least = relative > quiet * quiet ? relative : quiet * quiet;
    double cosines = 0.0, sines = 0.0, amplitudes = 0.0;
    size_t peaks = 0;
    for (size_t k = plan->tuning_low; k <= plan->tuning_high; k++) {
        if (!(power[k] > power[k - 1] && power[k] >= power[k + 1] && (double)power[k] > least))
            continue;
        const double left = log((double)power[k - 1] + 1e-30);
        const double middle = log((double)power[k] + 1e-30);
        const double right = log((double)power[k + 1] + 1e-30);
        const double bend = left - 2.0 * middle + right;
        const double bin = (double)k + 0.5 * (left - right) / (bend < -1e-9 ? bend : -1e-9);
        const double turns = 12.0 * log2(bin * plan->tuning_bin_share);
        const double angle = 6.283185307179586 * (turns - nearbyint(turns));
        const double amplitude = sqrt((double)power[k]) / reference;
        cosines += amplitude * cos(angle);
        sines += amplitude * sin(angle);
        amplitudes += amplitude;
        peaks++;
    }
    if (peaks == 0)
        return 0;
    state->votes_real = state->votes_real * plan->tuning_decay + cosines;
    state->votes_imaginary = state->votes_imaginary * plan->tuning_decay + sines;
    state->weight = state->weight * plan->tuning_decay + amplitudes;
    return 1;
}

static CW_ALWAYS_INLINE float largest_of(const float *values, size_t count) {
    float largest = 0.0f;
    for (size_t i = 0; i < count; i++)
        largest = values[i] > largest ? values[i] : largest;
    return largest;
}

static CW_ALWAYS_INLINE double larger(double a, double b) {
    return a > b ? a : b;
}

/* From the transforms to features, two rows of `sums[0].count`, and flux (not where `onsets` is NULL). `levels` are the
 * stream's. Returns 1 where the tuning has got new votes. */
CW_WIDE int cw_hop_features(const cw_hop_plan *plan, const cw_sums *treble_sums, const cw_sums *bass_sums,
                            const float *treble, const float *bass, float *features, cw_hop_state *state) {
    float power[MAX_BINS];
    float amplitudes[2 * MAX_SUMS];
    const size_t bins = treble_sums->count, low_bins = bass_sums->count;
    cw_power(treble, treble_sums->bins, power);
    cw_band_sums(power, treble_sums->bands, treble_sums->weights, bins, amplitudes);
    const size_t bass_bins = bass_sums->bins > plan->tuning_high + 2 ? bass_sums->bins : plan->tuning_high + 2;
    cw_power(bass, bass_bins, power);
    cw_band_sums(power, bass_sums->bands, bass_sums->weights, low_bins, amplitudes + bins);

    const double loudest = sqrt((double)largest_of(amplitudes, bins + low_bins));
    state->reference = larger(larger(loudest, state->reference * plan->decay), plan->floor);
    const int due = state->hops % plan->tuning_every_hops == 0 && loudest > plan->floor;
    const int voted = due && vote(plan, power, state->reference, state);
    state->hops++;

    compress(amplitudes, bins + low_bins, (float)(plan->compression / state->reference), plan->scale, features);
    memset(features + bins + low_bins, 0, (bins - low_bins) * sizeof(float));
    return voted;
}

void cw_hop_flux(const cw_hop_plan *plan, const cw_sums *slices, const float *onsets, float *levels, float *flux,
                 cw_hop_state *state) {
    float sums[MAX_SUMS];
    cw_band_powers(onsets, plan->steps, plan->onset_samples / 2 + 1, slices->bands, slices->weights, slices->count, sums);
    const double quietest = larger(state->onset_reference * plan->decay, plan->floor);
    state->onset_reference = (double)cw_onset_flux(sums, plan->steps, slices->count, plan->slices_a_band,
                                                   plan->onset_compression, (float)quietest, levels, flux);
}
