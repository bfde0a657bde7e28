#include "chordwork_native.h"

#include <stdlib.h>
#include <string.h>

#include "arithmetic.h"

enum { BLOCK_SAMPLES = 4096 };

struct cw_resampler_table {
    cw_resampler_plan plan;
    float rows[];
};

struct cw_resampler {
    cw_resampler_plan plan;
    const float *table;
    uint32_t whole_step; /* step = whole_step * phases + part_step */
    uint32_t part_step;
    uint32_t phase;      /* the next output lies phase / phases after the input sample it is based on */
    int finished;
    int padding;         /* finished, and the input is used up: zeros follow */
    uint64_t consumed;
    uint64_t produced;
    size_t start;        /* first tap of the next output; may lie beyond `fill` */
    size_t fill;
    size_t capacity;
    float window[];      /* contiguous recent input, so a dot product never meets a wrap */
};

static int passes_through(const cw_resampler_plan *plan) {
    return plan->step == plan->phases;
}

cw_resampler_table *cw_resampler_table_new(uint32_t rate_in_hz, uint32_t rate_out_hz) {
    const cw_resampler_plan plan = cw_resampler_plan_for(rate_in_hz, rate_out_hz);
    const size_t coefficients = passes_through(&plan) ? 0 : ((size_t)plan.rows + 1) * plan.taps;
    cw_resampler_table *table = calloc(1, sizeof *table + coefficients * sizeof(float));
    if (table == NULL)
        return NULL;
    table->plan = plan;
    if (!passes_through(&plan) && cw_resampler_fill_table(&plan, table->rows) != 0) {
        free(table);
        return NULL;
    }
    return table;
}

void cw_resampler_table_free(cw_resampler_table *table) {
    free(table);
}

cw_resampler *cw_resampler_new(const cw_resampler_table *table) {
    const cw_resampler_plan plan = table->plan;
    const size_t capacity = passes_through(&plan) ? 0 : plan.taps + BLOCK_SAMPLES;
    cw_resampler *resampler = calloc(1, sizeof *resampler + capacity * sizeof(float));
    if (resampler == NULL)
        return NULL;
    resampler->plan = plan;
    resampler->table = table->rows;
    resampler->whole_step = plan.step / plan.phases;
    resampler->part_step = plan.step % plan.phases;
    resampler->fill = plan.half_taps - 1; /* zeros before the start */
    resampler->capacity = capacity;
    return resampler;
}

void cw_resampler_free(cw_resampler *resampler) {
    free(resampler);
}

void cw_resampler_finish(cw_resampler *resampler) {
    resampler->finished = 1;
}

size_t cw_resampler_taps(const cw_resampler *resampler) {
    return passes_through(&resampler->plan) ? 1 : resampler->plan.taps;
}

size_t cw_resampler_lookahead(const cw_resampler *resampler) {
    return passes_through(&resampler->plan) ? 0 : resampler->plan.half_taps;
}

static CW_ALWAYS_INLINE float output_sample(const cw_resampler *resampler) {
    const cw_resampler_plan *plan = &resampler->plan;
    const float *input = resampler->window + resampler->start;
    if (!plan->interpolated)
        return cw_dot(input, resampler->table + (size_t)resampler->phase * plan->taps, plan->taps);
    const uint64_t scaled = (uint64_t)resampler->phase * plan->rows;
    const float *row = resampler->table + (size_t)(scaled / plan->phases) * plan->taps;
    const float between = (float)(scaled % plan->phases) / (float)plan->phases;
    const float before = cw_dot(input, row, plan->taps);
    const float after = cw_dot(input, row + plan->taps, plan->taps);
    return before + between * (after - before);
}

static size_t used_input(const cw_resampler *resampler) {
    return resampler->start < resampler->fill ? resampler->start : resampler->fill;
}

static void forget_used_input(cw_resampler *resampler) {
    const size_t used = used_input(resampler);
    memmove(resampler->window, resampler->window + used, (resampler->fill - used) * sizeof(float));
    resampler->fill -= used;
    resampler->start -= used;
}

/* Move towards the window what `outputs` more outputs need, and no more. Returns 0 when the ring gave nothing. */
static size_t pull(cw_resampler *resampler, cw_ring *ring, size_t outputs) {
    const cw_resampler_plan *plan = &resampler->plan;
    const uint64_t advance = (resampler->phase + (uint64_t)(outputs - 1) * plan->step) / plan->phases;
    const uint64_t missing = resampler->start + plan->taps + advance - resampler->fill;
    const size_t block = missing < BLOCK_SAMPLES ? (size_t)missing : BLOCK_SAMPLES;
    if (resampler->capacity - resampler->fill < block)
        forget_used_input(resampler);
    if (!resampler->padding) {
        const size_t count = cw_ring_read(ring, resampler->window + resampler->fill, block);
        resampler->fill += count;
        resampler->consumed += count;
        if (count > 0 || !resampler->finished)
            return count;
        resampler->padding = 1;
    }
    memset(resampler->window + resampler->fill, 0, block * sizeof(float));
    resampler->fill += block;
    return block;
}

/* Every output that lies before the end of the input: ceil(consumed * phases / step). */
static int complete(const cw_resampler *resampler) {
    const cw_resampler_plan *plan = &resampler->plan;
    return resampler->padding && resampler->produced * plan->step >= resampler->consumed * plan->phases;
}

CW_WIDE size_t cw_resampler_process(cw_resampler *resampler, cw_ring *ring, float *out, size_t wanted) {
    if (passes_through(&resampler->plan))
        return cw_ring_read(ring, out, wanted);
    const cw_resampler_plan *plan = &resampler->plan;
    size_t count = 0;
    while (count < wanted && !complete(resampler)) {
        if (resampler->start + plan->taps > resampler->fill) {
            if (pull(resampler, ring, wanted - count) == 0)
                break;
            continue;
        }
        out[count++] = output_sample(resampler);
        resampler->produced++;
        resampler->start += resampler->whole_step;
        resampler->phase += resampler->part_step;
        if (resampler->phase >= plan->phases) {
            resampler->phase -= plan->phases;
            resampler->start++;
        }
    }
    return count;
}

/* Samples of the window that are still needed. */
size_t cw_resampler_held(const cw_resampler *resampler) {
    return passes_through(&resampler->plan) ? 0 : resampler->fill - used_input(resampler);
}

void cw_resampler_save(const cw_resampler *resampler, cw_resampler_state *state, float *window) {
    const size_t used = used_input(resampler);
    memset(state, 0, sizeof *state);
    if (passes_through(&resampler->plan))
        return;
    state->consumed = resampler->consumed;
    state->produced = resampler->produced;
    state->start = resampler->start - used;
    state->fill = resampler->fill - used;
    state->phase = resampler->phase;
    state->padding = resampler->padding != 0;
    memcpy(window, resampler->window + used, (size_t)state->fill * sizeof(float));
}

int cw_resampler_restore(cw_resampler *resampler, const cw_resampler_state *state, const float *window) {
    if (passes_through(&resampler->plan))
        return 0;
    const size_t furthest = resampler->plan.taps + (size_t)resampler->whole_step + 1;
    if (state->fill > resampler->capacity || state->start > furthest || state->phase >= resampler->plan.phases ||
        (state->start > 0 && state->fill > 0))
        return -1;
    resampler->consumed = state->consumed;
    resampler->produced = state->produced;
    resampler->start = (size_t)state->start;
    resampler->fill = (size_t)state->fill;
    resampler->phase = state->phase;
    resampler->padding = state->padding != 0;
    memcpy(resampler->window, window, resampler->fill * sizeof(float));
    return 0;
}
