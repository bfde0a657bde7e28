/* Two threads at a ring, under ThreadSanitizer: the writer writes numbers in writes of any length, the reader reads them in
 * reads of any length and sees that what comes goes on where it was, past just the numbers that are said to be lost. */
#include "chordwork_native.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum { WRITES = 200000, MAX_FRAMES = 37, MAX_READ = 61 };

static cw_callback_ring *ring;

static uint32_t next(uint32_t *state) {
    *state = *state * 1664525u + 1013904223u;
    return *state >> 16;
}

static void *writer(void *unused) {
    (void)unused;
    uint32_t chance = 1, number = 0, frames[MAX_FRAMES];
    for (int i = 0; i < WRITES; i++) {
        const uint32_t count = 1 + next(&chance) % MAX_FRAMES;
        for (uint32_t k = 0; k < count; k++)
            frames[k] = number++;
        cw_callback_ring_write(ring, frames, count);
    }
    frames[0] = UINT32_MAX; /* the end, which must not be lost */
    while (!cw_callback_ring_write(ring, frames, 1))
        ;
    return NULL;
}

int main(void) {
    ring = cw_callback_ring_new(4096, sizeof(uint32_t));
    pthread_t thread;
    if (ring == NULL || pthread_create(&thread, NULL, writer, NULL) != 0)
        return 2;
    uint32_t chance = 2, expected = 0, got[MAX_READ];
    uint64_t lost = 0, lost_all = 0, tries_for_the_end = 0;
    int ended = 0;
    while (!ended) {
        const size_t size = cw_callback_ring_read(ring, got, (1 + next(&chance) % MAX_READ) * sizeof(uint32_t), &lost);
        for (size_t k = 0; k < size / sizeof(uint32_t); k++) {
            if (got[k] == UINT32_MAX) {
                tries_for_the_end = lost; /* among them what was lost before it */
                ended = 1;
                break;
            }
            if (k == 0) {
                expected += (uint32_t)lost;
                lost_all += lost;
            }
            if (got[k] != expected++) {
                fprintf(stderr, "%u came where %u should\n", got[k], expected - 1);
                return 1;
            }
        }
    }
    pthread_join(thread, NULL);
    cw_callback_ring_statistics statistics;
    cw_callback_ring_describe(ring, &statistics);
    if (lost_all + tries_for_the_end != statistics.overrun_frames || statistics.waiting_bytes != 0) {
        fprintf(stderr, "%llu frames were lost, %llu told\n", (unsigned long long)statistics.overrun_frames,
                (unsigned long long)(lost_all + tries_for_the_end));
        return 1;
    }
    printf("%llu frames came, %llu were lost in %llu writes\n", (unsigned long long)statistics.written_frames,
           (unsigned long long)statistics.overrun_frames, (unsigned long long)statistics.overruns);
    cw_callback_ring_free(ring);
    return 0;
}
