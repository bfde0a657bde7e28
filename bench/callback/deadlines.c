/* An artificial sound card: a thread that calls two callbacks every so often, first the one, then the other, and next time the
 * other way round, and notes when it woke and how long each took. Compiled by bench.callback; never part of the product. */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

typedef int (*callback)(const void *, void *, unsigned long, const void *, unsigned long, void *);

typedef struct {
    callback measured;
    void *measured_data;
    callback baseline;
    void *baseline_data;
    const uint8_t *pcm; /* of which each call gets the next part, from the beginning after the end */
    uint64_t pcm_bytes;
    uint64_t frames;
    uint64_t frame_bytes;
    uint64_t calls;
    int64_t period_ns;
    int64_t realtime; /* a priority to ask for; 0: none. Set to 0 if it is refused */
    int64_t *woken_ns;   /* after its deadline, for each call */
    int64_t *measured_ns;
    int64_t *baseline_ns;
    volatile int64_t done;
    pthread_t thread;
} deadlines;

static int64_t now_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static int64_t time_of(callback call, const uint8_t *pcm, uint64_t frames, void *data) {
    const int64_t began = now_ns();
    call(pcm, NULL, frames, NULL, 0, data);
    return now_ns() - began;
}

static void *play(void *argument) {
    deadlines *run = argument;
    int64_t deadline = now_ns();
    uint64_t at = 0;
    for (uint64_t number = 0; number < run->calls; number++) {
        deadline += run->period_ns;
        const struct timespec until = {deadline / 1000000000, deadline % 1000000000};
        while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) == EINTR)
            ;
        run->woken_ns[number] = now_ns() - deadline;
        if (number % 2)
            run->baseline_ns[number] = time_of(run->baseline, run->pcm + at, run->frames, run->baseline_data);
        run->measured_ns[number] = time_of(run->measured, run->pcm + at, run->frames, run->measured_data);
        if (number % 2 == 0)
            run->baseline_ns[number] = time_of(run->baseline, run->pcm + at, run->frames, run->baseline_data);
        at += run->frames * run->frame_bytes;
        if (at + run->frames * run->frame_bytes > run->pcm_bytes)
            at = 0;
    }
    run->done = 1;
    return NULL;
}

int deadlines_nothing(const void *in, void *out, unsigned long frames, const void *time, unsigned long flags, void *data) {
    (void)in, (void)out, (void)frames, (void)time, (void)flags, (void)data;
    return 0;
}

int deadlines_start(deadlines *run) {
    if (run->realtime) {
        pthread_attr_t attributes;
        const struct sched_param parameters = {.sched_priority = (int)run->realtime};
        pthread_attr_init(&attributes);
        pthread_attr_setinheritsched(&attributes, PTHREAD_EXPLICIT_SCHED);
        pthread_attr_setschedpolicy(&attributes, SCHED_FIFO);
        pthread_attr_setschedparam(&attributes, &parameters);
        const int refused = pthread_create(&run->thread, &attributes, play, run);
        pthread_attr_destroy(&attributes);
        if (!refused)
            return 0;
        run->realtime = 0;
    }
    return pthread_create(&run->thread, NULL, play, run);
}

void deadlines_join(deadlines *run) {
    pthread_join(run->thread, NULL);
}
