package chordwork.clockworkred.data

import kotlin.random.Random

/**
 * When to connect again: a wait is drawn at random between nothing and a bound that doubles with each failure ("full jitter", M.
 * Brooker, "Exponential backoff and jitter", 2015), so that clients who lost the same server do not come back together.
 *
 * @param firstMs bound of the first wait
 * @param longestMs bound of any
 * @param giveUpAfterMs of waiting without a connection
 */
class Backoff(
    private val firstMs: Long = 250,
    private val longestMs: Long = 10_000,
    val giveUpAfterMs: Long = 120_000,
    private val random: Random = Random.Default,
) {
    init {
        require(firstMs in 1..longestMs) { "the first bound is 1 … $longestMs ms, not $firstMs" }
    }

    /** Before the try after so many [failures] in a row; the server may have asked for [atLeastS]. */
    fun waitMs(failures: Int, atLeastS: Double? = null): Long {
        val boundMs = minOf(longestMs, firstMs shl failures.coerceIn(0, 20))
        return ((atLeastS ?: 0.0) * 1000).toLong().coerceIn(0, LONGEST_ASKED_MS) + random.nextLong(boundMs + 1)
    }

    private companion object {
        /** Whatever a server asks for. */
        const val LONGEST_ASKED_MS = 60_000L
    }
}
