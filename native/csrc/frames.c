#include "chordwork_native.h"

#include <stdlib.h>
#include <string.h>

/* The latest frame lies in one piece somewhere in a store that is a little longer; where the store ends, the frame moves
 * back to its beginning. */

float *cw_frames_new(size_t store_samples) {
    return calloc(store_samples, sizeof(float));
}

void cw_frames_free(float *store) {
    free(store);
}

/* Returns where the latest frame now begins; `begin` is the last such answer, first 0. */
size_t cw_frames_push(float *store, size_t store_samples, size_t frame_samples, size_t begin, const float *hop,
                      size_t hop_samples) {
    const size_t kept = frame_samples - hop_samples;
    const size_t oldest = begin + hop_samples;
    const int fits = oldest + frame_samples <= store_samples;
    if (!fits)
        memmove(store, store + oldest, kept * sizeof(float));
    const size_t now = fits ? oldest : 0;
    memcpy(store + now + kept, hop, hop_samples * sizeof(float));
    return now;
}
