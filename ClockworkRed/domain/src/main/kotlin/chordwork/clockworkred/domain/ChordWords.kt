package chordwork.clockworkred.domain

/**
 * How a chord is said aloud, for screen readers: "A minor seven over C". [qualities] by the Harte shorthand, [sharp], [flat] for
 * note names, [over] with `%1$s` for the chord and `%2$s` for its bass.
 */
class ChordWords(
    private val qualities: Map<String, String>,
    private val sharp: String,
    private val flat: String,
    private val over: String,
    private val none: String,
    private val unknown: String,
) {
    fun say(chord: Chord, notation: Notation): String {
        if (chord.label == Chord.NO_CHORD) return none
        if (chord.label == Chord.UNKNOWN) return unknown
        val root = chord.label.substringBefore(':').substringBefore('/')
        val shorthand = chord.label.substringAfter(':', "maj").substringBefore('/').ifEmpty { "maj" }
        val quality = qualities[shorthand] ?: shorthand
        val said = listOf(note(root, notation), quality).filter(String::isNotEmpty).joinToString(" ")
        val bass = chord.bass?.takeIf { '/' in chord.label } ?: return said
        return over.format(said, note(bass, notation))
    }

    private fun note(name: String, notation: Notation): String =
        NoteNames.write(name, notation).replace(Regex("[#♯]"), " $sharp").replace(Regex("(?<=.)[b♭]"), " $flat")

    companion object {
        /** The shorthands that the server can hear. */
        val QUALITIES =
            listOf(
                "maj", "min", "7", "maj7", "min7", "maj6", "min6", "dim", "dim7", "hdim7", "aug", "sus2", "sus4", "minmaj7", "5",
            )
    }
}
