package chordwork.clockworkred.domain.screen

import chordwork.clockworkred.domain.Connection
import chordwork.clockworkred.domain.FretShape
import chordwork.clockworkred.domain.Said
import chordwork.clockworkred.domain.ServerEvent
import chordwork.clockworkred.domain.Trouble
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertNull
import kotlin.test.assertTrue

class ListenScreenTest {
    private val granted = ListenEvent.PermissionAnswered(granted = true, mayAskAgain = true)
    private val on = ListenState().on(ListenEvent.StartTapped).state.on(granted).state

    private fun ListenState.hear(event: ServerEvent) = on(ListenEvent.Heard(event, 0))

    @Test
    fun `the microphone opens only once the user has allowed it`() {
        val asking = ListenState().on(ListenEvent.StartTapped)
        assertEquals(listOf<ListenEffect>(ListenEffect.AskPermission), asking.effects)
        assertFalse(asking.state.capturing)
        val answered = asking.state.on(granted)
        assertEquals(listOf<ListenEffect>(ListenEffect.StartCapture), answered.effects)
        assertEquals(Connection.Connecting, answered.state.listening.connection)
        assertEquals(emptyList(), answered.state.on(granted).effects)
        assertEquals(emptyList(), answered.state.on(ListenEvent.StartTapped).effects)
    }

    @Test
    fun `who refused for good is sent to the settings, and may try again after`() {
        val denied = ListenState().on(ListenEvent.StartTapped).state.on(ListenEvent.PermissionAnswered(false, false)).state
        assertEquals(Microphone.Denied(forGood = true), denied.microphone)
        val sent = denied.on(ListenEvent.AppSettingsTapped)
        assertEquals(listOf<ListenEffect>(ListenEffect.OpenAppSettings), sent.effects)
        assertEquals(listOf<ListenEffect>(ListenEffect.AskPermission), sent.state.on(ListenEvent.StartTapped).effects)
    }

    @Test
    fun `a lost connection keeps the microphone, a refusal closes it`() {
        val lost = on.on(ListenEvent.Connected(Connection.Waiting(1, 500, Trouble("network", "gone"))))
        assertTrue(lost.state.capturing)
        assertEquals(emptyList(), lost.effects)
        val refused = on.on(ListenEvent.Connected(Connection.Refused(Trouble("key_unknown", "no"))))
        assertFalse(refused.state.capturing)
        assertEquals(listOf<ListenEffect>(ListenEffect.StopCapture), refused.effects)
    }

    @Test
    fun `what is still said after stop does not look like listening`() {
        val stopped = on.on(ListenEvent.StopTapped)
        assertEquals(listOf<ListenEffect>(ListenEffect.StopCapture), stopped.effects)
        assertEquals(stopped.state, stopped.state.on(ListenEvent.Connected(Connection.Connecting)).state)
        assertEquals(emptyList(), stopped.state.on(ListenEvent.StopTapped).effects)
    }

    @Test
    fun `a shape is asked for once a chord is sure, and a late one is not shown`() {
        assertEquals(emptyList(), on.hear(Said.provisional("C", 0.0)).effects)
        val c = on.hear(Said.final(0, "C", 0.0, 1.0))
        assertEquals(listOf<ListenEffect>(ListenEffect.FindShape("C")), c.effects)
        assertEquals(emptyList(), c.state.hear(Said.final(1, "C", 1.0, 2.0)).effects)
        val g = c.state.hear(Said.final(1, "G", 1.0, 2.0)).state
        val shape = FretShape("C", "C", listOf(0), listOf(0))
        assertNull(g.on(ListenEvent.ShapeFound("C", shape)).state.shape)
        assertEquals(shape, g.on(ListenEvent.ShapeFound("G", shape)).state.shape)
    }

    @Test
    fun `clipping is remembered until it was read`() {
        val loud = on.hear(ServerEvent.Level(0.0, -3.0, 12, 0, 1.0)).state.hear(ServerEvent.Level(-9.0, -20.0, 0, 0, 2.0)).state
        assertTrue(loud.clipped)
        assertFalse(loud.on(ListenEvent.WarningsDismissed).state.clipped)
    }

    @Test
    fun `one suggestion sounds at a time`() {
        val first = on.on(ListenEvent.SuggestionTapped("G"))
        assertEquals(listOf<ListenEffect>(ListenEffect.PlayChord("G")), first.effects)
        val second = first.state.on(ListenEvent.SuggestionTapped("F")).state
        assertEquals("F", second.on(ListenEvent.SuggestionPlayed("G")).state.hearing)
        assertNull(second.on(ListenEvent.SuggestionPlayed("F")).state.hearing)
    }
}
