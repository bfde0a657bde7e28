#include "chordwork_native.h"

#include <string.h>

enum { MAX_STEPS = 8, USUAL_STEPS = 4, ROWS = 8, LANES = 4 };

/* What falls off the end of each period begins another, by the matrix `change` (row: to, column: from): for `rows` periods
 * at a time, so that what falls off is fetched once for all of them. */
static inline void begin_anew(const float *state, const cw_band *periods, size_t count, const float *change, size_t steps,
                              size_t to, size_t rows, float *moved) {
    float entering[ROWS][MAX_STEPS] = {{0.0f}};
    for (size_t from = 0; from < count; from++) {
        const float *leaving = state + periods[from].first + periods[from].count - steps;
        for (size_t row = 0; row < rows; row++) {
            const float share = change[(to + row) * count + from];
            for (size_t step = 0; step < steps; step++)
                entering[row][step] += share * leaving[step];
        }
    }
    for (size_t row = 0; row < rows; row++)
        memcpy(moved + periods[to + row].first, entering[row], steps * sizeof(float));
}

/* One hop of `steps` steps. States lie period by period, in each position by position: time moves all of them on. */
CW_WIDE void cw_beat_move(const float *state, const cw_band *periods, size_t count, const float *change, size_t steps,
                          const float *restart, float *moved) {
    const size_t states = (size_t)periods[count - 1].first + periods[count - 1].count;
    memcpy(moved + steps, state, (states - steps) * sizeof(float));
    size_t to = 0;
    if (steps == USUAL_STEPS) /* numbers that the compiler knows keep the sums in registers */
        for (; to + ROWS <= count; to += ROWS)
            begin_anew(state, periods, count, change, USUAL_STEPS, to, ROWS, moved);
    for (; to < count; to++)
        begin_anew(state, periods, count, change, steps, to, 1, moved);
    for (size_t i = 0; i < states; i++)
        moved[i] += restart[i];
}

/* The log-likelihood of each state: constant + sum of weights[step] * strengths[step]; `weights` is steps x states. */
CW_WIDE void cw_beat_evidence(const float *weights, const float *constant, const float *strengths, size_t steps,
                              size_t states, float *evidence) {
    memcpy(evidence, constant, states * sizeof(float));
    for (size_t step = 0; step < steps; step++) {
        const float strength = strengths[step];
        const float *row = weights + step * states;
        for (size_t i = 0; i < states; i++)
            evidence[i] += strength * row[i];
    }
}

/* state *= likelihood, scaled to a sum of 1. Returns the sum before that. */
CW_WIDE double cw_beat_weigh(float *state, const float *likelihood, size_t states, double least) {
    double sums[LANES] = {0.0};
    for (size_t i = 0; i < states; i++)
        state[i] *= likelihood[i];
    size_t whole = states / LANES * LANES;
    for (size_t i = 0; i < whole; i += LANES)
        for (size_t lane = 0; lane < LANES; lane++)
            sums[lane] += (double)state[i + lane];
    for (size_t i = whole; i < states; i++)
        sums[i % LANES] += (double)state[i];
    const double total = (sums[0] + sums[1]) + (sums[2] + sums[3]);
    const float scale = (float)(1.0 / (total > least ? total : least));
    for (size_t i = 0; i < states; i++)
        state[i] *= scale;
    return total;
}
