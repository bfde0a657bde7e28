package chordwork.clockworkred.ui

import java.util.Locale
import kotlin.test.Test
import kotlin.test.assertEquals

class StringsTest {
    private val english = Words.of("en")
    private val german = Words.of("de")

    @Test
    fun `both languages have the same strings, and none is unused`() {
        assertEquals(english.keys, german.keys)
        val asked = mutableSetOf("app_name", "listening_notification", "open_chart")
        Strings(Locale.ENGLISH) { asked += it; english.getValue(it) }
        assertEquals(asked, english.keys)
    }

    @Test
    fun `both languages fill in the same values`() {
        val places = Regex("%(\\d)\\$([sd])")
        for ((name, text) in english) {
            fun of(words: String) = places.findAll(words).map { it.value }.toSortedSet()
            assertEquals(of(text), of(german.getValue(name)), name)
        }
    }

    @Test
    fun `numbers are written as the language does`() {
        assertEquals("8,4 ms", Words.german.milliseconds(8.4))
        assertEquals("8.4 ms", Words.english.milliseconds(8.4))
        assertEquals("−12 cents", Words.english.cents(-12.4))
        assertEquals("0 cents", Words.english.cents(-0.3))
        assertEquals("2:05", Words.english.clock(125.9))
    }

    @Test
    fun `keys are named as the country does`() {
        assertEquals("B-Dur", Words.german.keyName("Bb major", chordwork.clockworkred.domain.Notation.GERMAN))
        assertEquals("E♭ minor", Words.english.keyName("Eb minor", chordwork.clockworkred.domain.Notation.ENGLISH))
        assertEquals("D dorian", Words.english.keyName("D dorian", chordwork.clockworkred.domain.Notation.ENGLISH))
    }
}
