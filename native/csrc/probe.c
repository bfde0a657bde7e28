#include "chordwork_native.h"

#include <string.h>

enum { BLOCK_SAMPLES = 1024 };

static uint64_t implausible_floats(const uint8_t *pcm, size_t samples) {
    uint64_t count = 0;
    for (size_t i = 0; i < samples; i++) {
        uint32_t bits;
        memcpy(&bits, pcm + 4 * i, sizeof bits);
#ifdef CW_BIG_ENDIAN
        bits = __builtin_bswap32(bits);
#endif
        bits &= 0x7fffffffu;
        count += bits > 0x41000000u || (bits < 0x1e3ce508u && bits != 0); /* 8, and 1e-20 */
    }
    return count;
}

void cw_probe_pcm(const uint8_t *pcm, size_t samples, int format, cw_probe *probe) {
    float decoded[2 + BLOCK_SAMPLES]; /* after the last two of the block before */
    double sum = 0.0, energy = 0.0, lag1 = 0.0, lag2 = 0.0, pairs = 0.0;
    probe->samples = samples;
    probe->implausible = format == CW_F32LE ? implausible_floats(pcm, samples) : 0;
    for (size_t done = 0; done < samples;) {
        const size_t run = samples - done < BLOCK_SAMPLES ? samples - done : BLOCK_SAMPLES;
        cw_decode(pcm + done * cw_bytes_per_sample(format), run, format, decoded + 2);
        if (done == 0)
            decoded[0] = decoded[1] = decoded[2];
        for (size_t i = 0; i < run; i++) {
            const double value = (double)decoded[i + 2];
            const double step = value - (double)decoded[i + 1];
            const double stride = value - (double)decoded[i];
            sum += value;
            energy += value * value;
            lag1 += step * step;
            lag2 += stride * stride;
            pairs += i % 2 == 1 ? step * step : 0.0;
        }
        decoded[0] = decoded[run];
        decoded[1] = decoded[run + 1];
        done += run;
    }
    probe->sum = sum;
    probe->energy = energy;
    probe->lag1 = lag1;
    probe->lag2 = lag2;
    probe->pairs = pairs;
}
