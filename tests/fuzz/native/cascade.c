/* Biquads: any coefficients, blocks of any size in place, reset, saved and restored; and however they are cut, the same. */
#include "input.h"

enum { MOST_SECTIONS = 7, MOST_SAMPLES = 120, MOST_DEEDS = 16 };

static double coefficient(input *in) {
    const uint32_t kind = take(in, 1);
    return kind < 8 ? (double)take_float(in) : ((double)kind - 132.0) / 66.0;
}

static cw_cascade *moved(cw_cascade *cascade, const cw_biquad *sections, size_t count) {
    double *states = exactly(2 * count, sizeof(double));
    const uint64_t position = cw_cascade_save(cascade, states);
    cw_cascade *other = cw_cascade_new(sections, count);
    CHECK(other != NULL);
    CHECK(cw_cascade_restore(other, position + 32, states) == -1);
    CHECK(cw_cascade_restore(other, position, states) == 0);
    free(states);
    cw_cascade_free(cascade);
    return other;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    input in = {data, size};
    const size_t count = take_size(&in, 0, MOST_SECTIONS);
    cw_biquad *sections = exactly(count, sizeof *sections);
    for (size_t i = 0; i < count; i++)
        sections[i] = (cw_biquad){coefficient(&in), coefficient(&in), coefficient(&in), coefficient(&in), coefficient(&in)};
    cw_cascade *cascade = cw_cascade_new(sections, count), *twin = cw_cascade_new(sections, count);
    CHECK(cascade != NULL && twin != NULL);
    for (size_t deeds = 0; deeds < MOST_DEEDS && in.left > 0; deeds++) {
        const uint32_t deed = take(&in, 1) % 8;
        if (deed == 0) {
            cascade = moved(cascade, sections, count);
        } else if (deed == 1) {
            cw_cascade_reset(cascade);
            cw_cascade_reset(twin);
        } else {
            const size_t samples = take_size(&in, 0, MOST_SAMPLES), piece = take_size(&in, 1, 70);
            float *block = samples_of(&in, samples), *copy = exactly(samples, sizeof(float));
            memcpy(copy, block, samples * sizeof(float));
            cw_cascade_process(cascade, block, samples);
            for (size_t done = 0; done < samples; done += piece)
                cw_cascade_process(twin, copy + done, samples - done < piece ? samples - done : piece);
            for (size_t i = 0; i < samples; i++) /* NaN may have any bits */
                CHECK((block[i] != block[i] && copy[i] != copy[i]) || memcmp(block + i, copy + i, sizeof(float)) == 0);
            free(copy);
            free(block);
        }
    }
    cw_cascade_free(cascade);
    cw_cascade_free(twin);
    free(sections);
    return 0;
}
