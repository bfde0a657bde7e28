/* What a fuzzer gives, read as a sequence of decisions; what is left out counts as zeros, so every input means something. */
#ifndef CHORDWORK_FUZZ_INPUT_H
#define CHORDWORK_FUZZ_INPUT_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "chordwork_native.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* An invariant does not hold: as bad as a report of a sanitizer. */
#define CHECK(holds)                                                                                                   \
    do {                                                                                                               \
        if (!(holds)) {                                                                                                \
            fprintf(stderr, "%s:%d: broken: %s\n", __FILE__, __LINE__, #holds);                                        \
            abort();                                                                                                   \
        }                                                                                                              \
    } while (0)

typedef struct {
    const uint8_t *at;
    size_t left;
} input;

static inline uint32_t take(input *in, size_t bytes) {
    uint32_t value = 0;
    for (size_t i = 0; i < bytes && in->left > 0; i++, in->left--)
        value |= (uint32_t)*in->at++ << (8 * i);
    return value;
}

/* From `least` to `most`, both included. */
static inline size_t take_size(input *in, size_t least, size_t most) {
    const size_t choices = most - least + 1;
    return least + take(in, choices <= 256 ? 1 : choices <= 65536 ? 2 : 4) % choices;
}

static inline float float_of(uint32_t bits) {
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* Often an ordinary sample, sometimes one that nobody would send: NaN, infinity, a subnormal, the largest there is. */
static inline float take_float(input *in) {
    static const uint32_t odd[] = {0x7fc00000u, 0x7f800000u, 0xff800000u, 0x00000001u, 0x80000001u, 0x007fffffu,
                                   0x7f7fffffu, 0xff7fffffu, 0x00000000u, 0x80000000u, 0x3f800000u, 0xbf800000u,
                                   0x1e3ce508u, 0x41000000u, 0xc1000001u, 0x0da24260u};
    const uint32_t kind = take(in, 1);
    if (kind < 16)
        return float_of(odd[kind]);
    if (kind < 32)
        return float_of(take(in, 4));
    return ((float)kind - 144.0f) / 112.0f;
}

/* Memory of exactly that size, so that a sanitizer sees the first byte beyond it. */
static inline void *exactly(size_t count, size_t size) {
    void *memory = calloc(count > 0 ? count : 1, size);
    CHECK(memory != NULL);
    return memory;
}

static inline float *take_floats(input *in, size_t count) {
    float *values = exactly(count, sizeof(float));
    for (size_t i = 0; i < count; i++)
        values[i] = take_float(in);
    return values;
}

/* Unwatched, so that compilers may use vectors: it would take most of the time of an input. */
#ifdef __clang__
#define UNWATCHED __attribute__((no_sanitize("address", "undefined", "coverage")))
#else
#define UNWATCHED __attribute__((no_sanitize("address", "undefined")))
#endif

/* Numbers of an ordinary kind, for windows and weights: from -1 to 1, by a seed. */
static inline UNWATCHED void fill(float *values, size_t count, uint32_t seed) {
    for (uint32_t i = 0; i < (uint32_t)count; i++) {
        uint32_t bits = (seed * 2654435761u + i) * 2246822519u;
        bits = (bits ^ bits >> 15) * 3266489917u;
        values[i] = (float)(int32_t)(bits >> 8) / 8388608.0f - 1.0f;
    }
}

/* Samples of an ordinary kind with a few odd ones among them: many from few bytes of input. */
static inline float *samples_of(input *in, size_t count) {
    float *values = exactly(count, sizeof(float));
    fill(values, count, take(in, 2));
    for (size_t odd = count > 0 ? take_size(in, 0, 5) : 0; odd > 0; odd--) {
        const size_t place = take_size(in, 0, count - 1);
        values[place] = take_float(in);
    }
    return values;
}

#endif
