package chordwork.clockworkred.data

import chordwork.clockworkred.domain.Chord
import chordwork.clockworkred.domain.ServerEvent
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertIs

class ServerMessagesTest {
    @Test
    fun `a chord that rings, and one that is finished`() {
        val fields = """"label":"A:min7/b3","symbol":"Am7/C","bass":"C","start":1.5,"at":2,"confidence":0.9,"alternatives":
            [{"label":"C:maj6","symbol":"C6","bass":"C","confidence":0.1}],"beat":null,"latency_ms":12.5"""
        val rings = assertIs<ServerEvent.ProvisionalChord>(ServerMessages.read("""{"type":"chord","status":"provisional","end":null,$fields}"""))
        assertEquals(Chord("A:min7/b3", "Am7/C", "C"), rings.chord)
        assertEquals(2.0, rings.atS)
        assertEquals(listOf("C6"), rings.alternatives.map { it.chord.symbol })
        val over = assertIs<ServerEvent.FinalChord>(ServerMessages.read("""{"type":"chord","status":"final","index":3,"end":2.0,$fields}"""))
        assertEquals(3 to 2.0, over.index to over.endS)
    }

    @Test
    fun `a stamp keeps all its digits`() {
        val text = """{"type":"ack","sequence":4294967295,"queue_age_ms":0,"audio_s":0.02,"capture_us":9007199254740993}"""
        assertEquals(ServerEvent.Ack(4294967295, 0.0, 0.02, 9007199254740993), ServerMessages.read(text))
    }

    @Test
    fun `what is new is let pass, and what is broken is not`() {
        assertEquals(ServerEvent.Unknown("lyrics"), ServerMessages.read("""{"type":"lyrics","text":"la"}"""))
        assertEquals(ServerEvent.Heartbeat(5), ServerMessages.read("""{"type":"ping","time_ms":5,"more":[1]}"""))
        for (broken in listOf("", "{oops", "[1]", "7", """{"kind":"ack"}""", """{"type":"tuning","cents":"3","at":1}""")) {
            assertFailsWith<NotUnderstoodException>(broken) { ServerMessages.read(broken) }
        }
    }
}
