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

/* The oldest samples, of which there are as many. */
static void peek(const cw_ring *ring, float *out, size_t count) {
    const size_t tail = (ring->head + ring->capacity - ring->available) % ring->capacity;
    const size_t to_end = ring->capacity - tail;
    const size_t first = count < to_end ? count : to_end;
    memcpy(out, ring->samples + tail, first * sizeof(float));
    memcpy(out + first, ring->samples, (count - first) * sizeof(float));
}

size_t cw_ring_read(cw_ring *ring, float *out, size_t wanted) {
    const size_t count = wanted < ring->available ? wanted : ring->available;
    peek(ring, out, count);
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

void cw_ring_save(const cw_ring *ring, cw_ring_state *state, float *samples) {
    const cw_downmix *downmix = &ring->downmix;
    memset(state, 0, sizeof *state);
    state->available = ring->available;
    state->high_water = ring->high_water;
    state->written = ring->written;
    state->nonfinite = ring->nonfinite;
    state->short_writes = ring->short_writes;
    state->pending_bytes = ring->pending_bytes;
    memcpy(state->pending, ring->pending, ring->pending_bytes);
    state->pending_format = ring->pending_format;
    state->pending_channels = ring->pending_channels;
    state->fill = downmix->fill;
    state->mid = downmix->mid;
    state->side = downmix->side;
    state->mid_lately = downmix->mid_lately;
    state->side_lately = downmix->side_lately;
    state->sure = downmix->sure;
    state->likely = downmix->likely;
    state->flipped = downmix->flipped;
    state->turning = downmix->turning;
    state->flips = downmix->flips;
    peek(ring, samples, ring->available);
}

static int possible(const cw_ring *ring, const cw_ring_state *state) {
    const cw_downmix *downmix = &ring->downmix;
    if (state->available > ring->capacity || state->high_water > ring->capacity || state->available > state->written)
        return 0;
    if (state->fill > 0 && state->fill >= downmix->block_frames)
        return 0;
    if (state->pending_bytes == 0)
        return 1;
    if (state->pending_format != CW_S16LE && state->pending_format != CW_F32LE)
        return 0;
    if (state->pending_channels < 1 || state->pending_channels > MAX_CHANNELS)
        return 0;
    return state->pending_bytes < cw_bytes_per_sample(state->pending_format) * (size_t)state->pending_channels;
}

int cw_ring_restore(cw_ring *ring, const cw_ring_state *state, const float *samples) {
    if (!possible(ring, state))
        return -1;
    cw_downmix *downmix = &ring->downmix;
    ring->available = (size_t)state->available;
    ring->head = (size_t)state->available % ring->capacity;
    ring->high_water = (size_t)state->high_water;
    ring->written = state->written;
    ring->nonfinite = state->nonfinite;
    ring->short_writes = state->short_writes;
    ring->pending_bytes = (size_t)state->pending_bytes;
    memcpy(ring->pending, state->pending, sizeof ring->pending);
    ring->pending_format = state->pending_format;
    ring->pending_channels = state->pending_channels;
    downmix->fill = (size_t)state->fill;
    downmix->mid = state->mid;
    downmix->side = state->side;
    downmix->mid_lately = state->mid_lately;
    downmix->side_lately = state->side_lately;
    downmix->sure = (size_t)state->sure;
    downmix->likely = (size_t)state->likely;
    downmix->flipped = state->flipped != 0;
    downmix->turning = state->turning != 0;
    downmix->flips = state->flips;
    memcpy(ring->samples, samples, ring->available * sizeof(float));
    return 0;
}
