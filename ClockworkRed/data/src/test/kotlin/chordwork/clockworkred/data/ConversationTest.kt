package chordwork.clockworkred.data

import chordwork.clockworkred.domain.AudioSource
import chordwork.clockworkred.domain.ChordServer
import chordwork.clockworkred.domain.Connection
import chordwork.clockworkred.domain.PcmFormat
import chordwork.clockworkred.domain.ServerEvent
import chordwork.clockworkred.domain.SessionChange
import chordwork.clockworkred.domain.SessionNews
import chordwork.clockworkred.domain.SessionRequest
import chordwork.clockworkred.domain.Taste
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.consumeAsFlow
import kotlinx.coroutines.flow.emptyFlow
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.long
import kotlin.test.Test
import kotlin.test.assertContentEquals
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertIs
import kotlin.test.assertTrue

/** A client and a server that says what we want: what must hold, however the network and the server behave. */
class ConversationTest {
    private val format = PcmFormat(8000)
    private val request = SessionRequest(format)

    private fun against(test: suspend CoroutineScope.(PretendedServer) -> Unit) =
        PretendedServer().use { server ->
            runBlocking(Dispatchers.Default) { withTimeout(90_000) { test(server) } }
        }

    private class Collected {
        val news = Channel<SessionNews>(Channel.UNLIMITED)

        suspend fun stands(): Connection {
            while (true) (news.receive() as? SessionNews.Stands)?.let { return it.connection }
        }

        suspend inline fun <reified T : Connection> until(): T {
            while (true) (stands() as? T)?.let { return it }
        }

        suspend inline fun <reified T : ServerEvent> hears(): T {
            while (true) ((news.receive() as? SessionNews.Heard)?.event as? T)?.let { return it }
        }
    }

    private fun CoroutineScope.collect(
        server: ChordServer,
        source: AudioSource,
        request: SessionRequest = this@ConversationTest.request,
        changes: Flow<SessionChange> = emptyFlow(),
    ): Pair<Collected, kotlinx.coroutines.Job> {
        val collected = Collected()
        val job = launch { server.listen(request, source, changes).collect { collected.news.send(it) } }
        return collected to job
    }

    private operator fun JsonObject.invoke(name: String) = getValue(name).jsonPrimitive

    @Test
    fun `the handshake, stamped frames and the end are as protocol 1 has them`() = against { server ->
        val talk = server.expect()
        val source = HandSource()
        val (client, _) = collect(server.chords(key = "cw_secret"), source, request.copy(key = "G major", notes = true))
        val start = talk.start()
        assertEquals("Bearer cw_secret", server.asked().headers["Authorization"])
        assertEquals(listOf(1, 8000, 1), listOf("protocol", "sample_rate", "channels").map { start(it).int })
        assertEquals(
            listOf("s16le", "stamped", "hop", "live", "G major"),
            listOf("format", "framing", "acks", "pace", "key").map { start(it).content },
        )
        assertFalse("resume" in start)
        talk.ready()
        assertEquals(Connection.Live("s", resumed = false), client.until<Connection.Live>())
        source.play(320, atUs = 5_000_000_000)
        source.play(100, atUs = 5_000_020_000)
        val (first, second) = List(2) { talk.heard() }
        assertEquals(listOf(0L, 0L, 5_000_000_000), listOf(first.sequence, first.flags.toLong(), first.capturedUs))
        assertContentEquals(ByteArray(320) { HandSource.byteAt(it.toLong()) }, first.pcm)
        assertEquals(listOf(1L, 5_000_020_000, 100L), listOf(second.sequence, second.capturedUs, second.pcm.size.toLong()))
        talk.say("""{"type":"ping","time_ms":1}""")
        assertEquals("pong", talk.said()("type").content)
        source.end()
        assertEquals("stop", talk.said()("type").content)
        talk.final(0, 0.0, 0.05)
        talk.done(0.0525)
        assertEquals(1, client.hears<ServerEvent.FinalChord>().index + 1)
        assertEquals(Connection.Ended("stop"), client.until<Connection.Ended>())
        assertEquals(2, source.released.get())
    }

    @Test
    fun `after a cut connection the audio goes on from the byte that the server asks for`() = against { server ->
        val talk = server.expect()
        val source = HandSource()
        val (client, _) = collect(server.chords(), source)
        talk.start()
        talk.ready()
        repeat(10) { source.play() }
        repeat(10) { talk.heard() }
        talk.final(0, 0.0, 0.05)
        talk.ack(3)
        client.hears<ServerEvent.Ack>()
        val again = server.expect()
        talk.cut()
        assertIs<Connection.Waiting>(client.until<Connection.Waiting>())
        repeat(5) { source.play() }
        val resume = again.start().getValue("resume").jsonObject
        assertEquals("of-sixteen-letters" to 1, resume("token").content to resume("finals").int)
        again.ready(resumed = true, receivedBytes = 6 * 320 + 100L)
        assertTrue(client.until<Connection.Live>().resumed)
        val frames = List(9) { again.heard() }
        assertEquals((6L..14L).toList(), frames.map { it.sequence })
        val resent = frames.fold(ByteArray(0)) { all, frame -> all + frame.pcm }
        assertContentEquals(ByteArray(9 * 320 - 100) { HandSource.byteAt(6 * 320 + 100L + it) }, resent)
        // A final that is said again is not told again.
        again.final(0, 0.0, 0.05)
        again.final(1, 0.05, 0.2)
        assertEquals(1, client.hears<ServerEvent.FinalChord>().index)
        source.end()
        again.said()
        again.done()
        client.until<Connection.Ended>()
    }

    @Test
    fun `when the session is gone another begins at the end of the last final chord, and goes on counting`() = against { server ->
        val talk = server.expect()
        val source = HandSource()
        val (client, _) = collect(server.chords(), source)
        talk.start()
        talk.ready()
        repeat(50) { source.play() }
        repeat(50) { talk.heard() }
        talk.ack(49)
        talk.final(0, 0.0, 0.4)
        client.hears<ServerEvent.FinalChord>()
        val late = server.expect()
        val anew = server.expect()
        talk.cut()
        late.start()
        late.say("""{"type":"error","code":"resume_failed","message":"no such session"}""")
        late.close(4010)
        assertFalse("resume" in anew.start())
        anew.ready(session = "another")
        assertEquals(0.4, client.hears<ServerEvent.Ready>().beganAtS)
        val first = anew.heard()
        assertEquals(HandSource.byteAt(6400), first.pcm[0])
        anew.final(0, 0.0, 0.5)
        val final = client.hears<ServerEvent.FinalChord>()
        assertEquals(listOf(1.0, 0.4, 0.9), listOf(final.index.toDouble(), final.startS, final.endS))
        source.end()
        while (anew.said()("type").content != "stop") Unit
        anew.done()
        client.until<Connection.Ended>()
    }

    @Test
    fun `live audio that is not acknowledged for a second is left out, and told`() = against { server ->
        val talk = server.expect()
        val source = HandSource()
        val clock = HandClock()
        val (client, _) = collect(server.chords(clock = clock, limits = StreamLimits(keepS = 5.0)), source)
        talk.start()
        talk.ready()
        client.until<Connection.Live>()
        // 0.3 s are on the way, and nothing comes back.
        repeat(15) { source.play() }
        repeat(15) { talk.heard() }
        clock.pass(1001)
        repeat(40) { source.play() }
        // The client has taken them all once it answers what was said after them.
        while (source.released.get() < 55) kotlinx.coroutines.yield()
        talk.ack(14)
        client.hears<ServerEvent.Ack>()
        assertEquals("skip", talk.said().also { assertEquals(40L * 320, it("bytes").long) }("type").content)
        source.play()
        val next = talk.heard()
        assertEquals(55L, next.sequence)
        assertEquals(HandSource.byteAt(55L * 320), next.pcm[0])
        source.end()
        talk.said()
        talk.done()
        client.until<Connection.Ended>()
    }

    @Test
    fun `what was captured while there was no connection is sent, and not taken for a lag`() = against { server ->
        val talk = server.expect()
        val source = HandSource()
        val clock = HandClock()
        val (client, _) = collect(server.chords(clock = clock), source)
        repeat(100) { source.play() }
        talk.start()
        while (source.released.get() < 100) kotlinx.coroutines.yield()
        clock.pass(3000)
        talk.ready()
        // Two seconds are on the way at once; two seconds make 100 frames.
        repeat(100) { talk.heard() }
        talk.ack(99)
        source.end()
        assertEquals("stop", talk.said()("type").content)
        talk.done()
        client.until<Connection.Ended>()
    }

    @Test
    fun `a server that asks for patience is asked again after it`() = against { server ->
        val waits = ArrayList<Long>()
        val full = server.expect()
        val restarted = server.expect()
        val talk = server.expect()
        val source = HandSource()
        val (client, _) = collect(server.chords(waits = waits), source)
        full.start()
        full.say("""{"type":"error","code":"engine_full","message":"64 sessions","retry_after_s":3}""")
        full.close(1013, "64 sessions")
        assertEquals("engine_full", client.until<Connection.Waiting>().why.code)
        restarted.start()
        restarted.ready()
        restarted.say("""{"type":"error","code":"draining","message":"the server shuts down"}""")
        restarted.done()
        restarted.close(1012, "the server shuts down")
        assertEquals("draining", client.until<Connection.Waiting>().why.code)
        talk.start()
        talk.ready()
        client.until<Connection.Live>()
        assertTrue(waits[0] in 3000..3250, "$waits")
        assertTrue(waits[1] in 0..500, "$waits")
        source.end()
        talk.said()
        talk.done()
        client.until<Connection.Ended>()
    }

    @Test
    fun `a message that is no JSON costs the connection, not the session`() = against { server ->
        val talk = server.expect()
        val source = HandSource()
        val (client, _) = collect(server.chords(), source)
        talk.start()
        talk.ready()
        client.until<Connection.Live>()
        val again = server.expect()
        talk.say("{oops")
        assertEquals("not_understood", client.until<Connection.Waiting>().why.code)
        assertTrue("resume" in again.start())
        again.ready(resumed = true)
        client.until<Connection.Live>()
        source.end()
        again.said()
        again.done()
        client.until<Connection.Ended>()
    }

    @Test
    fun `a silent server is left`() = against { server ->
        val talk = server.expect()
        val (client, job) = collect(server.chords(), HandSource(), request.copy(heartbeatS = 1.0))
        talk.start()
        talk.ready()
        client.until<Connection.Live>()
        server.expect()
        assertEquals("timeout", client.until<Connection.Waiting>().why.code)
        job.cancel()
    }

    @Test
    fun `what waiting does not mend is told at once`() = against { server ->
        server.refuse(401, """{"status":401,"code":"key_unknown","detail":"no such key"}""")
        val (client, _) = collect(server.chords(key = "wrong"), HandSource())
        val refused = client.until<Connection.Refused>()
        assertEquals("key_unknown", refused.why.code)
        assertTrue("settings" in refused.why.message)
        val talk = server.expect()
        val (other, _) = collect(server.chords(), HandSource())
        talk.start()
        talk.say("""{"type":"error","code":"bad_field","message":"'sample_rate' must be 8000 … 192000"}""")
        talk.close(4002)
        assertEquals("bad_field", other.until<Connection.Refused>().why.code)
    }

    @Test
    fun `nobody there is waited for until it is too long`() = against { server ->
        val waits = ArrayList<Long>()
        val chords = server.chords(backoff = Backoff(giveUpAfterMs = 2000), waits = waits)
        server.leave()
        val (client, _) = collect(chords, HandSource())
        assertEquals("no_server", client.until<Connection.Waiting>().why.code)
        assertEquals("no_server", client.until<Connection.Refused>().why.code)
        assertTrue(waits.sum() >= 2000, "$waits")
    }

    @Test
    fun `who stops collecting closes the connection and the source`() = against { server ->
        val talk = server.expect()
        val (client, job) = collect(server.chords(), HandSource())
        talk.start()
        talk.ready()
        client.until<Connection.Live>()
        job.cancel()
        job.join()
        assertEquals(1000, talk.closed())
    }

    @Test
    fun `changes reach the server, also those made without a connection`() = against { server ->
        val talk = server.expect()
        val source = HandSource()
        val changes = Channel<SessionChange>(Channel.UNLIMITED)
        val (client, _) = collect(server.chords(), source, changes = changes.consumeAsFlow())
        talk.start()
        changes.send(SessionChange.Configure("D major", Taste(3), notes = false))
        talk.ready()
        client.until<Connection.Live>()
        assertEquals("D major", talk.said()("key").content)
        changes.send(SessionChange.Configure("A minor", Taste(3), notes = true))
        assertEquals("A minor", talk.said()("key").content)
        changes.send(SessionChange.Stop)
        assertEquals("stop", talk.said()("type").content)
        talk.done()
        client.until<Connection.Ended>()
    }
}
