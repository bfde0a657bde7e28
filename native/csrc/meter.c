#include "chordwork_native.h"

#include <math.h>

/* A converter's rails are -1 and 32767/32768: from there on a sample counts as clipped. */
#define CLIP_LEVEL (32767.0f / 32768.0f)

void cw_meter_add(cw_meter *meter, const float *samples, size_t count, size_t nonfinite) {
    float peak = 0.0f;
    uint32_t clipped = 0;
    double sum = meter->sum_squares; /* one running sum, in order, so that chunking cannot change its rounding */
    for (size_t i = 0; i < count; i++) {
        const float magnitude = fabsf(samples[i]);
        peak = magnitude > peak ? magnitude : peak;
        clipped += magnitude >= CLIP_LEVEL;
        sum += (double)magnitude * (double)magnitude;
    }
    meter->samples += count;
    meter->clipped += clipped;
    meter->nonfinite += nonfinite;
    meter->peak = (double)peak > meter->peak ? (double)peak : meter->peak;
    meter->sum_squares = sum;
}
