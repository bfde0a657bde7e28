/* Chord evidence through both tiers, with the fixed-lag search in it: any evidence, saved, restored, flushed.
 *
 * Hops are decided one by one, in order, exactly as many as were heard; the search answers as late as it says. */
#include <math.h>

#include "input.h"

enum { MOST_ROWS = 12, MOST_QUALITIES = 8, MOST_LAG = 9, MOST_HOPS = 60 };

static cw_viterbi *moved(input *in, cw_viterbi *viterbi, const double *penalty, size_t states, size_t lag) {
    cw_viterbi_state state;
    double *score = exactly(states, sizeof(double));
    uint32_t *best = exactly(lag, sizeof(uint32_t));
    uint8_t *switched = exactly(lag * states, 1);
    cw_viterbi_save(viterbi, &state, score, best, switched);
    cw_viterbi *other = cw_viterbi_new(penalty, states, lag);
    CHECK(other != NULL);
    if (take(in, 1) % 4 == 0) { /* a state that nobody has saved: refused, or one that can be gone on from */
        cw_viterbi_state forged = state;
        ((uint8_t *)&forged)[take_size(in, 0, sizeof forged - 1)] ^= (uint8_t)take(in, 1);
        if (cw_viterbi_restore(other, &forged, score, best, switched) == 0) {
            int32_t *path = exactly(lag, sizeof(int32_t));
            cw_viterbi_step(other, score);
            CHECK(cw_viterbi_flush(other, path) <= lag);
            free(path);
        }
    }
    CHECK(cw_viterbi_restore(other, &state, score, best, switched) == 0);
    free(score);
    free(best);
    free(switched);
    cw_viterbi_free(viterbi);
    return other;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    input in = {data, size};
    const size_t rows = take_size(&in, 1, MOST_ROWS), qualities = take_size(&in, 1, MOST_QUALITIES);
    const size_t states = rows * qualities + 1, lag = take_size(&in, 1, MOST_LAG), places = lag + 1;
    uint16_t *intervals = exactly(qualities, sizeof(uint16_t));
    for (size_t i = 0; i < qualities; i++)
        intervals[i] = (uint16_t)take(&in, 2);
    double *penalty = exactly(states, sizeof(double)), *arrival = exactly(states, sizeof(double));
    double *cost = exactly(states, sizeof(double));
    for (size_t i = 0; i < states; i++) {
        penalty[i] = (double)(take(&in, 1) % 64) / 8.0;
        arrival[i] = 1.0 / (double)states;
        cost[i] = (double)(take(&in, 1) % 16) / 4.0;
    }
    const cw_tiers_plan plan = {
        .states = (uint32_t)states, .rows = (uint32_t)rows, .qualities = (uint32_t)qualities, .places = (uint32_t)places,
        .temperature = 1.5, .sharpness = 0.5, .keep = 0.9, .threshold = 0.4, .margin = 1.5, .inversion_threshold = 0.5,
        .bass_hysteresis = 0.1, .bass_share = 0.1, .bass_settling = 3, .intervals = intervals,
        .cost = cost, .power = (uint32_t)take_size(&in, 0, qualities), .third_cost = 4.0,
        .rest_hops = (uint32_t)take(&in, 1) % 6, .shown_rest_hops = (uint32_t)take(&in, 1) % 4,
    };
    const uint32_t none = (uint32_t)states - 1;
    cw_tiers tiers = {
        .segment_state = none, .closed_state = none, .leader = none, .shown = none,
        .posteriors = exactly(places * states, sizeof(float)), .basses = exactly(places * rows * rows, sizeof(float)),
        .segment_posterior = exactly(states, sizeof(double)), .segment_bass = exactly(rows, sizeof(double)),
        .closed_posterior = exactly(states, sizeof(double)), .closed_bass = exactly(rows, sizeof(double)),
        .resting_posterior = exactly(states, sizeof(double)),
        .posterior = exactly(states, sizeof(double)), .arrival = arrival,
        .bass_mean = exactly(rows * rows, sizeof(double)),
    };
    tiers.posterior[none] = 1.0;
    cw_viterbi *viterbi = cw_viterbi_new(penalty, states, lag);
    CHECK(viterbi != NULL);
    float *chord = exactly(states, sizeof(float)), *bass = exactly(rows * rows, sizeof(float));
    float *notes = exactly(rows, sizeof(float));
    for (size_t hops = 0; hops < MOST_HOPS && in.left > 0; hops++) {
        fill(chord, states, take(&in, 2));
        fill(bass, rows * rows, take(&in, 2));
        for (size_t i = 0; i < states; i++)
            chord[i] = 8.0f * (chord[i] - 1.0f);
        for (size_t odd = take_size(&in, 0, 6); odd > 0; odd--) {
            const float value = take_float(&in);
            chord[take_size(&in, 0, states - 1)] = value;
            bass[take_size(&in, 0, rows * rows - 1)] = value;
        }
        fill(notes, rows, take(&in, 2));
        if (take(&in, 1) % 8 == 0)
            viterbi = moved(&in, viterbi, penalty, states, lag);
        const int news = cw_tiers_step(&plan, &tiers, viterbi, chord, bass, hops % 3 ? notes : NULL);
        CHECK((news & ~(CW_CLOSED | CW_SHOWN)) == 0);
        CHECK(tiers.shown < states && tiers.leader < states && tiers.segment_state < states);
        CHECK(tiers.shown_interval < rows);
        CHECK(tiers.resting_hops <= plan.rest_hops && (tiers.resting_hops == 0 || tiers.segment_state < none));
        CHECK(tiers.heard == hops + 1 && tiers.decided == (hops + 1 > lag ? hops + 1 - lag : 0));
    }
    int32_t *path = exactly(lag, sizeof(int32_t));
    const size_t count = cw_viterbi_flush(viterbi, path);
    CHECK(count == tiers.heard - tiers.decided);
    for (size_t i = 0; i < count; i++) {
        CHECK(path[i] >= 0 && (size_t)path[i] < states);
        cw_tiers_decide(&plan, &tiers, (uint32_t)path[i]);
    }
    CHECK(tiers.decided == tiers.heard);
    CHECK(cw_tiers_decide(&plan, &tiers, 0) == 0);
    const uint64_t resting = tiers.resting_hops;
    CHECK(cw_tiers_end(&plan, &tiers) == (resting > 0 ? CW_CLOSED : 0));
    CHECK(tiers.resting_hops == 0 && (resting == 0 || (tiers.segment_state == none && tiers.segment_hops == resting)));
    cw_viterbi_free(viterbi);
    free(path);
    float *floats[] = {tiers.posteriors, tiers.basses, chord, bass, notes};
    for (size_t i = 0; i < sizeof floats / sizeof *floats; i++)
        free(floats[i]);
    double *doubles[] = {tiers.segment_posterior, tiers.segment_bass, tiers.closed_posterior, tiers.closed_bass,
                         tiers.posterior, arrival, tiers.bass_mean, penalty, cost, tiers.resting_posterior};
    for (size_t i = 0; i < sizeof doubles / sizeof *doubles; i++)
        free(doubles[i]);
    free(intervals);
    return 0;
}
