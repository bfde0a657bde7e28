package chordwork.clockworkred.domain

/**
 * A chord's name: [label] in Harte syntax (`A:min7/b3`; `N` no chord, `X` unknown), [symbol] for people (`Am7/C`),
 * [bass] its lowest note, null for `N` and `X`.
 */
data class Chord(val label: String, val symbol: String, val bass: String?) {
    val sounds: Boolean
        get() = label != NO_CHORD && label != UNKNOWN

    companion object {
        const val NO_CHORD = "N"
        const val UNKNOWN = "X"
    }
}

/** Another reading of what was heard, [confidence] 0 … 1. */
data class Alternative(val chord: Chord, val confidence: Double)

/** What could come next: [roman] its numeral in the key, [probability] 0 … 1, [reason] one line for a player who knows no theory. */
data class Suggestion(
    val label: String,
    val symbol: String,
    val roman: String,
    val probability: Double,
    val reason: String,
)
