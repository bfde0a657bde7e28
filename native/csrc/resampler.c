#include "chordwork_native.h"

#include <stdlib.h>
#include <string.h>

#include "arithmetic.h"

enum { BLOCK_SAMPLES = 4096 };

/* Samples, in or out, to which a restored stream may have come: years of them, and no product with a rate overflows. */
#define LONGEST ((uint64_t)1 << 44)

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

/* Outputs for which the window holds all input, up to `wanted`. Returns how many. What changes is kept apart meanwhile, since
 * a compiler must suppose that writing an output could change the resampler. */
static CW_ALWAYS_INLINE size_t run(cw_resampler *resampler, float *restrict out, size_t wanted) {
    const cw_resampler_plan plan = resampler->plan;
    const float *table = resampler->table;
    const size_t taps = plan.taps, fill = resampler->fill;
    const uint32_t whole_step = resampler->whole_step, part_step = resampler->part_step;
    const float *window = resampler->window;
    size_t start = resampler->start, count = 0;
    uint32_t phase = resampler->phase;
    for (; count < wanted && start + taps <= fill; count++) {
        const float *input = window + start;
        if (!plan.interpolated) {
            out[count] = cw_dot(input, table + (size_t)phase * taps, taps);
        } else {
            const uint64_t scaled = (uint64_t)phase * plan.rows;
            const float *row = table + (size_t)(scaled / plan.phases) * taps;
            const float between = (float)(scaled % plan.phases) / (float)plan.phases;
            const float before = cw_dot(input, row, taps);
            const float after = cw_dot(input, row + taps, taps);
            out[count] = before + between * (after - before);
        }
        start += whole_step;
        phase += part_step;
        if (phase >= plan.phases) {
            phase -= plan.phases;
            start++;
        }
    }
    resampler->start = start;
    resampler->phase = phase;
    resampler->produced += count;
    return count;
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

/* Outputs that are left: those before the end of the input are ceil(consumed * phases / step); no end is known as long as
 * there may be more input. */
static size_t left(const cw_resampler *resampler, size_t wanted) {
    const cw_resampler_plan *plan = &resampler->plan;
    if (!resampler->padding)
        return wanted;
    const uint64_t all = (resampler->consumed * plan->phases + plan->step - 1) / plan->step;
    const uint64_t rest = all > resampler->produced ? all - resampler->produced : 0;
    return rest < wanted ? (size_t)rest : wanted;
}

CW_WIDE size_t cw_resampler_process(cw_resampler *resampler, cw_ring *ring, float *out, size_t wanted) {
    if (passes_through(&resampler->plan))
        return cw_ring_read(ring, out, wanted);
    size_t count = 0;
    for (size_t now; (now = left(resampler, wanted - count)) > 0;) {
        const size_t done = run(resampler, out + count, now);
        count += done;
        if (done < now && pull(resampler, ring, now - done) == 0)
            break;
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
    const cw_resampler_plan *plan = &resampler->plan;
    const size_t furthest = plan->taps + (size_t)resampler->whole_step + 1;
    if (state->fill > resampler->capacity || state->start > furthest || (state->start > 0 && state->fill > 0))
        return -1;
    /* Where the next output lies is told by how many there were, and by what came and is still held. After the end, zeros
     * would follow for as many outputs as that says. */
    if (state->padding != 0 || state->consumed > LONGEST || state->produced > LONGEST)
        return -1;
    const uint64_t place = state->produced * plan->step;
    if (state->phase != place % plan->phases ||
        place / plan->phases + state->fill + 1 != state->consumed + state->start + plan->half_taps)
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
