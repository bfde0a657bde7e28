/* Raw PCM at any alignment: decoded, measured, and looked at by the probe. */
#include <math.h>

#include "input.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    input in = {data, size};
    const int format = take(&in, 1) % 2 ? CW_F32LE : CW_S16LE;
    const size_t width = cw_bytes_per_sample(format), odd = take_size(&in, 0, 3);
    const size_t times = take_size(&in, 1, 40); /* beyond a block of the probe */
    const size_t samples = in.left / width * times;
    uint8_t *memory = exactly(samples * width + odd, 1);
    float *out = exactly(samples, sizeof(float));
    for (size_t i = 0; i < times; i++)
        memcpy(memory + odd + i * (in.left / width * width), in.at, in.left / width * width);
    const size_t bad = cw_decode(memory + odd, samples, format, out);
    CHECK(bad <= samples);
    for (size_t i = 0; i < samples; i++)
        CHECK(out[i] >= -8.0f && out[i] <= 8.0f && (out[i] == 0.0f || fabsf(out[i]) >= 1e-20f));
    cw_meter whole = {0}, parts = {0};
    cw_meter_add(&whole, out, samples, bad);
    for (size_t done = 0; done < samples;) {
        const size_t now = samples - done < 33 ? samples - done : 33;
        cw_meter_add(&parts, out + done, now, done == 0 ? bad : 0);
        done += now;
    }
    CHECK(memcmp(&whole, &parts, sizeof whole) == 0);
    cw_probe probe;
    cw_probe_pcm(memory + odd, samples, format, &probe);
    CHECK(probe.samples == samples && probe.implausible <= samples);
    CHECK(isfinite(probe.energy) && probe.energy >= 0.0 && probe.lag1 >= probe.pairs && isfinite(probe.lag2));
    free(out);
    free(memory);
    return 0;
}
