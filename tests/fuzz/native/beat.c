/* Strokes and the filter over beat periods: any periods that the Python side lets through, any strengths. */
#include <math.h>

#include "input.h"

enum { MOST_PERIODS = 20, MOST_LONGER = 24, MOST_HOPS = 12, MOST_BANDS = 9, A_ROW = 8 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    input in = {data, size};
    const size_t steps = take_size(&in, 1, 8), count = take_size(&in, 1, MOST_PERIODS), bands = take_size(&in, 1, MOST_BANDS);
    cw_band *periods = exactly(count, sizeof *periods), *alike = exactly(count, sizeof *alike);
    cw_band *near = exactly((count + A_ROW - 1) / A_ROW, sizeof *near);
    size_t states = 0;
    for (size_t i = 0; i < count; i++) {
        periods[i] = (cw_band){(uint32_t)states, (uint32_t)(steps + take_size(&in, 0, MOST_LONGER))};
        states += periods[i].count;
    }
    for (size_t i = 0; i < count; i++) {
        alike[i].first = (uint32_t)take_size(&in, 0, i);
        alike[i].count = (uint32_t)take_size(&in, i - alike[i].first + 1, count - alike[i].first);
    }
    for (size_t i = 0; i * A_ROW < count; i++) {
        near[i].first = (uint32_t)take_size(&in, 0, count - 1);
        near[i].count = (uint32_t)take_size(&in, 0, count - near[i].first);
    }
    float *change = exactly(count * count, sizeof(float)), *restart = exactly(states, sizeof(float));
    float *weights = exactly(steps * states, sizeof(float)), *constant = exactly(states, sizeof(float));
    float *state = exactly(states, sizeof(float)), *strengths = exactly(steps, sizeof(float));
    float *flux = exactly(steps * bands, sizeof(float)), *band_weights = exactly(bands, sizeof(float));
    fill(change, count * count, 1);
    for (size_t i = 0; i < count * count; i++)
        change[i] = change[i] < 0.0f ? 0.0f : change[i] / (float)count;
    fill(weights, steps * states, 2);
    fill(constant, states, 3);
    fill(band_weights, bands, 4);
    for (size_t i = 0; i < states; i++) {
        restart[i] = 1e-6f;
        state[i] = 1.0f / (float)states;
    }
    const cw_beat_tables tables = {periods, near, alike, change, restart, weights, constant, 1e-30,
                                   (uint32_t)count, (uint32_t)steps, (uint32_t)states};
    cw_running_mean running = {0};
    for (size_t hops = 0; hops < MOST_HOPS && in.left > 0; hops++) {
        fill(flux, steps * bands, take(&in, 2));
        for (size_t odd = take_size(&in, 0, 4); odd > 0; odd--)
            flux[take_size(&in, 0, steps * bands - 1)] = take_float(&in);
        cw_onset_strengths(flux, steps, bands, band_weights, 0.98, 1e-3, 8.0, &running, strengths);
        CHECK(!(cw_beat_step(&tables, strengths, state) < tables.least));
        cw_beat best;
        cw_beat_best(&tables, state, &best);
        CHECK(best.position < best.period && best.period >= steps);
    }
    float *floats[] = {change, restart, weights, constant, state, strengths, flux, band_weights};
    for (size_t i = 0; i < sizeof floats / sizeof *floats; i++)
        free(floats[i]);
    free(periods);
    free(alike);
    free(near);
    return 0;
}
