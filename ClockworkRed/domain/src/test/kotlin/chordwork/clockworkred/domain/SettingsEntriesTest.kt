package chordwork.clockworkred.domain

import kotlin.test.Test
import kotlin.test.assertEquals

class SettingsEntriesTest {
    private val fallback = Settings("http://h.example:8765")

    @Test
    fun `what was chosen is read again`() {
        val chosen =
            Settings(
                "https://other.example",
                "cw_key",
                Instrument.UKULELE,
                Hand.RIGHT,
                Taste(3, Mood.SAD, Genre.JAZZ),
                Appearance.DARK,
            )
        for (settings in listOf(chosen, fallback)) assertEquals(settings, SettingsEntries.read(SettingsEntries.of(settings), fallback))
    }

    @Test
    fun `what another version wrote is not taken over, and the rest is`() {
        val entries =
            mapOf(
                "server_url" to "https://other.example",
                "instrument" to "lute",
                "instrument_strings" to "many",
                "suggestions" to "99",
                "mood" to "BORED",
                "appearance" to "SEPIA",
            )
        assertEquals(Settings("https://other.example"), SettingsEntries.read(entries, fallback))
    }
}
