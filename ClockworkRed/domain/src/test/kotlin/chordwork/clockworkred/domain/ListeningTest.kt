package chordwork.clockworkred.domain

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertSame

class ListeningTest {
    private fun Listening.hearAll(vararg events: ServerEvent) = events.fold(this) { state, event -> state.hear(event, 0) }

    @Test
    fun `a session that is resumed goes on where it was`() {
        val before = Listening().hearAll(Said.ready(false), Said.final(0, "C", 0.0, 2.0))
        val after = before.hearAll(Said.ready(true), Said.final(0, "C", 0.0, 2.0), Said.final(1, "G", 2.0, 3.0))
        assertEquals(listOf("C", "G"), after.timeline.finals.map { it.chord.symbol })
        assertEquals(Connection.Live("s", true), after.connection)
    }

    @Test
    fun `a session begun anew forgets what was heard`() {
        val after = Listening().hearAll(Said.ready(false), Said.final(0, "C", 0.0, 2.0), Said.ready(false, "t"))
        assertEquals(Listening(connection = Connection.Live("t", false)), after)
    }

    @Test
    fun `a session that took the place of a lost one goes on counting`() {
        val before = Listening().hearAll(Said.ready(false), Said.final(0, "C", 0.0, 2.0))
        val after = before.hearAll(Said.ready(false, "t").copy(beganAtS = 2.0), Said.final(1, "G", 2.0, 3.0))
        assertEquals(listOf("C", "G"), after.timeline.finals.map { it.chord.symbol })
        assertEquals(Connection.Live("t", false), after.connection)
    }

    @Test
    fun `the age of an ack is measured by our own clock`() {
        val ack = ServerEvent.Ack(3, 0.2, 0.08, captureUs = 1_000_000)
        val stats = Listening().hear(ack, nowUs = 1_042_500).acks.statistics()
        assertEquals(42.5, stats?.p50Ms)
    }

    @Test
    fun `what is unknown or only a sign of life changes nothing`() {
        val before = Listening().hearAll(Said.ready(false))
        assertSame(before, before.hearAll(ServerEvent.Heartbeat(5), ServerEvent.Unknown("hologram"), ServerEvent.Pong("1")))
    }

    @Test
    fun `warnings do not pile up, and lost audio adds up`() {
        val many = Array(100) { ServerEvent.Warning("c$it", "m") }
        val after = Listening().hearAll(*many).hearAll(ServerEvent.Dropped(0.5, 1, 1.0), ServerEvent.Dropped(0.25, 1, 2.0))
        assertEquals(16, after.warnings.size)
        assertEquals("c99", after.warnings.last().code)
        assertEquals(0.75, after.droppedS)
    }

    @Test
    fun `secrets are not in the text of what holds them`() {
        assertFalse("secret" in Said.ready(false).toString())
        assertFalse("hush" in Settings("http://h", serverKey = "hush").toString())
    }
}
