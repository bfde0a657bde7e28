#include "chordwork_native.h"

#include <string.h>

#include "arithmetic.h"

enum { MAX_STEPS = 8, USUAL_STEPS = 4, ROWS = 8, LANES = 4, MAX_LANES = 8, RUN = 256 };

/* What falls off the end of each period begins another, by the matrix `change` (row: to, column: from): for `rows` periods
 * at a time, so that what falls off is fetched once for all of them. `from` are the periods that matter to them. */
static CW_ALWAYS_INLINE void begin_anew(const cw_beat_tables *tables, const float *state, size_t to, size_t rows,
                                        size_t steps, float *entering) {
    float sums[ROWS][MAX_STEPS] = {{0.0f}};
    const cw_band near = tables->near[to / ROWS];
    for (size_t from = near.first; from < near.first + near.count; from++) {
        const float *leaving = state + tables->periods[from].first + tables->periods[from].count - steps;
        for (size_t row = 0; row < rows; row++) {
            const float share = tables->change[(to + row) * tables->count + from];
            for (size_t step = 0; step < steps; step++)
                sums[row][step] += share * leaving[step];
        }
    }
    for (size_t row = 0; row < rows; row++)
        memcpy(entering + (to + row) * steps, sums[row], steps * sizeof(float));
}

/* States lie period by period, in each position by position: time moves all of them on. */
static CW_ALWAYS_INLINE void move(const cw_beat_tables *tables, float *state) {
    const size_t steps = tables->steps, count = tables->count, states = tables->states;
    float entering[CW_MAX_PERIODS * MAX_STEPS];
    size_t to = 0;
    if (steps == USUAL_STEPS) /* numbers that the compiler knows keep the sums in registers */
        for (; to + ROWS <= count; to += ROWS)
            begin_anew(tables, state, to, ROWS, USUAL_STEPS, entering);
    for (; to < count; to++)
        begin_anew(tables, state, to, 1, steps, entering);
    memmove(state + steps, state, (states - steps) * sizeof(float));
    for (size_t period = 0; period < count; period++)
        memcpy(state + tables->periods[period].first, entering + period * steps, steps * sizeof(float));
}

/* Each state by the likelihood of the strengths: exp(constant + sum of strength * weight). */
static CW_ALWAYS_INLINE void weigh(const cw_beat_tables *tables, const float *strengths, size_t steps, float *restrict state) {
    const float *restrict restart = tables->restart;
    const float *restrict constant = tables->constant;
    const float *restrict weights = tables->weights;
    const size_t states = tables->states;
    float evidence[RUN];
    for (size_t begin = 0; begin < states; begin += RUN) {
        const size_t count = states - begin < RUN ? states - begin : RUN;
        memcpy(evidence, constant + begin, count * sizeof(float));
        for (size_t step = 0; step < steps; step++) {
            const float strength = strengths[step];
            const float *restrict row = weights + step * states + begin;
            for (size_t i = 0; i < count; i++)
                evidence[i] += strength * row[i];
        }
        for (size_t i = 0; i < count; i++)
            state[begin + i] = (state[begin + i] + restart[begin + i]) * cw_exp(evidence[i]);
    }
}

/* One hop of onset strengths, `steps` of them. Returns the sum of the states before it is made 1 again: the likelihood of
 * the strengths. */
CW_WIDE double cw_beat_step(const cw_beat_tables *tables, const float *strengths, float *state) {
    const size_t steps = tables->steps, states = tables->states, whole = states / LANES * LANES;
    double sums[LANES] = {0.0};
    move(tables, state);
    if (steps == USUAL_STEPS)
        weigh(tables, strengths, USUAL_STEPS, state);
    else
        weigh(tables, strengths, steps, state);
    for (size_t i = 0; i < whole; i += LANES)
        for (size_t lane = 0; lane < LANES; lane++)
            sums[lane] += (double)state[i + lane];
    for (size_t i = whole; i < states; i++)
        sums[i % LANES] += (double)state[i];
    const double total = (sums[0] + sums[1]) + (sums[2] + sums[3]);
    const float scale = (float)(1.0 / (total > tables->least ? total : tables->least));
    for (size_t i = 0; i < states; i++)
        state[i] *= scale;
    return total > tables->least ? total : tables->least;
}

/* The first of the largest values. */
static CW_ALWAYS_INLINE size_t first_largest(const float *values, size_t count) {
    float lanes[MAX_LANES];
    for (size_t lane = 0; lane < MAX_LANES; lane++)
        lanes[lane] = values[0];
    size_t i = 0;
    for (; i + MAX_LANES <= count; i += MAX_LANES)
        for (size_t lane = 0; lane < MAX_LANES; lane++)
            lanes[lane] = values[i + lane] > lanes[lane] ? values[i + lane] : lanes[lane];
    for (; i < count; i++)
        lanes[0] = values[i] > lanes[0] ? values[i] : lanes[0];
    float largest = lanes[0];
    for (size_t lane = 1; lane < MAX_LANES; lane++)
        largest = lanes[lane] > largest ? lanes[lane] : largest;
    size_t place = 0;
    for (; place + MAX_LANES <= count; place += MAX_LANES) {
        int there = 0;
        for (size_t lane = 0; lane < MAX_LANES; lane++)
            there |= values[place + lane] == largest;
        if (there)
            break;
    }
    while (place + 1 < count && values[place] != largest)
        place++;
    return place;
}

static CW_ALWAYS_INLINE float sum_of(const float *values, size_t count) {
    float lanes[MAX_LANES] = {0.0f};
    size_t i = 0;
    for (; i + MAX_LANES <= count; i += MAX_LANES)
        for (size_t lane = 0; lane < MAX_LANES; lane++)
            lanes[lane] += values[i + lane];
    for (; i < count; i++)
        lanes[i % MAX_LANES] += values[i];
    return ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]));
}

/* Where the beat most probably is: the likeliest state's period (its number) and position, the probability of all
 * positions of the `alike` neighbouring periods that are read as the same tempo, and their mean, in steps. */
CW_WIDE void cw_beat_best(const cw_beat_tables *tables, const float *state, cw_beat *best) {
    const size_t index = first_largest(state, tables->states);
    size_t number = 0;
    while (index >= (size_t)tables->periods[number].first + tables->periods[number].count)
        number++;
    const cw_band alike = tables->alike[number];
    double mass = 0.0, weighed = 0.0;
    for (size_t period = alike.first; period < (size_t)alike.first + alike.count; period++) {
        const cw_band band = tables->periods[period];
        const float sum = sum_of(state + band.first, band.count);
        mass += (double)sum;
        weighed += (double)sum * (double)band.count;
    }
    best->period = tables->periods[number].count;
    best->position = (uint32_t)(index - tables->periods[number].first);
    best->probability = mass;
    best->mean_period = weighed / (mass > tables->least ? mass : tables->least);
}

/* How strongly a hop's steps are struck, from their flux in `bands` bands: multiples of the running mean, up to `loudest`.
 * Where less than `quietest` is struck on average, all are 1, as if struck evenly: silence says nothing about a pulse. */
void cw_onset_strengths(const float *flux, size_t steps, size_t bands, const float *weights, double forget, double quietest,
                        double loudest, cw_running_mean *running, float *strengths) {
    float sum = 0.0f;
    for (size_t step = 0; step < steps; step++, flux += bands) {
        float strength = 0.0f;
        for (size_t band = 0; band < bands; band++)
            strength += flux[band] * weights[band];
        strengths[step] = strength;
        sum += strength;
    }
    running->mean = forget * running->mean + (1.0 - forget) * (double)(sum / (float)steps);
    running->weight = forget * running->weight + (1.0 - forget);
    const double mean = running->mean / running->weight;
    for (size_t step = 0; step < steps; step++) {
        const float relative = strengths[step] / (float)mean;
        strengths[step] = mean < quietest ? 1.0f : relative < (float)loudest ? relative : (float)loudest;
    }
}
