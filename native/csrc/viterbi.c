#include "chordwork_native.h"

#include <stdlib.h>
#include <string.h>

/* The cost of a change depends on where it leads, not on where it comes from, so the best predecessor is either the state
 * itself or the best state of all: the "Potts" model of Felzenszwalb and Huttenlocher, "Efficient belief propagation for
 * early vision", IJCV 70(1), 2006. */
struct cw_viterbi {
    size_t states;
    size_t lag;
    size_t steps;      /* remembered, up to `lag` */
    size_t next;       /* where the next one will be remembered */
    int started;
    double *score;
    double *penalty;
    uint32_t *best;    /* of each step: the best state before it, */
    uint8_t *switched; /* and for each state whether its best path comes from there; lag x states */
};

cw_viterbi *cw_viterbi_new(const double *penalty, size_t states, size_t lag) {
    cw_viterbi *viterbi = calloc(1, sizeof *viterbi);
    if (viterbi == NULL)
        return NULL;
    viterbi->states = states;
    viterbi->lag = lag;
    viterbi->score = calloc(states, sizeof(double));
    viterbi->penalty = calloc(states, sizeof(double));
    viterbi->best = calloc(lag, sizeof(uint32_t));
    viterbi->switched = calloc(lag, states);
    if (!viterbi->score || !viterbi->penalty || !viterbi->best || !viterbi->switched) {
        cw_viterbi_free(viterbi);
        return NULL;
    }
    memcpy(viterbi->penalty, penalty, states * sizeof(double));
    return viterbi;
}

void cw_viterbi_free(cw_viterbi *viterbi) {
    if (viterbi == NULL)
        return;
    free(viterbi->score);
    free(viterbi->penalty);
    free(viterbi->best);
    free(viterbi->switched);
    free(viterbi);
}

static size_t first_largest(const double *values, size_t count) {
    size_t largest = 0;
    for (size_t i = 1; i < count; i++)
        if (values[i] > values[largest])
            largest = i;
    return largest;
}

/* Follow the best path back through the steps remembered; all its states, oldest first, where `path` is given. */
static uint32_t trace_back(const cw_viterbi *viterbi, int32_t *path) {
    size_t state = first_largest(viterbi->score, viterbi->states);
    size_t place = viterbi->next;
    for (size_t left = viterbi->steps; left > 0; left--) {
        if (path != NULL)
            path[left] = (int32_t)state;
        place = (place > 0 ? place : viterbi->lag) - 1;
        if (viterbi->switched[place * viterbi->states + state])
            state = viterbi->best[place];
    }
    if (path != NULL)
        path[0] = (int32_t)state;
    return (uint32_t)state;
}

static void change(cw_viterbi *viterbi) {
    const size_t best = first_largest(viterbi->score, viterbi->states);
    const double score_of_best = viterbi->score[best];
    uint8_t *switched = viterbi->switched + viterbi->next * viterbi->states;
    for (size_t i = 0; i < viterbi->states; i++) {
        const double arrival = score_of_best - viterbi->penalty[i];
        switched[i] = viterbi->score[i] < arrival;
        viterbi->score[i] = switched[i] ? arrival : viterbi->score[i];
    }
    viterbi->best[viterbi->next] = (uint32_t)best;
    viterbi->next = (viterbi->next + 1) % viterbi->lag;
    viterbi->steps++;
}

/* Returns the state of the step `lag` before this one, or -1 where there was none. */
int32_t cw_viterbi_step(cw_viterbi *viterbi, const double *log_likelihood) {
    if (viterbi->started)
        change(viterbi);
    viterbi->started = 1;
    for (size_t i = 0; i < viterbi->states; i++)
        viterbi->score[i] += log_likelihood[i];
    const double largest = viterbi->score[first_largest(viterbi->score, viterbi->states)];
    for (size_t i = 0; i < viterbi->states; i++)
        viterbi->score[i] -= largest;
    if (viterbi->steps < viterbi->lag)
        return -1;
    const int32_t state = (int32_t)trace_back(viterbi, NULL);
    viterbi->steps--;
    return state;
}

/* The states not decided yet, oldest first, at most `lag`; the search starts anew. Returns how many. */
size_t cw_viterbi_flush(cw_viterbi *viterbi, int32_t *states) {
    const size_t count = viterbi->started ? viterbi->steps + 1 : 0;
    if (count > 0)
        trace_back(viterbi, states);
    viterbi->steps = viterbi->next = 0;
    viterbi->started = 0;
    memset(viterbi->score, 0, viterbi->states * sizeof(double));
    return count;
}

void cw_viterbi_save(const cw_viterbi *viterbi, cw_viterbi_state *state, double *score, uint32_t *best, uint8_t *switched) {
    state->steps = viterbi->steps;
    state->next = viterbi->next;
    state->started = viterbi->started != 0;
    memcpy(score, viterbi->score, viterbi->states * sizeof(double));
    memcpy(best, viterbi->best, viterbi->lag * sizeof(uint32_t));
    memcpy(switched, viterbi->switched, viterbi->lag * viterbi->states);
}

int cw_viterbi_restore(cw_viterbi *viterbi, const cw_viterbi_state *state, const double *score, const uint32_t *best,
                       const uint8_t *switched) {
    if (state->steps >= viterbi->lag || state->next >= viterbi->lag || (state->steps > 0 && state->started == 0))
        return -1;
    for (size_t i = 0; i < viterbi->lag; i++)
        if (best[i] >= viterbi->states)
            return -1;
    viterbi->steps = (size_t)state->steps;
    viterbi->next = (size_t)state->next;
    viterbi->started = state->started != 0;
    memcpy(viterbi->score, score, viterbi->states * sizeof(double));
    memcpy(viterbi->best, best, viterbi->lag * sizeof(uint32_t));
    memcpy(viterbi->switched, switched, viterbi->lag * viterbi->states);
    return 0;
}
