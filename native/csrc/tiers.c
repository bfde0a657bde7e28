#include "chordwork_native.h"

#include <math.h>
#include <string.h>

#include "arithmetic.h"

/* One hop of chord evidence through both tiers: the final one, by a fixed-lag Viterbi search, and the provisional one, by a
 * forward filter and a display that changes only on clear evidence. */

enum { MINOR_THIRD = 3, MAJOR_THIRD = 4 };

static CW_ALWAYS_INLINE void add_to(double *sums, const float *values, size_t count) {
    for (size_t i = 0; i < count; i++)
        sums[i] += (double)values[i];
}

static int close(const cw_tiers_plan *plan, cw_tiers *tiers, uint32_t state, uint64_t end) {
    const size_t states = plan->states, rows = plan->rows;
    memcpy(tiers->closed_posterior, tiers->segment_posterior, states * sizeof(double));
    memcpy(tiers->closed_bass, tiers->segment_bass, rows * sizeof(double));
    tiers->closed_state = tiers->segment_state;
    tiers->closed_hops = tiers->segment_hops;
    tiers->closed_end = end;
    memset(tiers->segment_posterior, 0, states * sizeof(double));
    memset(tiers->segment_bass, 0, rows * sizeof(double));
    tiers->segment_state = state;
    tiers->segment_hops = 0;
    return CW_CLOSED;
}

/* The rest that was waited for is one: the chord before it ended where it began. */
static int rest(const cw_tiers_plan *plan, cw_tiers *tiers) {
    const int news = close(plan, tiers, plan->states - 1, tiers->decided - tiers->resting_hops);
    memcpy(tiers->segment_posterior, tiers->resting_posterior, plan->states * sizeof(double));
    memset(tiers->resting_posterior, 0, plan->states * sizeof(double));
    tiers->segment_hops = tiers->resting_hops;
    tiers->resting_hops = 0;
    return news;
}

/* What is known of the hop that is decided goes to its segment; where that is another than before, the old one is closed. After
 * a chord, hops of none are waited for: if a chord follows too soon, they belong to the chord before, and are not counted. */
static int decide(const cw_tiers_plan *plan, cw_tiers *tiers, uint32_t state) {
    const size_t states = plan->states, rows = plan->rows;
    const size_t place = (size_t)(tiers->decided % plan->places);
    const float *posterior = tiers->posteriors + place * states;
    const uint64_t hop = tiers->decided++;
    const int sounding = tiers->segment_state + 1 < states;
    int news = 0;
    if (state + 1 == states && sounding) {
        add_to(tiers->resting_posterior, posterior, states);
        return ++tiers->resting_hops > plan->rest_hops ? rest(plan, tiers) : 0;
    }
    if (tiers->resting_hops > 0) {
        memset(tiers->resting_posterior, 0, states * sizeof(double));
        tiers->resting_hops = 0;
    }
    if (state != tiers->segment_state)
        news = close(plan, tiers, state, hop);
    add_to(tiers->segment_posterior, posterior, states);
    if (state + 1 < states)
        add_to(tiers->segment_bass, tiers->basses + (place * rows + state / plan->qualities) * rows, rows);
    tiers->segment_hops++;
    return news;
}

/* Interval above the root of the bass to be named with a chord; 0: the root. */
static uint32_t bass_interval(const cw_tiers_plan *plan, const cw_tiers *tiers, uint32_t state) {
    if (state + 1 >= plan->states)
        return 0;
    const double *mean = tiers->bass_mean + (size_t)(state / plan->qualities) * plan->rows;
    uint32_t likeliest = 0;
    for (uint32_t i = 1; i < plan->rows; i++)
        likeliest = mean[i] > mean[likeliest] ? i : likeliest;
    const int inverted = state == tiers->shown && tiers->shown_interval != 0;
    const double threshold = plan->inversion_threshold + (inverted ? -plan->bass_hysteresis : plan->bass_hysteresis);
    const int in_chord = plan->intervals[state % plan->qualities] >> likeliest & 1;
    return in_chord && mean[likeliest] >= threshold ? likeliest : 0;
}

static int show(const cw_tiers_plan *plan, cw_tiers *tiers, uint32_t leader) {
    tiers->since_rise = leader == tiers->leader ? tiers->since_rise + 1 : 0;
    tiers->leader = leader;
    if (leader != tiers->shown) {
        if (leader + 1 == plan->states && tiers->since_rise < plan->shown_rest_hops)
            return 0;
        const double probability = tiers->posterior[leader];
        if (probability < plan->threshold || probability < plan->margin * tiers->posterior[tiers->shown])
            return 0;
        tiers->shown = leader;
        tiers->shown_interval = bass_interval(plan, tiers, leader);
        return CW_SHOWN;
    }
    const uint32_t interval = bass_interval(plan, tiers, leader);
    if (interval == tiers->shown_interval || tiers->since_rise < plan->bass_settling)
        return 0;
    tiers->shown_interval = interval;
    return CW_SHOWN;
}

/* What each state costs in this hop. A third that sounds, major or minor, speaks against root and fifth alone. */
static CW_ALWAYS_INLINE void costs(const cw_tiers_plan *plan, const float *notes, double *cost) {
    memcpy(cost, plan->cost, plan->states * sizeof(double));
    if (notes == NULL || plan->power >= plan->qualities)
        return;
    for (uint32_t root = 0; root < plan->rows; root++) {
        const double minor = (double)notes[(root + MINOR_THIRD) % plan->rows];
        const double major = (double)notes[(root + MAJOR_THIRD) % plan->rows];
        cost[root * plan->qualities + plan->power] += plan->third_cost * (minor > major ? minor : major);
    }
}

/* `chord`: log-probabilities of the states, the last of which is none; `bass`: of an interval above each root; `notes`:
 * probability that each root sounds, or NULL. Returns what is new: CW_CLOSED, CW_SHOWN, or both. */
CW_WIDE int cw_tiers_step(const cw_tiers_plan *plan, cw_tiers *tiers, cw_viterbi *viterbi, const float *chord,
                          const float *bass, const float *notes) {
    double cost[CW_MAX_STATES], scaled[CW_MAX_STATES], probability[CW_MAX_STATES], evidence[CW_MAX_STATES];
    const size_t states = plan->states, basses = (size_t)plan->rows * plan->rows;
    const size_t place = (size_t)(tiers->heard % plan->places);
    float *posterior = tiers->posteriors + place * states;
    float *bass_probability = tiers->basses + place * basses;
    int news = 0;

    costs(plan, notes, cost);
    cw_exponents(chord, cost, states, plan->temperature, plan->sharpness, scaled, probability, evidence);
    for (size_t i = 0; i < states; i++) {
        probability[i] = cw_exp64(probability[i]);
        evidence[i] = cw_exp64(evidence[i]);
    }
    cw_normalise(probability, states);
    for (size_t i = 0; i < states; i++)
        posterior[i] = (float)probability[i];
    for (size_t i = 0; i < basses; i++)
        bass_probability[i] = cw_exp(bass[i]);
    tiers->heard++;

    const int32_t state = cw_viterbi_step(viterbi, scaled);
    if (state >= 0)
        news |= decide(plan, tiers, (uint32_t)state);
    const size_t leader = cw_forward(tiers->posterior, tiers->arrival, evidence, states, plan->keep);
    cw_follow(tiers->bass_mean, bass_probability, basses, plan->bass_share);
    news |= show(plan, tiers, (uint32_t)leader);
    return news;
}

/* A hop whose state was found after the end. Returns CW_CLOSED where that ends the segment before it. */
int cw_tiers_decide(const cw_tiers_plan *plan, cw_tiers *tiers, uint32_t state) {
    return tiers->decided < tiers->heard && state < plan->states ? decide(plan, tiers, state) : 0;
}

/* After the last hop, no chord follows: what was waited for is a rest. Returns CW_CLOSED where there was one. */
int cw_tiers_end(const cw_tiers_plan *plan, cw_tiers *tiers) {
    return tiers->resting_hops > 0 ? rest(plan, tiers) : 0;
}
