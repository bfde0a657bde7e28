package chordwork.clockworkred.domain

/** A chord from [startS] to [endS] as it was heard; [endS] is null while it rings. */
data class ChordSegment(
    val index: Int,
    val chord: Chord,
    val startS: Double,
    val endS: Double?,
    val confidence: Double,
    val alternatives: List<Alternative> = emptyList(),
)

/**
 * What was played: finals, which do not change, then at most one provisional chord. Only the latest [capacity] finals are
 * kept, so that hours of playing need no more memory than minutes. Immutable.
 */
data class ChordTimeline(
    val finals: List<ChordSegment> = emptyList(),
    val provisional: ChordSegment? = null,
    val nextIndex: Int = 0,
    val beats: Beats = Beats(),
    val capacity: Int = 512,
) {
    /** The chord that rings, or the last one that did. */
    val current: ChordSegment?
        get() = provisional ?: finals.lastOrNull()

    fun hear(event: ServerEvent.ProvisionalChord): ChordTimeline =
        copy(
            provisional =
                ChordSegment(nextIndex, event.chord, event.startS, null, event.confidence, event.alternatives),
        )

    /** A final that was said before (after a lost connection they may be) changes nothing. */
    fun hear(event: ServerEvent.FinalChord): ChordTimeline {
        if (event.index < nextIndex) return this
        val segment =
            ChordSegment(event.index, event.chord, event.startS, event.endS, event.confidence, event.alternatives)
        return copy(
            finals = (finals + segment).takeLast(capacity),
            nextIndex = event.index + 1,
            // A provisional chord that goes on after this one stays.
            provisional = provisional?.takeIf { it.startS >= event.endS }?.copy(index = event.index + 1),
        )
    }

    fun hear(event: ServerEvent.Beat): ChordTimeline = copy(beats = beats + event.timeS)

    /** All segments for the eye: borders that were meant to be on a beat are on it, and none is lost or turned around by that. */
    fun snapped(): List<ChordSegment> {
        val segments = finals + listOfNotNull(provisional)
        val heard = segments.flatMap { listOfNotNull(it.startS, it.endS) }.distinct().sorted()
        val shown = HashMap<Double, Double>()
        var before = Double.NEGATIVE_INFINITY
        heard.forEachIndexed { at, border ->
            val beat = beats.snap(border)
            val fits = beat > before && beat < heard.getOrElse(at + 1) { Double.POSITIVE_INFINITY }
            before = if (fits) beat else border
            shown[border] = before
        }
        return segments.map { it.copy(startS = shown.getValue(it.startS), endS = it.endS?.let(shown::getValue)) }
    }
}
