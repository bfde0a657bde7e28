#include "chordwork_native.h"

#include <math.h>

#include "arithmetic.h"

enum { RUN = 32 };

CW_WIDE void cw_power(const float *spectrum, size_t bins, float *power) {
    for (size_t k = 0; k < bins; k++) {
        const float re = spectrum[2 * k];
        const float im = spectrum[2 * k + 1];
        power[k] = re * re + im * im;
    }
}

CW_WIDE void cw_band_sums(const float *power, const cw_band *bands, const float *weights, size_t count, float *out) {
    for (size_t i = 0; i < count; i++) {
        const float *values = power + bands[i].first;
        float sum = 0.0f;
        for (size_t j = 0; j < bands[i].count; j++)
            sum += values[j] * weights[j];
        weights += bands[i].count;
        out[i] = sum;
    }
}

/* The same straight from transforms, one a row of `row_bins` bins. */
CW_WIDE void cw_band_powers(const float *spectra, size_t rows, size_t row_bins, const cw_band *bands, const float *weights,
                            size_t count, float *out) {
    for (size_t row = 0; row < rows; row++, spectra += 2 * row_bins) {
        const float *weight = weights;
        for (size_t i = 0; i < count; i++) {
            const float *values = spectra + 2 * bands[i].first;
            float sum = 0.0f;
            for (size_t j = 0; j < bands[i].count; j++)
                sum += (values[2 * j] * values[2 * j] + values[2 * j + 1] * values[2 * j + 1]) * weight[j];
            weight += bands[i].count;
            *out++ = sum;
        }
    }
}

/* `levels` holds `slices` values, those of the last step; `out` gets steps * slices / slices_a_band. */
CW_WIDE float cw_onset_flux(const float *sums, size_t steps, size_t slices, size_t slices_a_band, float compression,
                    float quietest, float *levels, float *out) {
    float loudest = quietest;
    for (size_t i = 0; i < steps * slices; i++)
        loudest = fmaxf(loudest, sqrtf(sums[i]));
    const float gain = compression / loudest;
    for (size_t step = 0; step < steps; step++, sums += slices)
        for (size_t begin = 0; begin < slices; begin += RUN) {
            const size_t count = slices - begin < RUN ? slices - begin : RUN;
            float fresh[RUN];
            for (size_t i = 0; i < count; i++)
                fresh[i] = cw_log1p(sqrtf(sums[begin + i]) * gain);
            for (size_t i = 0; i < count; i++) {
                const size_t slice = begin + i;
                const float rise = fmaxf(fresh[i] - levels[slice], 0.0f);
                float *band = out + (step * slices + slice) / slices_a_band;
                *band = slice % slices_a_band == 0 ? rise : *band + rise;
                levels[slice] = fresh[i];
            }
        }
    return loudest;
}
