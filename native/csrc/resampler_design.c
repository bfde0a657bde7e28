/* Kaiser-windowed sinc, laid out as a polyphase table. Kaiser & Schafer, "On the use of the I0-sinh window for
 * spectrum analysis", IEEE Trans. ASSP 28(1), 1980; interpolated tables as in J. O. Smith, "Digital Audio Resampling". */
#include "chordwork_native.h"

#include "arithmetic.h"

#include <math.h>
#include <stdlib.h>

static const double PI = 3.14159265358979323846;
static const double STOP_BAND_DB = 105.0;
static const double PASS_BAND_EDGE = 0.85;      /* of the lower rate's Nyquist frequency, where the stop band begins */

enum {
    MAX_EXACT_PHASES = 1024,
    MAX_EXACT_COEFFICIENTS = 1 << 18,           /* 1 MiB of float32 */
    /* Linear interpolation between rows leaves images near 40 log10(2 * rows / bandwidth): -120 dB at 512 rows for a
     * full-band kernel, and in proportion fewer rows for a narrower one. */
    FULL_BAND_ROWS = 512
};

static uint32_t greatest_common_divisor(uint32_t a, uint32_t b) {
    while (b != 0) {
        const uint32_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* The lower Nyquist frequency, in cycles per input sample. */
static double stop_edge(const cw_resampler_plan *plan) {
    return plan->phases < plan->step ? 0.5 * (double)plan->phases / (double)plan->step : 0.5;
}

cw_resampler_plan cw_resampler_plan_for(uint32_t rate_in_hz, uint32_t rate_out_hz) {
    const uint32_t divisor = greatest_common_divisor(rate_in_hz, rate_out_hz);
    cw_resampler_plan plan = {.step = rate_in_hz / divisor, .phases = rate_out_hz / divisor};
    const double transition = (1.0 - PASS_BAND_EDGE) * stop_edge(&plan);
    const double length = (STOP_BAND_DB - 7.95) / (2.285 * 2.0 * PI * transition);
    plan.taps = ((size_t)ceil(length) + CW_DOT_LANES - 1) / CW_DOT_LANES * CW_DOT_LANES;
    plan.half_taps = plan.taps / 2;
    plan.interpolated = plan.phases > MAX_EXACT_PHASES || plan.phases * plan.taps > MAX_EXACT_COEFFICIENTS;
    plan.rows = plan.interpolated ? (uint32_t)ceil(FULL_BAND_ROWS * 2.0 * stop_edge(&plan)) : plan.phases;
    return plan;
}

/* Modified Bessel function of the first kind, order 0, by its power series. */
static double bessel_i0(double x) {
    const double quarter_square = 0.25 * x * x;
    double term = 1.0;
    double sum = 1.0;
    for (int k = 1; term > 1e-17 * sum; k++) {
        term *= quarter_square / ((double)k * (double)k);
        sum += term;
    }
    return sum;
}

/* The kernel at `time` input samples from its centre: even, and zero from the half-width outwards. */
static double kernel(double time, double half_width, double cutoff, double beta) {
    const double place = time / half_width;
    if (place <= -1.0 || place >= 1.0)
        return 0.0;
    const double angle = 2.0 * PI * cutoff * time;
    const double sinc = fabs(angle) < 1e-12 ? 1.0 : sin(angle) / angle;
    return sinc * bessel_i0(beta * sqrt(1.0 - place * place));
}

/* Row r weighs the input samples base - half + 1 ... base + half for an output at time base + r / rows. */
int cw_resampler_fill_table(const cw_resampler_plan *plan, float *table) {
    const double beta = 0.1102 * (STOP_BAND_DB - 8.7);
    const double cutoff = 0.5 * (1.0 + PASS_BAND_EDGE) * stop_edge(plan);
    const size_t rows = (size_t)plan->rows + (plan->interpolated ? 1 : 0);
    double *row = malloc(plan->taps * sizeof *row);
    if (row == NULL)
        return -1;
    for (size_t r = 0; r < rows; r++) {
        const double newest = (double)r / (double)plan->rows + (double)plan->half_taps - 1.0;
        double sum = 0.0;
        for (size_t k = 0; k < plan->taps; k++) {
            row[k] = kernel(newest - (double)k, (double)plan->half_taps, cutoff, beta);
            sum += row[k];
        }
        for (size_t k = 0; k < plan->taps; k++) { /* every row has gain 1 at DC, so a constant stays a constant */
            const double weight = row[k] / sum;
            table[r * plan->taps + k] = fabs(weight) < 1e-12 ? 0.0f : (float)weight; /* no subnormal products */
        }
    }
    free(row);
    return 0;
}
