#include "chordwork_native.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

/* One thread writes, another reads, and neither ever waits: no lock, no allocation, no call of the system. A write is a
 * record, a header and its bytes, padded so that headers are aligned and never cut in two at the end of the store. A
 * record either fits as a whole or is lost as a whole, and the next one that fits says how much was lost before it.
 *
 * `head` and `tail` count bytes ever written and read. Who owns one publishes it with release, and the other thread,
 * having read it with acquire, sees all that was done to the store before. Each keeps a copy of the other's, which it
 * renews only when it seems to be at an end, and each has cache lines of its own: the threads do not fetch them from
 * one another at every call. */
enum { LINE_BYTES = 64 };

typedef struct {
    uint32_t size;        /* bytes that follow */
    uint32_t lost_frames; /* before them */
} record_header;

_Static_assert(sizeof(record_header) == 8, "a header must not be cut in two");

struct cw_callback_ring {
    size_t capacity; /* a power of two */
    size_t frame_bytes;

    /* the writer's */
    _Alignas(LINE_BYTES) atomic_uint_fast64_t head;
    uint64_t tail_seen;
    uint32_t lost_frames; /* since the last record that fitted */
    atomic_uint_fast64_t written_frames;
    atomic_uint_fast64_t overrun_frames;
    atomic_uint_fast64_t overruns;
    atomic_uint_fast64_t writes;

    /* the reader's */
    _Alignas(LINE_BYTES) atomic_uint_fast64_t tail;
    uint64_t head_seen;
    uint32_t left;   /* of the record that is being read */
    uint32_t padding; /* behind it */
    uint64_t high_water;

    _Alignas(LINE_BYTES) uint8_t store[];
};

/* What only its owner changes, and others may read at any time. */
static void count(atomic_uint_fast64_t *counter, uint64_t more) {
    atomic_store_explicit(counter, atomic_load_explicit(counter, memory_order_relaxed) + more, memory_order_relaxed);
}

cw_callback_ring *cw_callback_ring_new(size_t capacity_bytes, size_t frame_bytes) {
    size_t capacity = LINE_BYTES;
    while (capacity < capacity_bytes && capacity <= SIZE_MAX / 4)
        capacity *= 2;
    const size_t size = sizeof(cw_callback_ring) + capacity + LINE_BYTES;
    uint8_t *memory = calloc(1, size); /* zeros, so that every page is there before the first callback */
    if (memory == NULL)
        return NULL;
    memset(memory, 0, size);
    /* C11's aligned_alloc is missing from MSVC: align by hand, and keep where the memory began just before. */
    uint8_t *aligned = memory + LINE_BYTES - (uintptr_t)memory % LINE_BYTES;
    memcpy(aligned - sizeof memory, &memory, sizeof memory);
    cw_callback_ring *ring = (cw_callback_ring *)(void *)aligned;
    ring->capacity = capacity;
    ring->frame_bytes = frame_bytes;
    return ring;
}

void cw_callback_ring_free(cw_callback_ring *ring) {
    if (ring == NULL)
        return;
    uint8_t *memory;
    memcpy(&memory, (uint8_t *)ring - sizeof memory, sizeof memory);
    free(memory);
}

static void put(cw_callback_ring *ring, uint64_t at, const void *bytes, size_t size) {
    const size_t from = (size_t)(at & (ring->capacity - 1));
    const size_t to_end = ring->capacity - from;
    const size_t first = size < to_end ? size : to_end;
    memcpy(ring->store + from, bytes, first);
    memcpy(ring->store, (const uint8_t *)bytes + first, size - first);
}

static void get(const cw_callback_ring *ring, uint64_t at, void *bytes, size_t size) {
    const size_t from = (size_t)(at & (ring->capacity - 1));
    const size_t to_end = ring->capacity - from;
    const size_t first = size < to_end ? size : to_end;
    memcpy(bytes, ring->store + from, first);
    memcpy((uint8_t *)bytes + first, ring->store, size - first);
}

static size_t padded(size_t size) {
    return (size + 7) & ~(size_t)7;
}

static void lose(cw_callback_ring *ring, size_t frames) {
    ring->lost_frames = frames < UINT32_MAX - ring->lost_frames ? ring->lost_frames + (uint32_t)frames : UINT32_MAX;
    count(&ring->overrun_frames, frames);
    count(&ring->overruns, 1);
}

int cw_callback_ring_write(cw_callback_ring *ring, const void *pcm, size_t frames) {
    count(&ring->writes, 1);
    if (frames == 0)
        return 1;
    if (pcm == NULL || frames > ring->capacity / ring->frame_bytes) { /* of which the first is how PortAudio says: none */
        lose(ring, frames);
        return 0;
    }
    const size_t size = frames * ring->frame_bytes;
    const size_t whole = sizeof(record_header) + padded(size);
    const uint64_t head = atomic_load_explicit(&ring->head, memory_order_relaxed);
    if (whole > ring->capacity - (head - ring->tail_seen)) {
        ring->tail_seen = atomic_load_explicit(&ring->tail, memory_order_acquire);
        if (whole > ring->capacity - (head - ring->tail_seen)) {
            lose(ring, frames);
            return 0;
        }
    }
    const record_header header = {(uint32_t)size, ring->lost_frames};
    put(ring, head, &header, sizeof header);
    put(ring, head + sizeof header, pcm, size);
    ring->lost_frames = 0;
    count(&ring->written_frames, frames);
    atomic_store_explicit(&ring->head, head + whole, memory_order_release);
    return 1;
}

size_t cw_callback_ring_read(cw_callback_ring *ring, void *out, size_t wanted, uint64_t *lost_frames) {
    uint64_t tail = atomic_load_explicit(&ring->tail, memory_order_relaxed);
    size_t taken = 0;
    *lost_frames = 0;
    wanted -= wanted % ring->frame_bytes;
    ring->head_seen = atomic_load_explicit(&ring->head, memory_order_acquire);
    if (ring->head_seen - tail > ring->high_water)
        ring->high_water = ring->head_seen - tail;
    while (taken < wanted) {
        if (ring->left == 0) {
            if (tail == ring->head_seen)
                break;
            record_header header;
            get(ring, tail, &header, sizeof header);
            if (header.lost_frames > 0 && taken > 0)
                break; /* what was lost lies behind what was taken: another call tells it */
            *lost_frames += header.lost_frames;
            tail += sizeof header;
            ring->left = header.size;
            ring->padding = (uint32_t)(padded(header.size) - header.size);
        }
        const size_t step = ring->left < wanted - taken ? ring->left : wanted - taken;
        get(ring, tail, (uint8_t *)out + taken, step);
        taken += step;
        tail += step;
        ring->left -= (uint32_t)step;
        if (ring->left == 0)
            tail += ring->padding;
    }
    atomic_store_explicit(&ring->tail, tail, memory_order_release);
    return taken;
}

void cw_callback_ring_describe(cw_callback_ring *ring, cw_callback_ring_statistics *statistics) {
    statistics->capacity_bytes = ring->capacity;
    statistics->high_water_bytes = ring->high_water;
    statistics->writes = atomic_load_explicit(&ring->writes, memory_order_relaxed);
    statistics->written_frames = atomic_load_explicit(&ring->written_frames, memory_order_relaxed);
    statistics->overruns = atomic_load_explicit(&ring->overruns, memory_order_relaxed);
    statistics->overrun_frames = atomic_load_explicit(&ring->overrun_frames, memory_order_relaxed);
    const uint64_t head = atomic_load_explicit(&ring->head, memory_order_acquire);
    statistics->waiting_bytes = head - atomic_load_explicit(&ring->tail, memory_order_relaxed);
}

int cw_callback_ring_portaudio(
    const void *input, void *output, unsigned long frames, const void *time, unsigned long flags, void *ring
) {
    (void)output;
    (void)time;
    (void)flags;
    cw_callback_ring_write(ring, input, frames);
    return 0; /* paContinue */
}

void *cw_callback_ring_portaudio_address(void) {
    int (*callback)(const void *, void *, unsigned long, const void *, unsigned long, void *) = cw_callback_ring_portaudio;
    void *address;
    _Static_assert(sizeof callback == sizeof address, "functions and data have addresses of one size");
    memcpy(&address, &callback, sizeof address);
    return address;
}
