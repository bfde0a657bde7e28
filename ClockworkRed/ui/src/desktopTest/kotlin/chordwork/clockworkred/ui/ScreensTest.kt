package chordwork.clockworkred.ui

import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.TestFactory
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/** Every screen in every state: drawn, kept for people to look at, and looked through for what would annoy them. */
class ScreensTest {
    private val looks =
        linkedMapOf(
            "light" to Look(360, 760),
            "dark" to Look(360, 760, dark = true),
            "large" to Look(360, 760, fontScale = 2f),
            "tablet" to Look(1024, 760),
        )

    /** Where it is tightest: the narrowest phone, in German, whose words are longer. */
    private val tight =
        linkedMapOf(
            "narrow" to Look(320, 640, strings = Words.german),
            "narrow-large" to Look(320, 640, dark = true, fontScale = 2f, strings = Words.german),
            "wide-phone" to Look(411, 860, dark = true),
            "lying" to Look(760, 360),
            "tablet-dark" to Look(1280, 800, dark = true, fontScale = 1.3f),
        )

    @TestFactory
    fun `every state is drawn, can be touched, read and heard`(): List<DynamicTest> =
        Examples.all.flatMap { (screen, states) ->
            states.flatMap { (state, app) ->
                val wanted = if (state in setOf("longest", "sure", "diagrams", "plan", "playing", "full")) looks + tight else looks
                wanted.map { (name, look) ->
                    DynamicTest.dynamicTest("$screen-$state-$name") {
                        shown(look, { AppContent(app, {}) }) { seen ->
                            seen.image.keep("$screen-$state-$name")
                            assertTrue(seen.image.colours() > 8, "few colours: no text was drawn")
                            assertEquals(emptyList(), seen.complaints(look))
                        }
                    }
                }
            }
        }
}
