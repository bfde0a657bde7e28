package chordwork.clockworkred.desktop

import chordwork.clockworkred.data.BASE_URL
import java.io.File
import kotlin.test.Test
import kotlin.test.assertContains
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith

class UsageTest {
    @Test
    fun `the help says which server is meant, and every option`() {
        assertContains(USAGE, BASE_URL)
        for (name in listOf("wav", "server", "key", "fast", "repeats", "json", "help")) assertContains(USAGE, "--$name ")
    }

    @Test
    fun `options are read, and what is none is told`() {
        val read = Options.read(listOf("--wav", "a.wav", "--server", "http://h:1", "--fast", "--repeats", "3"), mapOf("CHORDWORK_API_KEY" to "k"))
        assertEquals(Options(File("a.wav"), "http://h:1", "k", fast = true, repeats = 3), read)
        for (wrong in listOf(listOf("--wav"), listOf("--loud"), listOf("--repeats", "0"))) {
            assertFailsWith<IllegalArgumentException> { Options.read(wrong, emptyMap()) }
        }
    }
}

class WordsTest {
    @Test
    fun `the window speaks the computer's language, or English`() {
        kotlin.test.assertEquals("Hören", strings(java.util.Locale.GERMAN).listen)
        kotlin.test.assertEquals("Listen", strings(java.util.Locale.forLanguageTag("tlh")).listen)
    }
}
