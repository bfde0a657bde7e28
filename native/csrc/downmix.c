#include "chordwork_native.h"

/* The channels cancel where what they share has less than this part (-17 dB) of the energy of what they do not, and
 * surely so under that part (-40 dB); no more above the third (-11 dB). A channel alone has 1, wide stereo about 1/2. */
#define LIKELY 0.02
#define SURE 1e-4
#define NO_MORE 0.08
/* Left - right in a frame, squared, that counts as sound: -70 dBFS in each channel. */
#define QUIETEST 4e-7

static void decide(cw_downmix *downmix) {
    downmix->mid_lately = downmix->decay * downmix->mid_lately + downmix->mid;
    downmix->side_lately = downmix->decay * downmix->side_lately + downmix->side;
    downmix->mid = downmix->side = 0.0;
    downmix->turning = 0;
    const double mid = downmix->mid_lately;
    const double side = downmix->side_lately;
    if (downmix->flipped) {
        if (mid > NO_MORE * side) {
            downmix->flipped = 0;
            downmix->turning = 1;
            downmix->sure = downmix->likely = 0;
        }
        return;
    }
    const int sounds = side * (1.0 - downmix->decay) > QUIETEST * (double)downmix->block_frames;
    downmix->sure = sounds && mid <= SURE * side ? downmix->sure + 1 : 0;
    downmix->likely = sounds && mid <= LIKELY * side ? downmix->likely + 1 : 0;
    if (downmix->sure >= downmix->sure_blocks || downmix->likely >= downmix->likely_blocks) {
        downmix->flipped = 1;
        downmix->turning = 1;
        downmix->flips++;
    }
}

static void mean(const float *restrict stereo, size_t frames, float *restrict mono) {
    for (size_t i = 0; i < frames; i++)
        mono[i] = 0.5f * (stereo[2 * i] + stereo[2 * i + 1]);
}

static void half_difference(const float *restrict stereo, size_t frames, float *restrict mono) {
    for (size_t i = 0; i < frames; i++)
        mono[i] = 0.5f * (stereo[2 * i] - stereo[2 * i + 1]);
}

/* From one to the other in the course of a block, so that it does not click. */
static void turn(const cw_downmix *downmix, const float *restrict stereo, size_t frames, float *restrict mono) {
    const float from = downmix->flipped ? 0.5f : -0.5f;
    const float step = -2.0f * from / (float)downmix->block_frames;
    for (size_t i = 0; i < frames; i++)
        mono[i] = 0.5f * stereo[2 * i] + (from + step * (float)(downmix->fill + i)) * stereo[2 * i + 1];
}

void cw_downmix_stereo(cw_downmix *downmix, const float *stereo, size_t frames, float *mono) {
    if (downmix->block_frames == 0) {
        mean(stereo, frames, mono);
        return;
    }
    while (frames > 0) {
        const size_t left = downmix->block_frames - downmix->fill;
        const size_t run = frames < left ? frames : left;
        double mid = downmix->mid; /* running sums, in order, so that chunking cannot change their rounding */
        double side = downmix->side;
        for (size_t i = 0; i < run; i++) {
            const double sum = (double)stereo[2 * i] + (double)stereo[2 * i + 1];
            const double difference = (double)stereo[2 * i] - (double)stereo[2 * i + 1];
            mid += sum * sum;
            side += difference * difference;
        }
        downmix->mid = mid;
        downmix->side = side;
        if (downmix->turning)
            turn(downmix, stereo, run, mono);
        else if (downmix->flipped)
            half_difference(stereo, run, mono);
        else
            mean(stereo, run, mono);
        downmix->fill += run;
        if (downmix->fill == downmix->block_frames) {
            downmix->fill = 0;
            decide(downmix);
        }
        stereo += 2 * run;
        mono += run;
        frames -= run;
    }
}
