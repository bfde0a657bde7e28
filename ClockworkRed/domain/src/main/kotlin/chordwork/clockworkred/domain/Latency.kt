package chordwork.clockworkred.domain

import kotlin.math.ceil

/** Of the latest [count] measurements, in ms. */
data class LatencyStatistics(val count: Int, val p50Ms: Double, val p95Ms: Double, val worstMs: Double)

/** The latest [capacity] delays. Immutable: what was shown stays as it was. */
data class LatencyWindow(private val delaysMs: List<Double> = emptyList(), val capacity: Int = 256) {
    operator fun plus(delayMs: Double): LatencyWindow = copy(delaysMs = (delaysMs + delayMs).takeLast(capacity))

    /** Null until something was measured. Percentiles are nearest-rank: each is a delay that occurred. */
    fun statistics(): LatencyStatistics? {
        if (delaysMs.isEmpty()) return null
        val sorted = delaysMs.sorted()
        fun percentile(share: Double) = sorted[(ceil(share * sorted.size).toInt() - 1).coerceAtLeast(0)]
        return LatencyStatistics(sorted.size, percentile(0.50), percentile(0.95), sorted.last())
    }
}
