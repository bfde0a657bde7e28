#include "chordwork_native.h"

#include <math.h>
#include <stdlib.h>

enum { GRID_SAMPLES = 32 };

#define SILENCE 1e-30

typedef struct {
    cw_biquad coefficients;
    double s1;
    double s2;
} section_state;

struct cw_cascade {
    size_t position; /* within the grid on which states are cleaned: a grid of the stream, not of the caller's blocks */
    size_t count;
    section_state sections[];
};

cw_cascade *cw_cascade_new(const cw_biquad *sections, size_t count) {
    cw_cascade *cascade = calloc(1, sizeof *cascade + count * sizeof(section_state));
    if (cascade == NULL)
        return NULL;
    cascade->count = count;
    for (size_t i = 0; i < count; i++)
        cascade->sections[i].coefficients = sections[i];
    return cascade;
}

void cw_cascade_free(cw_cascade *cascade) {
    free(cascade);
}

void cw_cascade_reset(cw_cascade *cascade) {
    cascade->position = 0;
    for (size_t i = 0; i < cascade->count; i++)
        cascade->sections[i].s1 = cascade->sections[i].s2 = 0.0;
}

/* A decaying state becomes zero before it becomes subnormal (slow), and one poisoned by NaN or infinity recovers. */
static double clean(double state) {
    const double magnitude = fabs(state);
    return magnitude > SILENCE && magnitude < 1.0 / SILENCE ? state : 0.0;
}

/* Transposed direct form II. */
static void run_section(section_state *state, double *block, size_t count) {
    const cw_biquad c = state->coefficients;
    double s1 = state->s1;
    double s2 = state->s2;
    for (size_t i = 0; i < count; i++) {
        const double x = block[i];
        const double y = c.b0 * x + s1;
        s1 = (c.b1 * x + s2) - c.a1 * y;
        s2 = c.b2 * x - c.a2 * y;
        block[i] = y;
    }
    state->s1 = s1;
    state->s2 = s2;
}

/* Two sections in one go: the processor works on the second while it waits for the first. */
static void run_pair(section_state *first, section_state *second, double *block, size_t count) {
    const cw_biquad a = first->coefficients;
    const cw_biquad b = second->coefficients;
    double a1 = first->s1, a2 = first->s2;
    double b1 = second->s1, b2 = second->s2;
    for (size_t i = 0; i < count; i++) {
        const double x = block[i];
        const double between = a.b0 * x + a1;
        a1 = (a.b1 * x + a2) - a.a1 * between;
        a2 = a.b2 * x - a.a2 * between;
        const double y = b.b0 * between + b1;
        b1 = (b.b1 * between + b2) - b.a1 * y;
        b2 = b.b2 * between - b.a2 * y;
        block[i] = y;
    }
    first->s1 = a1;
    first->s2 = a2;
    second->s1 = b1;
    second->s2 = b2;
}

void cw_cascade_process(cw_cascade *cascade, float *block, size_t count) {
    double work[GRID_SAMPLES];
    if (cascade->count == 0)
        return;
    while (count > 0) {
        const size_t to_grid = GRID_SAMPLES - cascade->position;
        const size_t run = count < to_grid ? count : to_grid;
        for (size_t i = 0; i < run; i++)
            work[i] = (double)block[i];
        size_t section = 0;
        for (; section + 2 <= cascade->count; section += 2)
            run_pair(&cascade->sections[section], &cascade->sections[section + 1], work, run);
        for (; section < cascade->count; section++)
            run_section(&cascade->sections[section], work, run);
        for (size_t i = 0; i < run; i++)
            block[i] = fabs(work[i]) < SILENCE ? 0.0f : (float)work[i];
        cascade->position += run;
        if (cascade->position == GRID_SAMPLES) {
            cascade->position = 0;
            for (size_t i = 0; i < cascade->count; i++) {
                cascade->sections[i].s1 = clean(cascade->sections[i].s1);
                cascade->sections[i].s2 = clean(cascade->sections[i].s2);
            }
        }
        block += run;
        count -= run;
    }
}

uint64_t cw_cascade_save(const cw_cascade *cascade, double *states) {
    for (size_t i = 0; i < cascade->count; i++) {
        states[2 * i] = cascade->sections[i].s1;
        states[2 * i + 1] = cascade->sections[i].s2;
    }
    return cascade->position;
}

int cw_cascade_restore(cw_cascade *cascade, uint64_t position, const double *states) {
    if (position >= GRID_SAMPLES)
        return -1;
    cascade->position = (size_t)position;
    for (size_t i = 0; i < cascade->count; i++) {
        cascade->sections[i].s1 = states[2 * i];
        cascade->sections[i].s2 = states[2 * i + 1];
    }
    return 0;
}
