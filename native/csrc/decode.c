#include "chordwork_native.h"

#include <string.h>

/* Float input is unbounded and comes from strangers. Beyond +-8 (18 dB over full scale) it is clamped; below 1e-20
 * (-400 dBFS) it is zero, for a stream of subnormals would make every multiplication downstream a hundred times dearer. */
#define LOUDEST 8.0f
#define QUIETEST 1e-20f

size_t cw_bytes_per_sample(int format) {
    return format == CW_S16LE ? 2 : 4;
}

/* memcpy, because a caller's bytes may lie at any alignment; compilers turn it into plain (vector) loads. */
static inline int16_t load_s16le(const uint8_t *bytes) {
    uint16_t bits;
    memcpy(&bits, bytes, sizeof bits);
#ifdef CW_BIG_ENDIAN
    bits = __builtin_bswap16(bits);
#endif
    return (int16_t)bits;
}

static inline uint32_t load_u32le(const uint8_t *bytes) {
    uint32_t bits;
    memcpy(&bits, bytes, sizeof bits);
#ifdef CW_BIG_ENDIAN
    bits = __builtin_bswap32(bits);
#endif
    return bits;
}

static void decode_s16le(const uint8_t *restrict pcm, size_t samples, float *restrict out) {
    for (size_t i = 0; i < samples; i++)
        out[i] = (float)load_s16le(pcm + 2 * i) * (1.0f / 32768.0f);
}

static size_t decode_f32le(const uint8_t *restrict pcm, size_t samples, float *restrict out) {
    uint32_t nonfinite = 0;
    for (size_t i = 0; i < samples; i++) {
        uint32_t bits = load_u32le(pcm + 4 * i);
        const uint32_t bad = (bits & 0x7f800000u) == 0x7f800000u;
        nonfinite += bad;
        bits = bad ? 0 : bits;
        float value;
        memcpy(&value, &bits, sizeof value);
        value = value > LOUDEST ? LOUDEST : value;
        value = value < -LOUDEST ? -LOUDEST : value;
        out[i] = value < QUIETEST && value > -QUIETEST ? 0.0f : value;
    }
    return nonfinite;
}

size_t cw_decode(const uint8_t *pcm, size_t samples, int format, float *out) {
    if (format == CW_F32LE)
        return decode_f32le(pcm, samples, out);
    decode_s16le(pcm, samples, out);
    return 0;
}
