/* Functions that compilers can take several of at a time, which those of libm are not, and that round alike on every
 * machine. Textbook series; the comments say how far they may be off. */
#ifndef CHORDWORK_ARITHMETIC_H
#define CHORDWORK_ARITHMETIC_H

#include <stdint.h>
#include <string.h>

#include "chordwork_native.h"

enum { CW_DOT_LANES = 16 };

/* Independent lanes let the compiler use vectors without -ffast-math; their order, and so the rounding, is fixed. `count` is
 * a multiple of the lanes. (Folding them in one general loop kept them in memory and cost a third of the time.) */
static CW_ALWAYS_INLINE float cw_dot(const float *restrict a, const float *restrict b, size_t count) {
    float lanes[CW_DOT_LANES] = {0.0f};
    for (size_t i = 0; i < count; i += CW_DOT_LANES)
        for (size_t lane = 0; lane < CW_DOT_LANES; lane++)
            lanes[lane] += a[i + lane] * b[i + lane];
    for (size_t lane = 0; lane < 8; lane++)
        lanes[lane] += lanes[lane + 8];
    for (size_t lane = 0; lane < 4; lane++)
        lanes[lane] += lanes[lane + 4];
    return (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]);
}

/* log(1 + x) for finite x >= 0, to 2e-7 of its value: 1 + x = 2^k m with m in [2/3, 4/3], and log m = 2 artanh(s) with
 * s = (m - 1) / (m + 1). What 1 + x loses in rounding is put back. */
static CW_ALWAYS_INLINE float cw_log1p(float x) {
    const float whole = 1.0f + x;
    const float lost = x < 1.0f ? x - (whole - 1.0f) : 1.0f - (whole - x);
    uint32_t bits;
    memcpy(&bits, &whole, sizeof bits);
    const uint32_t shifted = bits - 0x3f2aaaabu; /* 2/3 */
    const int32_t k = (int32_t)shifted >> 23;
    bits -= (uint32_t)k << 23;
    float m;
    memcpy(&m, &bits, sizeof m);
    const float s = (m - 1.0f) / (m + 1.0f);
    const float z = s * s;
    const float series = z * (0.33333333f + z * (0.2f + z * (0.14285714f + z * (0.11111111f + z * 0.09090909f))));
    return (float)k * 0.69314718f + (2.0f * s + (2.0f * s * series + lost / whole));
}

/* exp(x) to 3e-7 of its value; 0 where that is under 2^-126, and never more than exp(88). What is no number has the smallest
 * value that is not 0: it must not become a whole number, which C leaves open. */
static CW_ALWAYS_INLINE float cw_exp(float x) {
    const float most = x > 88.0f ? 88.0f : x;
    const float bounded = most > -87.0f ? most : -87.0f;
    const float shift = 12582912.0f; /* 1.5 * 2^23: adding it rounds to a whole number */
    const float k = (bounded * 1.44269504f + shift) - shift;
    const float r = (bounded - k * 0.693145752f) - k * 1.42860677e-6f;
    const float p = 1.0f / 24 + r * (1.0f / 120 + r * (1.0f / 720 + r * (1.0f / 5040)));
    const float value = 1.0f + (r + r * r * (0.5f + r * (1.0f / 6 + r * p)));
    const int32_t exponent = (int32_t)k + 127;
    const uint32_t bits = (uint32_t)exponent << 23;
    float power;
    memcpy(&power, &bits, sizeof power);
    return x < -87.0f ? 0.0f : value * power;
}

/* exp(x) to 4e-16 of its value; 0 where that is under 2^-1020, and never more than exp(709). */
static CW_ALWAYS_INLINE double cw_exp64(double x) {
    const double most = x > 709.0 ? 709.0 : x;
    const double bounded = most < -707.0 ? -707.0 : most;
    const double shift = 6755399441055744.0; /* 1.5 * 2^52 */
    const double shifted = bounded * 1.4426950408889634 + shift;
    const double k = shifted - shift;
    const double r = (bounded - k * 0.693147180369123816490) - k * 1.90821492927058770002e-10;
    double p = 1.0 / 6227020800.0;
    p = p * r + 1.0 / 479001600.0;
    p = p * r + 1.0 / 39916800.0;
    p = p * r + 1.0 / 3628800.0;
    p = p * r + 1.0 / 362880.0;
    p = p * r + 1.0 / 40320.0;
    p = p * r + 1.0 / 5040.0;
    p = p * r + 1.0 / 720.0;
    p = p * r + 1.0 / 120.0;
    p = p * r + 1.0 / 24.0;
    p = p * r + 1.0 / 6.0;
    const double value = 1.0 + (r + r * r * (0.5 + r * p));
    uint64_t bits;
    memcpy(&bits, &shifted, sizeof bits); /* its low bits are k, as a two's complement */
    bits = (bits + 1023u) << 52;
    double power;
    memcpy(&power, &bits, sizeof power);
    return x < -707.0 ? 0.0 : value * power;
}

#endif
