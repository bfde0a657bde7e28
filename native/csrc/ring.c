#include "chordwork_native.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_FRAME_BYTES = 8, BLOCK_FRAMES = 512, MAX_CHANNELS = 2 };

struct cw_ring {
    size_t capacity;
    size_t available;
    size_t head; /* where the next sample is written */
    size_t high_water;
    uint64_t written;
    uint64_t nonfinite;
    uint64_t short_writes;
    uint8_t pending[MAX_FRAME_BYTES]; /* the first bytes of a frame that the last write cut in two */
    size_t pending_bytes;
    int pending_format;
    int pending_channels;
    cw_downmix downmix;
    float samples[];
};

cw_ring *cw_ring_new(size_t capacity_samples) {
    cw_ring *ring = calloc(1, sizeof *ring + capacity_samples * sizeof(float));
    if (ring != NULL)
        ring->capacity = capacity_samples;
    return ring;
}

void cw_ring_free(cw_ring *ring) {
    free(ring);
}

void cw_ring_watch_channels(cw_ring *ring, size_t block_frames, double decay, size_t sure_blocks, size_t likely_blocks) {
    ring->downmix.block_frames = block_frames;
    ring->downmix.decay = decay;
    ring->downmix.sure_blocks = sure_blocks;
    ring->downmix.likely_blocks = likely_blocks;
}

uint64_t cw_ring_flips(const cw_ring *ring) {
    return ring->downmix.flips;
}

/* The channels of each frame as one, appended; `frames` fit in one run up to the end of the store. */
static void append_mono(cw_ring *ring, const float *decoded, size_t frames, int channels) {
    float *out = ring->samples + ring->head;
    if (channels == 1)
        memcpy(out, decoded, frames * sizeof(float));
    else
        cw_downmix_stereo(&ring->downmix, decoded, frames, out);
    ring->head += frames;
    if (ring->head == ring->capacity)
        ring->head = 0;
    ring->available += frames;
    ring->written += frames;
}

/* Decode, meter and append whole frames; the caller knows that they fit. */
static void append_frames(cw_ring *ring, const uint8_t *pcm, size_t frames, int format, int channels, cw_meter *meter) {
    float decoded[BLOCK_FRAMES * MAX_CHANNELS];
    const size_t frame_bytes = cw_bytes_per_sample(format) * (size_t)channels;
    while (frames > 0) {
        size_t run = ring->capacity - ring->head;
        run = run < frames ? run : frames;
        run = run < BLOCK_FRAMES ? run : BLOCK_FRAMES;
        const size_t count = run * (size_t)channels;
        const size_t nonfinite = cw_decode(pcm, count, format, decoded);
        ring->nonfinite += nonfinite;
        if (meter != NULL)
            cw_meter_add(meter, decoded, count, nonfinite);
        append_mono(ring, decoded, run, channels);
        pcm += run * frame_bytes;
        frames -= run;
    }
}

/* Bytes taken towards completing the carried frame. */
static size_t complete_pending(cw_ring *ring, const uint8_t *pcm, size_t bytes, size_t frame_bytes, cw_meter *meter) {
    const size_t missing = frame_bytes - ring->pending_bytes;
    const size_t taken = bytes < missing ? bytes : missing;
    if (taken == 0)
        return 0;
    memcpy(ring->pending + ring->pending_bytes, pcm, taken);
    ring->pending_bytes += taken;
    if (ring->pending_bytes == frame_bytes) {
        append_frames(ring, ring->pending, 1, ring->pending_format, ring->pending_channels, meter);
        ring->pending_bytes = 0;
    }
    return taken;
}

int64_t cw_ring_write(cw_ring *ring, const uint8_t *pcm, size_t bytes, int format, int channels, cw_meter *meter) {
    const size_t frame_bytes = cw_bytes_per_sample(format) * (size_t)channels;
    size_t used = 0;

    if (ring->pending_bytes > 0) {
        if (ring->pending_format != format || ring->pending_channels != channels)
            return CW_FORMAT_CHANGED;
        if (ring->available < ring->capacity)
            used = complete_pending(ring, pcm, bytes, frame_bytes, meter);
    }
    const size_t space = ring->capacity - ring->available;
    size_t frames = (bytes - used) / frame_bytes;
    frames = frames < space ? frames : space;
    if (ring->pending_bytes == 0 && frames > 0) {
        append_frames(ring, pcm + used, frames, format, channels, meter);
        used += frames * frame_bytes;
    }
    const size_t rest = bytes - used;
    if (ring->pending_bytes == 0 && rest > 0 && rest < frame_bytes && ring->available < ring->capacity) {
        memcpy(ring->pending, pcm + used, rest);
        ring->pending_bytes = rest;
        ring->pending_format = format;
        ring->pending_channels = channels;
        used = bytes;
    }
    if (ring->available > ring->high_water)
        ring->high_water = ring->available;
    if (used < bytes)
        ring->short_writes++;
    return (int64_t)used;
}

size_t cw_ring_read(cw_ring *ring, float *out, size_t wanted) {
    const size_t count = wanted < ring->available ? wanted : ring->available;
    const size_t tail = (ring->head + ring->capacity - ring->available) % ring->capacity;
    const size_t to_end = ring->capacity - tail;
    const size_t first = count < to_end ? count : to_end;
    memcpy(out, ring->samples + tail, first * sizeof(float));
    memcpy(out + first, ring->samples, (count - first) * sizeof(float));
    ring->available -= count;
    return count;
}

size_t cw_ring_available(const cw_ring *ring) {
    return ring->available;
}

uint64_t cw_ring_written(const cw_ring *ring) {
    return ring->written;
}

void cw_ring_describe(const cw_ring *ring, cw_ring_statistics *statistics) {
    statistics->capacity_samples = ring->capacity;
    statistics->available_samples = ring->available;
    statistics->high_water_samples = ring->high_water;
    statistics->written_samples = ring->written;
    statistics->read_samples = ring->written - ring->available;
    statistics->nonfinite_samples = ring->nonfinite;
    statistics->short_writes = ring->short_writes;
    statistics->pending_bytes = ring->pending_bytes;
}
