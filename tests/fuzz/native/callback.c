/* The ring between an audio callback and another thread, by one thread in any order: a record is there as a whole or lost
 * as a whole, and what was lost is told once, where it was. A model that is a queue of frames knows what must come. */
#include "input.h"

enum { MOST_BYTES = 255, MOST_FRAMES = 40, MOST_DEEDS = 32, MOST_RECORDS = MOST_DEEDS };

typedef struct {
    size_t frames;
    uint32_t first; /* what its bytes count from */
    uint64_t lost;  /* before it */
} record;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    input in = {data, size};
    const size_t frame = take_size(&in, 1, 16);
    cw_callback_ring *ring = cw_callback_ring_new(take_size(&in, 1, MOST_BYTES), frame);
    CHECK(ring != NULL);
    record records[MOST_RECORDS];
    size_t written = 0, next = 0, done = 0; /* bytes of the next record that were read */
    uint64_t lost = 0, lost_in_all = 0, frames_in_all = 0, writes = 0;
    cw_callback_ring_statistics statistics;
    for (size_t deeds = 0; deeds < MOST_DEEDS && in.left > 0; deeds++) {
        if (take(&in, 1) % 2 == 0) {
            const size_t frames = take_size(&in, 0, MOST_FRAMES);
            const int none = take(&in, 1) == 0;
            uint8_t *pcm = exactly(frames * frame, 1);
            const uint32_t first = (uint32_t)(written * 37);
            for (size_t i = 0; i < frames * frame; i++)
                pcm[i] = (uint8_t)(first + i);
            writes++;
            if (cw_callback_ring_write(ring, none ? NULL : pcm, frames)) {
                if (frames > 0) {
                    records[written++] = (record){frames, first, lost};
                    frames_in_all += frames;
                    lost = 0;
                }
            } else {
                lost += frames;
                lost_in_all += frames;
            }
            free(pcm);
        } else {
            const size_t wanted = take_size(&in, 0, MOST_BYTES);
            uint8_t *out = exactly(wanted, 1);
            uint64_t told = 0, expected = 0;
            const size_t taken = cw_callback_ring_read(ring, out, wanted, &told);
            CHECK(taken <= wanted && taken % frame == 0);
            for (size_t i = 0; i < taken; i++) {
                CHECK(next < written);
                if (done == 0)
                    expected += records[next].lost;
                CHECK(out[i] == (uint8_t)(records[next].first + done));
                if (++done == records[next].frames * frame) {
                    next++;
                    done = 0;
                }
            }
            CHECK(told == expected);
            CHECK(taken > 0 || wanted < frame || next == written);
            free(out);
        }
        cw_callback_ring_describe(ring, &statistics);
        CHECK(statistics.waiting_bytes <= statistics.capacity_bytes);
        CHECK(statistics.writes == writes && statistics.written_frames == frames_in_all);
        CHECK(statistics.overrun_frames == lost_in_all);
    }
    cw_callback_ring_free(ring);
    return 0;
}
