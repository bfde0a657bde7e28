package chordwork.clockworkred.domain

/**
 * The segments that touch [fromS] … [toS], found by bisection: what is drawn costs the same after an hour as after a minute. The list is
 * in order of time, as [ChordTimeline.snapped] gives it.
 */
fun List<ChordSegment>.between(fromS: Double, toS: Double): List<ChordSegment> {
    val after = binarySearch { if (it.startS < toS) -1 else 1 }.inv()
    val first = binarySearch { if ((it.endS ?: Double.POSITIVE_INFINITY) <= fromS) -1 else 1 }.inv()
    return if (first < after) subList(first, after) else emptyList()
}

/** The beats in [fromS] … [toS]. */
fun Beats.between(fromS: Double, toS: Double): List<Double> {
    val first = timesS.binarySearch { if (it < fromS) -1 else 1 }.inv()
    val after = timesS.binarySearch { if (it <= toS) -1 else 1 }.inv()
    return timesS.subList(first, after)
}
