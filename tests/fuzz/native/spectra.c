/* Power, sums of bands in both ways that there are, and the flux of onsets: any numbers, any shapes. */
#include "input.h"

enum { MOST_BINS = 300, MOST_BANDS = 60, MOST_ROWS = 5 };

static int alike(float a, float b) {
    return (a != a && b != b) || memcmp(&a, &b, sizeof a) == 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    input in = {data, size};
    const size_t bins = take_size(&in, 1, MOST_BINS), count = take_size(&in, 0, MOST_BANDS);
    const size_t rows = take_size(&in, 1, MOST_ROWS), a_band = take_size(&in, 1, 6);
    cw_band *bands = exactly(count, sizeof *bands);
    size_t total = 0;
    for (size_t i = 0; i < count; i++) {
        bands[i].first = (uint32_t)take_size(&in, 0, bins);
        bands[i].count = (uint32_t)take_size(&in, 0, bins - bands[i].first);
        total += bands[i].count;
    }
    float *weights = exactly(total, sizeof(float)), *sums = exactly(rows * count, sizeof(float));
    fill(weights, total, take(&in, 2));
    float *spectra = take_floats(&in, 2 * rows * bins), *power = exactly(bins, sizeof(float));
    cw_band_powers(spectra, rows, bins, bands, weights, count, sums);
    float *one = exactly(count, sizeof(float));
    for (size_t row = 0; row < rows; row++) {
        cw_power(spectra + 2 * row * bins, bins, power);
        cw_band_sums(power, bands, weights, count, one);
        for (size_t i = 0; i < count; i++)
            CHECK(alike(one[i], sums[row * count + i]));
    }
    free(one);
    const size_t slices = count / a_band * a_band;
    float *levels = exactly(slices, sizeof(float)), *flux = exactly(rows * (slices / a_band), sizeof(float));
    float *powers = take_floats(&in, rows * slices);
    for (size_t i = 0; i < rows * slices; i++)
        powers[i] = powers[i] < 0.0f ? -powers[i] : powers[i];
    if (slices > 0)
        for (int again = 0; again < 2; again++)
            CHECK(cw_onset_flux(powers, rows, slices, a_band, 100.0f, 1e-4f, levels, flux) >= 1e-4f);
    free(powers);
    free(flux);
    free(levels);
    free(power);
    free(spectra);
    free(sums);
    free(weights);
    free(bands);
    return 0;
}
