#include "chordwork_native.h"

#include <stdlib.h>
#include <string.h>

/* Each sample is written twice, frame_samples apart, so the latest frame is contiguous wherever it begins. */

float *cw_frames_new(size_t frame_samples) {
    return calloc(2 * frame_samples, sizeof(float));
}

void cw_frames_free(float *mirror) {
    free(mirror);
}

/* Returns where the latest frame now begins, in [0, frame_samples); `position` is the last such answer, first 0. */
size_t cw_frames_push(float *mirror, size_t frame_samples, size_t position, const float *hop, size_t hop_samples) {
    const size_t to_end = frame_samples - position;
    const size_t first = hop_samples < to_end ? hop_samples : to_end;
    const size_t rest = hop_samples - first;
    memcpy(mirror + position, hop, first * sizeof(float));
    memcpy(mirror + frame_samples + position, hop, first * sizeof(float));
    memcpy(mirror, hop + first, rest * sizeof(float));
    memcpy(mirror + frame_samples, hop + first, rest * sizeof(float));
    return (position + hop_samples) % frame_samples;
}
