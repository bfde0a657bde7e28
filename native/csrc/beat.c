#include "chordwork_native.h"

#include <string.h>

enum { MAX_STEPS = 8 };

/* One hop of `steps` steps. States lie period by period, in each position by position: time moves all of them on, and
 * those that fall off the end of their period begin another, by the matrix `change` (row: to, column: from). */
CW_WIDE void cw_beat_move(const float *state, const cw_band *periods, size_t count, const float *change, size_t steps,
                  const float *restart, float *moved) {
    const size_t states = (size_t)periods[count - 1].first + periods[count - 1].count;
    memcpy(moved + steps, state, (states - steps) * sizeof(float));
    for (size_t to = 0; to < count; to++) {
        float entering[MAX_STEPS] = {0.0f};
        for (size_t from = 0; from < count; from++) {
            const float share = change[to * count + from];
            const float *leaving = state + periods[from].first + periods[from].count - steps;
            for (size_t step = 0; step < steps; step++)
                entering[step] += share * leaving[step];
        }
        memcpy(moved + periods[to].first, entering, steps * sizeof(float));
    }
    for (size_t i = 0; i < states; i++)
        moved[i] += restart[i];
}

/* The log-likelihood of each state: constant + sum of weights[step] * strengths[step]; `weights` is steps x states. */
CW_WIDE void cw_beat_evidence(const float *weights, const float *constant, const float *strengths, size_t steps, size_t states,
                      float *evidence) {
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
    double sums[4] = {0.0};
    for (size_t i = 0; i < states; i++) {
        state[i] *= likelihood[i];
        sums[i % 4] += (double)state[i];
    }
    const double total = (sums[0] + sums[1]) + (sums[2] + sums[3]);
    const float scale = (float)(1.0 / (total > least ? total : least));
    for (size_t i = 0; i < states; i++)
        state[i] *= scale;
    return total;
}
