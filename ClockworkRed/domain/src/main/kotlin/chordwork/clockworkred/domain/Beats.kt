package chordwork.clockworkred.domain

/** The latest beats, in order of time; at most [capacity] are kept. Immutable. */
data class Beats(val timesS: List<Double> = emptyList(), val capacity: Int = 256, private val forgotten: Int = 0) {
    operator fun plus(timeS: Double): Beats {
        // A foretold beat may be said again, a little nearer the truth.
        val more = timesS.dropLastWhile { it > timeS - SAME_BEAT_S } + timeS
        val over = (more.size - capacity).coerceAtLeast(0)
        return copy(timesS = more.drop(over), forgotten = forgotten + over)
    }

    /** How many beats there were up to [timeS], those included that are kept no more. */
    fun countTo(timeS: Double): Int = forgotten + timesS.binarySearch { if (it <= timeS) -1 else 1 }.inv()

    /** The beat that is nearest to [timeS] and no farther than [withinS], else [timeS] itself. */
    fun snap(timeS: Double, withinS: Double = SNAP_S): Double {
        val at = timesS.binarySearch(timeS)
        if (at >= 0) return timeS
        val next = -at - 1
        val near = listOfNotNull(timesS.getOrNull(next - 1), timesS.getOrNull(next)).minByOrNull { kotlin.math.abs(it - timeS) }
        return near?.takeIf { kotlin.math.abs(it - timeS) <= withinS } ?: timeS
    }

    private companion object {
        /** Half of the shortest beat the server knows (240 a minute). */
        const val SAME_BEAT_S = 0.125

        /** A chord change so near a beat was meant to be on it. */
        const val SNAP_S = 0.12
    }
}
