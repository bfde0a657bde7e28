/* The ring, with the decoding, the meter and the downmix behind it: any order of writes, reads, saving and restoring.
 *
 * Beside it a second ring gets the same bytes in pieces of another size; both must hold the same, bit for bit. */
#include "input.h"

enum { MOST_SAMPLES = 700, MOST_BYTES = 200, LONGER = 7, MOST_DEEDS = 20 };

static int same(const cw_ring *a, const cw_ring *b) {
    cw_ring_statistics one, other;
    cw_ring_describe(a, &one);
    cw_ring_describe(b, &other);
    one.short_writes = other.short_writes = 0;         /* depend on the pieces, */
    one.high_water_samples = other.high_water_samples; /* and not on them, but checked below */
    return memcmp(&one, &other, sizeof one) == 0;
}

static cw_ring *made(size_t capacity, size_t block, size_t sure, size_t likely) {
    cw_ring *ring = cw_ring_new(capacity);
    CHECK(ring != NULL);
    cw_ring_watch_channels(ring, block, 0.9, sure, likely);
    return ring;
}

static void write(input *in, cw_ring *ring, cw_ring *twin, cw_meter *meter, cw_meter *twin_meter) {
    const int format = take(in, 1) % 2 ? CW_F32LE : CW_S16LE;
    const int channels = take(in, 1) % 2 ? 2 : 1;
    const size_t bytes = take_size(in, 0, MOST_BYTES) * (take(in, 1) % 16 == 15 ? LONGER : 1); /* beyond a block of it */
    const size_t odd = take_size(in, 0, 3), piece = take_size(in, 1, 97);
    uint8_t *memory = exactly(bytes + odd, 1);
    uint8_t *pcm = memory + odd; /* at any alignment */
    if (format == CW_F32LE) {
        float *values = samples_of(in, (bytes + 3) / 4);
        memcpy(pcm, values, bytes);
        free(values);
    } else {
        const uint32_t left = take(in, 1), right = take(in, 1);
        for (size_t i = 0; i < bytes; i++)
            pcm[i] = (uint8_t)(i % 4 < 2 ? left + i / 4 * 7 : right - i / 4 * 7);
    }
    const int64_t used = cw_ring_write(ring, pcm, bytes, format, channels, meter);
    CHECK(used == CW_FORMAT_CHANGED || (used >= 0 && (size_t)used <= bytes));
    if (used == CW_FORMAT_CHANGED) {
        CHECK(cw_ring_write(twin, pcm, bytes, format, channels, twin_meter) == CW_FORMAT_CHANGED);
        free(memory);
        return;
    }
    for (size_t done = 0; done < (size_t)used;) {
        const size_t now = piece < (size_t)used - done ? piece : (size_t)used - done;
        uint8_t *part = exactly(now, 1);
        memcpy(part, pcm + done, now);
        CHECK(cw_ring_write(twin, part, now, format, channels, twin_meter) == (int64_t)now);
        free(part);
        done += now;
    }
    free(memory);
}

static void read(input *in, cw_ring *ring, cw_ring *twin) {
    const size_t wanted = take_size(in, 0, MOST_SAMPLES);
    float *one = exactly(wanted, sizeof(float)), *other = exactly(wanted, sizeof(float));
    const size_t before = cw_ring_available(ring), count = cw_ring_read(ring, one, wanted);
    CHECK(count == (before < wanted ? before : wanted));
    CHECK(cw_ring_read(twin, other, wanted) == count);
    CHECK(memcmp(one, other, count * sizeof(float)) == 0);
    for (size_t i = 0; i < count; i++)
        CHECK(one[i] >= -12.0f && one[i] <= 12.0f); /* finite: of two channels of 8 each, turned over in part */
    free(one);
    free(other);
}

/* As it was, in another ring. */
static cw_ring *moved(cw_ring *ring, size_t capacity, size_t block, size_t sure, size_t likely) {
    cw_ring_state state;
    float *samples = exactly(cw_ring_available(ring), sizeof(float));
    cw_ring_save(ring, &state, samples);
    cw_ring *other = made(capacity, block, sure, likely);
    CHECK(cw_ring_restore(other, &state, samples) == 0);
    CHECK(same(ring, other));
    free(samples);
    cw_ring_free(ring);
    return other;
}

/* From a state that nobody has saved: refused, or one that can be gone on from. */
static void forge(input *in, cw_ring *ring, size_t capacity) {
    cw_ring_state state;
    float *samples = exactly(capacity, sizeof(float));
    cw_ring_save(ring, &state, samples);
    const size_t place = take_size(in, 0, sizeof state - 1);
    ((uint8_t *)&state)[place] ^= (uint8_t)take(in, 1);
    cw_ring *other = made(capacity, 4, 2, 3);
    if (state.available <= capacity && cw_ring_restore(other, &state, samples) == 0) {
        uint8_t bytes[16] = {1, 2, 3};
        cw_ring_write(other, bytes, sizeof bytes, CW_S16LE, 2, NULL);
        cw_ring_read(other, samples, capacity);
    }
    free(samples);
    cw_ring_free(other);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    input in = {data, size};
    const size_t capacity = take_size(&in, 1, MOST_SAMPLES), block = take_size(&in, 0, 40);
    const size_t sure = take_size(&in, 1, 3), likely = take_size(&in, 1, 5);
    cw_ring *ring = made(capacity, block, sure, likely), *twin = made(capacity, block, sure, likely);
    cw_meter meter = {0}, twin_meter = {0};
    for (size_t deeds = 0; deeds < MOST_DEEDS && in.left > 0; deeds++) {
        switch (take(&in, 1) % 8) {
        case 0:
            ring = moved(ring, capacity, block, sure, likely);
            break;
        case 1:
            forge(&in, ring, capacity);
            break;
        case 2:
        case 3:
            read(&in, ring, twin);
            break;
        default:
            write(&in, ring, twin, &meter, &twin_meter);
        }
        CHECK(same(ring, twin));
        CHECK(cw_ring_available(ring) <= capacity);
        CHECK(memcmp(&meter, &twin_meter, sizeof meter) == 0);
    }
    cw_ring_free(ring);
    cw_ring_free(twin);
    return 0;
}
