package chordwork.clockworkred.domain

/** An instrument by the [id] of the server's `/instruments`; the list there is the truth, these are what a first screen offers. */
data class Instrument(val id: String, val strings: Int) {
    init {
        require(id.isNotBlank()) { "an instrument has a name" }
        require(strings >= 0) { "an instrument has no fewer than 0 strings" }
    }

    companion object {
        val GUITAR = Instrument("guitar", 6)
        val UKULELE = Instrument("ukulele", 4)
    }
}

/** The hand that frets: diagrams are mirrored for the [RIGHT]. */
enum class Hand { LEFT, RIGHT }

/** How notes are written: B, Bb, F♯; or H, B, Fis; or Si, Sib, Fa♯. */
enum class Notation { ENGLISH, GERMAN, SOLFEGE }

/** Follows the system, or not. */
enum class Appearance { SYSTEM, LIGHT, DARK }

/** What the user has chosen. [serverKey] is a secret: it is not part of the text form. */
data class Settings(
    val serverUrl: String,
    val serverKey: String? = null,
    val instrument: Instrument = Instrument.GUITAR,
    val frettingHand: Hand = Hand.LEFT,
    val taste: Taste = Taste(),
    val appearance: Appearance = Appearance.SYSTEM,
    val notation: Notation = Notation.ENGLISH,
) {
    override fun toString(): String =
        "Settings(serverUrl=$serverUrl, serverKey=${serverKey?.let { "…" }}, instrument=${instrument.id}, " +
            "frettingHand=$frettingHand, taste=$taste, appearance=$appearance, notation=$notation)"
}
