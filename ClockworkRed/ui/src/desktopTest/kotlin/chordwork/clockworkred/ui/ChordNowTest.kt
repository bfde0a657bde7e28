package chordwork.clockworkred.ui

import kotlin.test.Test
import kotlin.test.assertFalse
import kotlin.test.assertTrue

class ChordNowTest {
    private fun shown(symbol: String, dark: Boolean = false, fontScale: Float = 1f) =
        picture(320, 260, dark, fontScale) { ChordNow(symbol, "F major · 96 bpm", "F minor seven flat five") }

    @Test
    fun `is drawn, letters and all, light and dark`() {
        for (dark in listOf(false, true)) {
            val image = shown("Fm7♭5/C♭", dark)
            image.keep("chord-now-${if (dark) "dark" else "light"}")
            assertTrue(image.colours() > 20, "only ${image.colours()} colours: no text was drawn")
        }
    }

    @Test
    fun `another chord is another picture`() {
        assertFalse(shown("C").pixels().contentEquals(shown("G").pixels()))
    }
}
