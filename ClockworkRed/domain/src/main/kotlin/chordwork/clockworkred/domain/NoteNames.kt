package chordwork.clockworkred.domain

/**
 * Note names for the player's country. The server's stream speaks English; REST can be asked for others, and this follows the
 * same rules.
 */
object NoteNames {
    private val english = Regex("([A-G])([#♯b♭]*)")
    private val alteration = Regex("[#b](?=\\d)")
    private val solfege = mapOf('C' to "Do", 'D' to "Re", 'E' to "Mi", 'F' to "Fa", 'G' to "Sol", 'A' to "La", 'B' to "Si")

    /** A chord symbol such as `Bbm7/F#` or a key such as `Bb major`, for the eye: with ♯ and ♭. `N.C.` and `?` stay as they are. */
    fun write(symbol: String, notation: Notation): String {
        if (symbol.isEmpty() || symbol[0] !in 'A'..'G') return symbol
        val slash = symbol.lastIndexOf('/')
        if (slash < 0) return renamed(symbol, notation)
        val bass = symbol.drop(slash + 1)
        // `6/9` is no bass.
        return renamed(symbol.take(slash), notation) + "/" + if (bass.firstOrNull() in 'A'..'G') renamed(bass, notation) else bass
    }

    private fun renamed(symbol: String, notation: Notation): String {
        val found = english.matchAt(symbol, 0) ?: return symbol
        val (letter, accidentals) = found.destructured
        val rest = symbol.drop(found.value.length).replace(alteration) { if (it.value == "#") "♯" else "♭" }
        return note(letter[0], accidentals, notation) + rest
    }

    private fun note(letter: Char, accidentals: String, notation: Notation): String =
        when (notation) {
            Notation.ENGLISH -> letter + signs(accidentals)
            Notation.SOLFEGE -> solfege.getValue(letter) + signs(accidentals)
            Notation.GERMAN -> german(letter, accidentals.count { it in "#♯" }, accidentals.count { it in "b♭" })
        }

    private fun signs(accidentals: String) = accidentals.replace('#', '♯').replace('b', '♭')

    private fun german(letter: Char, sharps: Int, flats: Int): String {
        if (flats == 0) return (if (letter == 'B') "H" else "$letter") + "is".repeat(sharps)
        return when (letter) {
            'B' -> if (flats == 1) "B" else "H" + "es".repeat(flats)
            'A', 'E' -> letter + "s" + "es".repeat(flats - 1)
            else -> letter + "es".repeat(flats)
        }
    }
}
