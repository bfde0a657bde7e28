#include "chordwork_native.h"

enum { LANES = 8, LONGEST_RUN = 128 };

static double run_sum(const double *values, size_t count) {
    double lanes[LANES] = {0.0};
    size_t i = 0;
    for (; i + LANES <= count; i += LANES)
        for (size_t lane = 0; lane < LANES; lane++)
            lanes[lane] += values[i + lane];
    double sum = ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]));
    for (; i < count; i++)
        sum += values[i];
    return sum;
}

/* Pairwise, so that rounding grows with the logarithm of the count: Higham, "The accuracy of floating point summation",
 * SIAM J. Sci. Comput. 14(4), 1993. */
static double sum_of(const double *values, size_t count) {
    if (count <= LONGEST_RUN)
        return run_sum(values, count);
    const size_t half = count / 2 / LANES * LANES;
    return sum_of(values, half) + sum_of(values + half, count - half);
}

/* What to take the exponential of: log-probabilities by their temperature, less what each state costs, less the largest; and
 * those sharpened. */
CW_WIDE void cw_exponents(const float *log_probability, const double *cost, size_t states, double temperature,
                          double sharpness, double *scaled, double *exponents, double *sharpened) {
    for (size_t i = 0; i < states; i++)
        scaled[i] = (double)log_probability[i] / temperature - cost[i];
    double largest = scaled[0];
    for (size_t i = 1; i < states; i++)
        largest = scaled[i] > largest ? scaled[i] : largest;
    for (size_t i = 0; i < states; i++) {
        exponents[i] = scaled[i] - largest;
        sharpened[i] = sharpness * exponents[i];
    }
}

/* Scale to a sum of 1. */
CW_WIDE void cw_normalise(double *weights, size_t states) {
    const double sum = sum_of(weights, states);
    for (size_t i = 0; i < states; i++)
        weights[i] /= sum;
}

/* One step of a forward filter: a share stays, the rest arrives anywhere, all weighed by the evidence. Returns the likeliest
 * state. */
CW_WIDE size_t cw_forward(double *posterior, const double *arrival, const double *evidence, size_t states, double keep) {
    for (size_t i = 0; i < states; i++)
        posterior[i] = (posterior[i] * keep + arrival[i]) * evidence[i];
    const double sum = sum_of(posterior, states);
    size_t likeliest = 0;
    for (size_t i = 0; i < states; i++) {
        posterior[i] /= sum;
        if (posterior[i] > posterior[likeliest])
            likeliest = i;
    }
    return likeliest;
}

/* Move each follower that share of the way to its leader. */
CW_WIDE void cw_follow(double *followers, const float *leaders, size_t count, double share) {
    for (size_t i = 0; i < count; i++)
        followers[i] += share * ((double)leaders[i] - followers[i]);
}
