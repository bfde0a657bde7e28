/* Frames of any size from hops of any size, in a store that ends with the last sample of it. */
#include "input.h"

enum { MOST_SAMPLES = 120, HOPS_A_MOVE = 4, MOST_PUSHES = 12 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    input in = {data, size};
    const size_t frame = take_size(&in, 1, MOST_SAMPLES), hop = take_size(&in, 1, frame);
    const size_t store_samples = frame + take_size(&in, 0, HOPS_A_MOVE) * hop;
    float *store = cw_frames_new(store_samples), *model = exactly(frame, sizeof(float)), *block = exactly(hop, sizeof(float));
    CHECK(store != NULL);
    size_t begin = 0;
    for (size_t pushes = 0; pushes < MOST_PUSHES && in.left > 0; pushes++) {
        fill(block, hop, take(&in, 2)); /* no two samples alike, so that none can stand for another */
        begin = cw_frames_push(store, store_samples, frame, begin, block, hop);
        CHECK(begin + frame <= store_samples);
        memmove(model, model + hop, (frame - hop) * sizeof(float));
        memcpy(model + frame - hop, block, hop * sizeof(float));
        CHECK(memcmp(store + begin, model, frame * sizeof(float)) == 0);
    }
    cw_frames_free(store);
    free(model);
    free(block);
    return 0;
}
