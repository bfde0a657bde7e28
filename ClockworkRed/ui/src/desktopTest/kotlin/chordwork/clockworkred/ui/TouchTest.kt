package chordwork.clockworkred.ui

import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.SemanticsActions
import androidx.compose.ui.semantics.SemanticsNode
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.semantics.getOrNull
import chordwork.clockworkred.domain.Hand
import chordwork.clockworkred.domain.Notation
import chordwork.clockworkred.domain.screen.AppEvent
import chordwork.clockworkred.domain.screen.AppState
import chordwork.clockworkred.domain.screen.BandEvent
import chordwork.clockworkred.domain.screen.ListenEvent
import chordwork.clockworkred.domain.screen.Screen
import chordwork.clockworkred.domain.screen.SettingsEvent
import chordwork.clockworkred.domain.screen.TabsEvent
import chordwork.clockworkred.domain.screen.WriteEvent
import kotlin.test.Test
import kotlin.test.assertContains
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertNotNull
import kotlin.test.assertTrue

/** What happens on a tap, and what a screen reader says: found in the tree that TalkBack reads. */
class TouchTest {
    private val phone = Look(411, 2400)

    private fun tap(state: AppState, words: String): List<AppEvent> {
        val events = mutableListOf<AppEvent>()
        shown(phone, { AppContent(state, events::add) }) { seen ->
            val node = seen.merged.filter { SemanticsActions.OnClick in it.config }.single { words in it.words() }
            assertNotNull(node.config[SemanticsActions.OnClick].action).invoke()
        }
        return events
    }

    private fun nodes(state: AppState, look: (List<SemanticsNode>) -> Unit) = shown(phone, { AppContent(state, {}) }) { look(it.merged) }

    private fun listen(name: String) = Examples.listen.getValue(name)

    @Test
    fun `taps say what was meant`() {
        assertEquals(listOf<AppEvent>(AppEvent.OfListen(ListenEvent.StartTapped)), tap(listen("empty"), "Start listening"))
        assertEquals(listOf<AppEvent>(AppEvent.OfListen(ListenEvent.StopTapped)), tap(listen("sure"), "Stop"))
        assertEquals(listOf<AppEvent>(AppEvent.OfListen(ListenEvent.AppSettingsTapped)), tap(listen("denied-for-good"), "Open settings"))
        assertEquals(listOf<AppEvent>(AppEvent.OfListen(ListenEvent.SuggestionTapped("Dm7"))), tap(listen("sure"), "Dm7"))
        assertEquals(listOf<AppEvent>(AppEvent.Open(Screen.BAND)), tap(listen("empty"), "Band"))
        assertEquals(listOf<AppEvent>(AppEvent.OfTabs(TabsEvent.AskTapped)), tap(Examples.tabs.getValue("offline"), "Try again"))
        assertEquals(listOf<AppEvent>(AppEvent.OfTabs(TabsEvent.ReadAgainTapped)), tap(Examples.tabs.getValue("share-offline"), "Try again"))
        assertEquals(listOf<AppEvent>(AppEvent.OfTabs(TabsEvent.SongChosen(5))), tap(Examples.tabs.getValue("shared-playlist"), "Song 6"))
        assertEquals(listOf<AppEvent>(AppEvent.OfWrite(WriteEvent.LockTapped("sections.verse.chords"))), tap(Examples.write.getValue("plan"), "Lock: Verse"))
        assertEquals(listOf<AppEvent>(AppEvent.OfWrite(WriteEvent.StepTapped(2))), tap(Examples.write.getValue("steps"), "2. Learn the shapes"))
        assertEquals(listOf<AppEvent>(AppEvent.OfBand(BandEvent.PauseTapped)), tap(Examples.band.getValue("playing"), "Pause"))
        assertEquals(listOf<AppEvent>(AppEvent.OfSettings(SettingsEvent.HandChosen(Hand.RIGHT))), tap(Examples.settingsScreen.getValue("full"), "Right"))
    }

    @Test
    fun `a screen reader says the chord that is sure, when it changes, in words`() {
        fun said(name: String, words: String) =
            nodes(listen(name)) { nodes ->
                val node = nodes.single { it.words() == words }
                assertEquals(LiveRegionMode.Polite, node.config.getOrNull(SemanticsProperties.LiveRegion))
            }
        said("empty", "Play something")
        said("sure", "C major")
        // G is not sure yet.
        said("perhaps", "C major")
    }

    @Test
    fun `trouble is said when it comes`() {
        nodes(listen("reconnecting")) { nodes ->
            val live = nodes.filter { SemanticsProperties.LiveRegion in it.config }.map { it.words() }
            assertTrue(live.any { "Connection lost" in it && "Next try in 2.4 s" in it }, "$live")
        }
    }

    @Test
    fun `what is drawn is also said`() {
        nodes(listen("sure")) { nodes ->
            val words = nodes.map { it.words() }
            assertContains(words, "C. From the lowest string: muted, fret 3 finger 3, fret 2 finger 2, open, fret 1 finger 1, open")
            assertContains(words, "Last chords: C, G, Am, Fmaj7, B♭7, C")
            assertContains(words, "Tuning: −12 cents")
            assertContains(words, "Level -9 decibels")
        }
    }

    @Test
    fun `a key of a server is not shown`() =
        nodes(Examples.settingsScreen.getValue("full")) { nodes -> assertFalse(nodes.any { "a-secret" in it.words() }) }

    @Test
    fun `the other hand sees the mirror image, and other notations other names`() {
        val state = Examples.tabs.getValue("diagrams")
        fun look(hand: Hand, notation: Notation) = picture(phone) {
            AppContent(state.copy(settings = state.settings.copy(settings = state.settings.settings.copy(frettingHand = hand, notation = notation))), {})
        }.pixels()
        val usual = look(Hand.LEFT, Notation.ENGLISH)
        assertFalse(usual.contentEquals(look(Hand.RIGHT, Notation.ENGLISH)))
        assertFalse(usual.contentEquals(look(Hand.LEFT, Notation.SOLFEGE)))
    }

    @Test
    fun `a chord that may change is fainter`() {
        val pictures = listOf("perhaps", "sure").map { picture(Look(411, 300)) { AppContent(listen(it), {}) }.pixels().toSet() }
        assertFalse(pictures[0] == pictures[1])
    }
}
