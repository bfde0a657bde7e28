package chordwork.clockworkred.ui

import androidx.compose.material3.ColorScheme
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.luminance
import kotlin.test.Test
import kotlin.test.assertEquals

/** WCAG 2.2: 4.5 for text (1.4.3), 3 for large text and for what is drawn (1.4.11). */
class ContrastTest {
    private class Pair(val name: String, val front: Color, val back: Color, val least: Double)

    private fun ColorScheme.pairs() =
        listOf(
            Pair("text", onSurface, surface, TEXT),
            Pair("lesser text", onSurfaceVariant, surface, TEXT),
            Pair("text on a card", onSurface, surfaceContainer, TEXT),
            Pair("text on the player", onSurface, surfaceContainerLow, TEXT),
            Pair("lesser text on a card", onSurfaceVariant, surfaceContainer, TEXT),
            Pair("caption of the chord", onSurfaceVariant, surfaceContainerLow, TEXT),
            Pair("the chord", primary, surfaceContainerLow, TEXT),
            Pair("chords of a section", primary, surfaceContainer, TEXT),
            Pair("the chord that may change", provisional, surfaceContainerLow, LARGE),
            Pair("chord in the timeline", onSecondaryContainer, secondaryContainer, TEXT),
            Pair("chord in the timeline that may change", onSurfaceVariant, surfaceContainerLow, TEXT),
            Pair("its border", provisional, surfaceContainerLow, LARGE),
            Pair("button", onPrimary, primary, TEXT),
            Pair("button on the page", primary, surface, LARGE),
            Pair("button on a trouble", primary, errorContainer, LARGE),
            Pair("trouble", onErrorContainer, errorContainer, TEXT),
            Pair("hint", onTertiaryContainer, tertiaryContainer, TEXT),
            Pair("suggestion that sounds", onPrimaryContainer, primaryContainer, TEXT),
            Pair("finger in a diagram", onPrimary, primary, TEXT),
            Pair("string in a diagram", outline, surface, LARGE),
            Pair("level", secondary, surfaceContainerHighest, LARGE),
            Pair("level, too loud", error, surfaceContainerHighest, LARGE),
            Pair("needle", primary, surface, LARGE),
            Pair("beat", primary, surface, LARGE),
            Pair("chosen place", onSurface, surfaceContainer, TEXT),
            Pair("error of a field", error, surface, TEXT),
            Pair("border of a field", outline, surface, LARGE),
        )

    private fun contrast(one: Color, other: Color): Double {
        val (dark, light) = listOf(one.luminance(), other.luminance()).sorted()
        return (light + 0.05) / (dark + 0.05)
    }

    @Test
    fun `everything can be told from what it stands on`() {
        for ((name, scheme) in mapOf("light" to LightColours, "dark" to DarkColours)) {
            val faint = scheme.pairs().filter { contrast(it.front, it.back) < it.least }.map { "$name: ${it.name} ${contrast(it.front, it.back)}" }
            assertEquals(emptyList(), faint)
        }
    }

    private companion object {
        const val TEXT = 4.5
        const val LARGE = 3.0
    }
}
