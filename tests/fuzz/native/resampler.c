/* Any rates, any order of input, output and the end; saved and restored in the middle; and however it is cut, the same. */
#include "input.h"

enum { MOST_INPUT = 6000, MOST_OUTPUT = 3000, MOST_DEEDS = 48, RING_SAMPLES = 2000 };

static const uint32_t RATES[][2] = {
    {44100, 22050}, {48000, 22050}, {16000, 22050}, {8000, 22050},  {22050, 22050}, {192000, 22050},
    {44101, 22050}, {11025, 44100}, {8000, 192000}, {192000, 8000}, {191999, 8001}, {9973, 31337},
};
enum { PAIRS = sizeof RATES / sizeof *RATES };

static const cw_resampler_table *table_of(size_t pair) { /* made once: their making is no part of a stream */
    static cw_resampler_table *tables[PAIRS];
    if (tables[pair] == NULL)
        tables[pair] = cw_resampler_table_new(RATES[pair][0], RATES[pair][1]);
    CHECK(tables[pair] != NULL);
    return tables[pair];
}

typedef struct {
    float heard[MOST_INPUT];
    size_t written;
    float said[8 * MOST_INPUT];
    size_t produced;
    int finished;
} account;

static void write(cw_ring *ring, const float *samples, size_t count) {
    CHECK(cw_ring_write(ring, (const uint8_t *)samples, count * sizeof(float), CW_F32LE, 1, NULL) ==
          (int64_t)(count * sizeof(float)));
}

static void hear(input *in, cw_ring *ring, account *kept) {
    size_t count = take_size(in, 0, 900);
    const size_t room = RING_SAMPLES - cw_ring_available(ring);
    count = count < room ? count : room;
    count = count < MOST_INPUT - kept->written ? count : MOST_INPUT - kept->written;
    float *samples = take_floats(in, count);
    write(ring, samples, count);
    memcpy(kept->heard + kept->written, samples, count * sizeof(float));
    kept->written += count;
    free(samples);
}

static size_t say(cw_resampler *resampler, cw_ring *ring, size_t wanted, account *kept) {
    const size_t room = 8 * MOST_INPUT - kept->produced;
    wanted = wanted < room ? wanted : room;
    float *out = exactly(wanted, sizeof(float));
    const size_t count = cw_resampler_process(resampler, ring, out, wanted);
    CHECK(count <= wanted);
    memcpy(kept->said + kept->produced, out, count * sizeof(float));
    kept->produced += count;
    free(out);
    return count;
}

static cw_resampler *moved(input *in, cw_resampler *resampler, const cw_resampler_table *table) {
    cw_resampler_state state;
    const size_t held = cw_resampler_held(resampler);
    float *window = exactly(held, sizeof(float));
    cw_resampler_save(resampler, &state, window);
    cw_resampler *other = cw_resampler_new(table);
    CHECK(other != NULL);
    if (take(in, 1) % 4 == 0) { /* a state that nobody has saved */
        cw_resampler_state forged = state;
        ((uint8_t *)&forged)[take_size(in, 0, sizeof forged - 1)] ^= (uint8_t)take(in, 1);
        if (forged.fill <= held && cw_resampler_restore(other, &forged, window) == 0) {
            cw_ring *empty = cw_ring_new(4);
            float out[64];
            cw_resampler_process(other, empty, out, 64);
            cw_ring_free(empty);
        }
        cw_resampler_free(other);
        other = cw_resampler_new(table);
    }
    CHECK(cw_resampler_restore(other, &state, window) == 0);
    free(window);
    cw_resampler_free(resampler);
    return other;
}

/* All at once: must begin as what came out piece by piece, and be all of it where the end was said. */
static void compare(const cw_resampler_table *table, account *kept) {
    cw_resampler *resampler = cw_resampler_new(table);
    cw_ring *ring = cw_ring_new(MOST_INPUT);
    write(ring, kept->heard, kept->written);
    if (kept->finished)
        cw_resampler_finish(resampler);
    float *out = exactly(kept->produced + 1, sizeof(float));
    const size_t count = cw_resampler_process(resampler, ring, out, kept->produced + (size_t)kept->finished);
    CHECK(count >= kept->produced);
    CHECK(memcmp(out, kept->said, kept->produced * sizeof(float)) == 0);
    free(out);
    cw_ring_free(ring);
    cw_resampler_free(resampler);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static account kept;
    input in = {data, size};
    const cw_resampler_table *table = table_of(take_size(&in, 0, PAIRS - 1));
    cw_resampler *resampler = cw_resampler_new(table);
    cw_ring *ring = cw_ring_new(RING_SAMPLES);
    CHECK(resampler != NULL && ring != NULL);
    kept.written = kept.produced = 0;
    kept.finished = 0;
    for (size_t deeds = 0; deeds < MOST_DEEDS && in.left > 0; deeds++) {
        switch (take(&in, 1) % 8) {
        case 0:
            if (!kept.finished)
                resampler = moved(&in, resampler, table);
            break;
        case 1:
            if (take(&in, 1) % 4 == 0) {
                cw_resampler_finish(resampler);
                kept.finished = 1;
            }
            break;
        case 2:
        case 3:
        case 4:
            say(resampler, ring, take_size(&in, 0, MOST_OUTPUT), &kept);
            break;
        default:
            if (!kept.finished)
                hear(&in, ring, &kept);
        }
    }
    compare(table, &kept);
    cw_ring_free(ring);
    cw_resampler_free(resampler);
    return 0;
}
