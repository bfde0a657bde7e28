/* The native layer's one header. Plain C11, no globals, no locks: an object belongs to one thread at a time, all but the
 * last.
 *
 * build_native.py gives cffi the text between the two "cffi" marks, so that part holds declarations only. */
#ifndef CHORDWORK_NATIVE_H
#define CHORDWORK_NATIVE_H

#if !defined(CHORDWORK_GENERATED_WRAPPERS) && defined(__GNUC__)
#pragma GCC diagnostic error "-Wpedantic"
#endif

/* What the language does not say, as each compiler says it. MSVC has none of the three names of byte order, and every
 * machine it compiles for is little-endian. */
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define CW_BIG_ENDIAN
#endif
#ifdef _MSC_VER
#define CW_ALWAYS_INLINE __forceinline
#else
#define CW_ALWAYS_INLINE inline __attribute__((always_inline))
#endif

#include <stddef.h>
#include <stdint.h>

/* cffi: begin */

/* PCM encodings a ring decodes; the values are those of SampleFormat in _formats.py. */
enum { CW_S16LE = 0, CW_F32LE = 1 };

/* cw_ring_write's answer when a carried partial frame has another format than the new bytes. */
enum { CW_FORMAT_CHANGED = -1 };

/* meter.c: levels of decoded samples, all channels pooled, before the downmix. */
typedef struct {
    uint64_t samples;
    uint64_t clipped;
    uint64_t nonfinite;
    double peak;
    double sum_squares;
} cw_meter;

/* ring.c: mono float32 queue that decodes as it is written. */
typedef struct cw_ring cw_ring;

typedef struct {
    uint64_t capacity_samples;
    uint64_t available_samples;
    uint64_t high_water_samples;
    uint64_t written_samples;
    uint64_t read_samples;
    uint64_t nonfinite_samples;
    uint64_t short_writes;
    uint64_t pending_bytes;
} cw_ring_statistics;

cw_ring *cw_ring_new(size_t capacity_samples);
void cw_ring_free(cw_ring *ring);
void cw_ring_watch_channels(cw_ring *ring, size_t block_frames, double decay, size_t sure_blocks, size_t likely_blocks);
uint64_t cw_ring_flips(const cw_ring *ring);
int64_t cw_ring_write(cw_ring *ring, const uint8_t *pcm, size_t bytes, int format, int channels, cw_meter *meter);
size_t cw_ring_read(cw_ring *ring, float *out, size_t wanted);
size_t cw_ring_available(const cw_ring *ring);
uint64_t cw_ring_written(const cw_ring *ring);
void cw_ring_describe(const cw_ring *ring, cw_ring_statistics *statistics);

/* What a ring would have to know to go on elsewhere, without the samples that it holds. Fields of fixed width, in an order
 * without padding: the bytes are the same on every little-endian machine, as for the other states below. */
typedef struct {
    uint64_t available;
    uint64_t high_water;
    uint64_t written;
    uint64_t nonfinite;
    uint64_t short_writes;
    uint64_t pending_bytes;
    uint64_t fill;
    uint64_t sure;
    uint64_t likely;
    uint64_t flips;
    double mid;
    double side;
    double mid_lately;
    double side_lately;
    int32_t pending_format;
    int32_t pending_channels;
    int32_t flipped;
    int32_t turning;
    uint8_t pending[8];
} cw_ring_state;

/* `samples` has room for, or holds, as many as are available, oldest first. Restoring returns 0, or -1 and changes nothing
 * where the state is none that such an object can be in; so do the others. */
void cw_ring_save(const cw_ring *ring, cw_ring_state *state, float *samples);
int cw_ring_restore(cw_ring *ring, const cw_ring_state *state, const float *samples);

/* downmix.c: two channels to one. The mean, unless the channels cancel one another: then half their difference. It is
 * decided block by block, so it does not depend on how the audio was cut. */
typedef struct {
    size_t block_frames; /* 0: always the mean */
    size_t sure_blocks;
    size_t likely_blocks;
    double decay; /* of the sums below, a block */
    size_t fill;  /* frames of this block so far */
    double mid;   /* energy of left + right in this block, */
    double side;  /* and of left - right */
    double mid_lately;
    double side_lately;
    size_t sure;
    size_t likely;
    int flipped; /* the right channel is turned over, */
    int turning; /* or is being turned, or turned back, in this block */
    uint64_t flips;
} cw_downmix;

void cw_downmix_stereo(cw_downmix *downmix, const float *stereo, size_t frames, float *mono);

/* probe.c: what raw PCM looks like in the format it is said to have. */
typedef struct {
    uint64_t samples;
    uint64_t implausible; /* floats that are not finite, over 8, or not 0 but under 1e-20 */
    double sum;           /* of the samples, */
    double energy;        /* of their squares, */
    double lag1;          /* of squared differences between neighbours, */
    double lag2;          /* between every other, */
    double pairs;         /* and between the first and the second of each pair */
} cw_probe;

void cw_probe_pcm(const uint8_t *pcm, size_t samples, int format, cw_probe *probe);

/* resampler.c: streaming rational (or finely interpolated) polyphase FIR. A table serves all resamplers of its rates, none
 * of which changes it; it must outlive them. */
typedef struct cw_resampler_table cw_resampler_table;
typedef struct cw_resampler cw_resampler;

cw_resampler_table *cw_resampler_table_new(uint32_t rate_in_hz, uint32_t rate_out_hz);
void cw_resampler_table_free(cw_resampler_table *table);
cw_resampler *cw_resampler_new(const cw_resampler_table *table);
void cw_resampler_free(cw_resampler *resampler);
size_t cw_resampler_process(cw_resampler *resampler, cw_ring *ring, float *out, size_t wanted);
void cw_resampler_finish(cw_resampler *resampler);
size_t cw_resampler_taps(const cw_resampler *resampler);
size_t cw_resampler_lookahead(const cw_resampler *resampler);

typedef struct {
    uint64_t consumed;
    uint64_t produced;
    uint64_t start;
    uint64_t fill; /* samples in the window */
    uint32_t phase;
    uint32_t padding;
} cw_resampler_state;

size_t cw_resampler_held(const cw_resampler *resampler);
void cw_resampler_save(const cw_resampler *resampler, cw_resampler_state *state, float *window);
int cw_resampler_restore(cw_resampler *resampler, const cw_resampler_state *state, const float *window);

/* biquad.c: cascade of second-order sections, a0 = 1. */
typedef struct {
    double b0;
    double b1;
    double b2;
    double a1;
    double a2;
} cw_biquad;

typedef struct cw_cascade cw_cascade;

cw_cascade *cw_cascade_new(const cw_biquad *sections, size_t count);
void cw_cascade_free(cw_cascade *cascade);
void cw_cascade_process(cw_cascade *cascade, float *block, size_t count);
void cw_cascade_reset(cw_cascade *cascade);
uint64_t cw_cascade_save(const cw_cascade *cascade, double *states); /* two a section; returns the position on its grid */
int cw_cascade_restore(cw_cascade *cascade, uint64_t position, const double *states);

/* frames.c: the latest frame, always contiguous, in a store at least as long. */
float *cw_frames_new(size_t store_samples);
void cw_frames_free(float *store);
size_t cw_frames_push(float *store, size_t store_samples, size_t frame_samples, size_t begin, const float *hop,
                      size_t hop_samples);

/* A run of consecutive values. */
typedef struct {
    uint32_t first;
    uint32_t count;
} cw_band;

/* spectra.c: from transforms to what is heard in them. Complex values are pairs of floats. */
void cw_power(const float *spectrum, size_t bins, float *power);
void cw_band_sums(const float *power, const cw_band *bands, const float *weights, size_t count, float *out);
void cw_band_powers(const float *spectra, size_t rows, size_t row_bins, const cw_band *bands, const float *weights,
                    size_t count, float *out);
float cw_onset_flux(const float *sums, size_t steps, size_t slices, size_t slices_a_band, float compression,
                    float quietest, float *levels, float *out);

/* hop.c: what a hop is windowed by, and what is heard in its transforms; many streams share one. */
enum { CW_MAX_HALF_TAPS = 256 };

typedef struct {
    uint32_t short_samples;     /* latest samples that a hop is heard in; also the size of the treble's transform */
    uint32_t low_samples;       /* size of the bass's transform, decimated */
    uint32_t hop_samples;
    uint32_t decimation;        /* divides hop_samples and half_taps */
    uint32_t half_taps;         /* of the decimation filter, a multiple of 8, at most CW_MAX_HALF_TAPS */
    uint32_t tail_samples;      /* a multiple of the decimation, at most 1024 */
    uint32_t steps;             /* of the onsets, a hop */
    uint32_t step_samples;
    uint32_t onset_samples;     /* size of each of their transforms */
    uint32_t slices_a_band;
    uint32_t tuning_low;        /* bins of the bass's transform between which peaks are looked for */
    uint32_t tuning_high;
    uint32_t tuning_every_hops;
    double tuning_bin_share;    /* width of a bin, in A4 */
    double tuning_decay;
    double tuning_floor;
    double tuning_silence;
    double floor;
    double decay;
    double compression;
    float scale;
    float onset_compression;
    const float *short_window;
    const float *low_window;    /* the long window but for its end, at the decimated samples, times the decimation */
    const float *tail_window;   /* its end, likewise */
    const float *onset_window;
    const float *taps;          /* 2 * half_taps, the first of them 0 */
} cw_hop_plan;

typedef struct {
    const cw_band *bands;
    const float *weights;
    uint32_t count;
    uint32_t bins; /* that they reach */
} cw_sums;

typedef struct {
    uint64_t hops;
    double reference;       /* amplitude that counts as loud */
    double onset_reference;
    double votes_real;
    double votes_imaginary;
    double weight;
} cw_hop_state;

void cw_hop_window(const cw_hop_plan *plan, const float *frame, float *low, float *treble, float *bass, float *onsets);
int cw_hop_features(const cw_hop_plan *plan, const cw_sums *treble_sums, const cw_sums *bass_sums, const float *treble,
                    const float *bass, float *features, cw_hop_state *state);
void cw_hop_flux(const cw_hop_plan *plan, const cw_sums *slices, const float *onsets, float *levels, float *flux,
                 cw_hop_state *state);

/* beat.c: a forward filter over beat periods and positions. What streams share: */
enum { CW_MAX_PERIODS = 256 };

typedef struct {
    const cw_band *periods; /* where the states of each lie; the length is the period */
    const cw_band *near;    /* for each eight periods: those from which a change leads to them with any probability */
    const cw_band *alike;   /* for each period: those that are read as the same tempo */
    const float *change;    /* count x count; row: to, column: from */
    const float *restart;   /* added to each state */
    const float *weights;   /* log-likelihood of a unit of strength, steps x states, */
    const float *constant;  /* and of none */
    double least;
    uint32_t count;
    uint32_t steps;         /* a hop, at most 8 */
    uint32_t states;
} cw_beat_tables;

typedef struct {
    uint32_t period;
    uint32_t position;
    double mean_period;
    double probability;
} cw_beat;

typedef struct {
    double mean;
    double weight; /* what the mean is to be divided by, until it has been running for long */
} cw_running_mean;

void cw_onset_strengths(const float *flux, size_t steps, size_t bands, const float *weights, double forget, double quietest,
                        double loudest, cw_running_mean *running, float *strengths);
double cw_beat_step(const cw_beat_tables *tables, const float *strengths, float *state);
void cw_beat_best(const cw_beat_tables *tables, const float *state, cw_beat *best);

/* viterbi.c: the best path through states, where a change costs the same from everywhere. */
typedef struct cw_viterbi cw_viterbi;

cw_viterbi *cw_viterbi_new(const double *penalty, size_t states, size_t lag);
void cw_viterbi_free(cw_viterbi *viterbi);
int32_t cw_viterbi_step(cw_viterbi *viterbi, const double *log_likelihood);
size_t cw_viterbi_flush(cw_viterbi *viterbi, int32_t *states);

typedef struct {
    uint64_t steps;
    uint64_t next;
    uint64_t started;
} cw_viterbi_state;

void cw_viterbi_save(const cw_viterbi *viterbi, cw_viterbi_state *state, double *score, uint32_t *best, uint8_t *switched);
int cw_viterbi_restore(cw_viterbi *viterbi, const cw_viterbi_state *state, const double *score, const uint32_t *best,
                       const uint8_t *switched);

/* posterior.c: probabilities of states. */
void cw_exponents(const float *log_probability, const double *cost, size_t states, double temperature, double sharpness,
                  double *scaled, double *exponents, double *sharpened);
void cw_normalise(double *weights, size_t states);
size_t cw_forward(double *posterior, const double *arrival, const double *evidence, size_t states, double keep);
void cw_follow(double *followers, const float *leaders, size_t count, double share);

/* tiers.c: chord evidence to what is final, and to what is shown now. What streams share: */
enum { CW_MAX_STATES = 1024, CW_CLOSED = 1, CW_SHOWN = 2 };

typedef struct {
    uint32_t states;       /* chords, root by root, and none; at most CW_MAX_STATES */
    uint32_t rows;         /* roots, and intervals of a bass above each */
    uint32_t qualities;    /* chords a root */
    uint32_t places;       /* hops that can wait for their decision: one more than the lag */
    double temperature;
    double sharpness;
    double keep;           /* probability that the chord stays from one hop to the next */
    double threshold;      /* of what is shown anew, */
    double margin;         /* and relative to what was shown */
    double inversion_threshold;
    double bass_hysteresis;
    double bass_share;     /* of the newest hop in the running bass */
    uint32_t bass_settling; /* hops for which a chord has led before its bass may change */
    uint32_t rest_hops;        /* of none between two chords that still belong to the first, */
    uint32_t shown_rest_hops;  /* and for which none may lead before it is shown */
    uint32_t power;            /* which quality is root and fifth alone; `qualities`: none is */
    const double *cost;        /* of each state, nats a hop, */
    double third_cost;         /* and so much more of a power chord whose third certainly sounds */
    const uint16_t *intervals; /* of each quality, a bit each */
} cw_tiers_plan;

/* And one stream's own. */
typedef struct {
    uint64_t heard;
    uint64_t decided;
    uint64_t segment_hops;
    uint64_t closed_hops;
    uint64_t closed_end;       /* first hop behind the segment that ended last */
    uint64_t resting_hops;     /* of none after the segment's chord: a rest, or still part of it */
    uint64_t since_rise;
    uint32_t segment_state;
    uint32_t closed_state;
    uint32_t leader;
    uint32_t shown;
    uint32_t shown_interval;
    uint32_t padding;
    float *posteriors;         /* of the hops that wait: places x states, */
    float *basses;             /* places x rows x rows */
    double *segment_posterior; /* sums over the hops of the segment under construction, */
    double *segment_bass;
    double *resting_posterior;
    double *closed_posterior;  /* and of the one before it */
    double *closed_bass;
    double *posterior;         /* filtered, now */
    double *arrival;
    double *bass_mean;
} cw_tiers;

int cw_tiers_step(const cw_tiers_plan *plan, cw_tiers *tiers, cw_viterbi *viterbi, const float *chord, const float *bass,
                  const float *notes);
int cw_tiers_decide(const cw_tiers_plan *plan, cw_tiers *tiers, uint32_t state);
int cw_tiers_end(const cw_tiers_plan *plan, cw_tiers *tiers);

/* callback_ring.c: PCM from a thread that must never wait, such as an audio callback's, to another thread. The one object
 * here for two threads: one writes, the other reads and describes. */
typedef struct cw_callback_ring cw_callback_ring;

typedef struct {
    uint64_t capacity_bytes;
    uint64_t waiting_bytes;    /* headers included, as in the two others */
    uint64_t high_water_bytes; /* the most that a read ever found */
    uint64_t writes;
    uint64_t written_frames;
    uint64_t overruns;         /* writes that were lost, each as a whole */
    uint64_t overrun_frames;
} cw_callback_ring_statistics;

cw_callback_ring *cw_callback_ring_new(size_t capacity_bytes, size_t frame_bytes);
void cw_callback_ring_free(cw_callback_ring *ring);
int cw_callback_ring_write(cw_callback_ring *ring, const void *pcm, size_t frames);
size_t cw_callback_ring_read(cw_callback_ring *ring, void *out, size_t wanted, uint64_t *lost_frames);
void cw_callback_ring_describe(cw_callback_ring *ring, cw_callback_ring_statistics *statistics);
void *cw_callback_ring_portaudio_address(void);

/* cffi: end */

/* Before a function whose loops gain from wide vectors: it is compiled twice, and the loader takes the one that the machine
 * can run. Both round alike, since neither fuses nor reorders. (Sanitizers are not ready when the loader asks.) */
#if defined(__x86_64__) && defined(__gnu_linux__) && defined(__GLIBC__) && defined(__GNUC__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__)
#define CW_WIDE __attribute__((target_clones("avx2", "default")))
#else
#define CW_WIDE
#endif

/* decode.c: PCM bytes, at any alignment, to floats. Returns how many samples were NaN or infinite. */
size_t cw_decode(const uint8_t *pcm, size_t samples, int format, float *out);
size_t cw_bytes_per_sample(int format);

/* meter.c */
void cw_meter_add(cw_meter *meter, const float *samples, size_t count, size_t nonfinite);

/* resampler_design.c */
typedef struct {
    uint32_t step;        /* input samples ... */
    uint32_t phases;      /* ... per this many output samples, in lowest terms */
    uint32_t rows;        /* phases in the table; fewer than `phases` when the table is interpolated */
    int interpolated;     /* 1: the table has rows + 1 rows, read linearly between two of them */
    size_t half_taps;     /* kernel half-width in input samples */
    size_t taps;          /* 2 * half_taps: row length, a multiple of CW_DOT_LANES */
} cw_resampler_plan;

cw_resampler_plan cw_resampler_plan_for(uint32_t rate_in_hz, uint32_t rate_out_hz);
int cw_resampler_fill_table(const cw_resampler_plan *plan, float *table);

#endif
