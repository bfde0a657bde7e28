package chordwork.clockworkred.data

import chordwork.clockworkred.domain.BandForm
import chordwork.clockworkred.domain.BandRequest
import chordwork.clockworkred.domain.Connection
import chordwork.clockworkred.domain.LatencyWindow
import chordwork.clockworkred.domain.Level
import chordwork.clockworkred.domain.Listening
import chordwork.clockworkred.domain.Pace
import chordwork.clockworkred.domain.ServerEvent
import chordwork.clockworkred.domain.ServerException
import chordwork.clockworkred.domain.SessionNews
import chordwork.clockworkred.domain.SessionRequest
import chordwork.clockworkred.domain.SharedChart
import chordwork.clockworkred.domain.SongRequest
import chordwork.clockworkred.domain.TabRequest
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.onEach
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import okhttp3.OkHttpClient
import org.junit.jupiter.api.BeforeEach
import java.nio.file.Files
import kotlin.math.abs
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertIs
import kotlin.test.assertTrue

/** `:data` and the Python server that it is made for. Skipped where `CHORDWORK` does not name its program. */
class RealServerTest {
    private val client = OkHttpClient()

    @BeforeEach
    fun `the server is installed`() = RealServer.isHere()

    private fun heard(news: List<SessionNews>): List<ServerEvent> = news.filterIsInstance<SessionNews.Heard>().map { it.event }

    private fun finals(news: List<SessionNews>): List<Heard> =
        heard(news).filterIsInstance<ServerEvent.FinalChord>().map { Heard(it.chord.label, it.startS, it.endS) }

    private fun assertSame(expected: List<Heard>, found: List<Heard>) {
        assertEquals(expected.map { it.label }, found.map { it.label })
        // `analyze` rounds otherwise than the wire does.
        expected.zip(found).forEach { (one, other) ->
            assertTrue(abs(one.startS - other.startS) < 0.002 && abs(one.endS - other.endS) < 0.002, "$one is not $other")
        }
    }

    private fun running(test: suspend () -> Unit) = runBlocking(Dispatchers.Default) { withTimeout(400_000) { test() } }

    @Test
    fun `a recording at the pace of music has the finals of analyze`() =
        RealServer.start().use { server ->
            running {
                val source = WavSource(RealServer.guitar)
                val request = SessionRequest(source.format, pace = Pace.FILE)
                val news = OkHttpChordServer(client, server.address).listen(request, source).toList()
                assertSame(RealServer.chordsOfGuitar, finals(news))
                val shown = news.fold(Listening()) { listening, one -> listening.hear(one) }
                assertEquals(Connection.Ended("stop"), shown.connection)
                assertEquals(source.durationS, shown.heardS, 0.01)
                assertEquals(0.0, shown.droppedS)
                val delays = news.filterIsInstance<SessionNews.Heard>().filter { it.event is ServerEvent.ProvisionalChord }
                val capture = delays.fold(LatencyWindow(capacity = 1000)) { window, one -> one.delayMs?.let { window + it } ?: window }
                assertEquals(delays.size, capture.statistics()?.count)
                println("capture to chord: ${capture.statistics()}; capture to ack: ${shown.acks.statistics()}")
            }
        }

    @Test
    fun `cut off again and again, nothing is lost`() =
        RealServer.start().use { server ->
            Network(server.port).use { network ->
                running {
                    val source = WavSource(RealServer.guitar, atOnce = true)
                    val request = SessionRequest(source.format, pace = Pace.FILE)
                    var acks = 0
                    val news =
                        OkHttpChordServer(client, network.address)
                            .listen(request, source)
                            .onEach { if ((it as? SessionNews.Heard)?.event is ServerEvent.Ack && ++acks % 60 == 0) network.cut() }
                            .toList()
                    val ready = heard(news).filterIsInstance<ServerEvent.Ready>()
                    assertTrue(ready.size > 2, "$acks acks, $ready")
                    assertTrue(ready.drop(1).all { it.resumed })
                    assertSame(RealServer.chordsOfGuitar, finals(news))
                    println("${ready.size - 1} cuts, ${finals(news).size} finals")
                }
            }
        }

    private fun `a server that comes back`(go: (RealServer) -> Unit) {
        var server = RealServer.start()
        try {
            running {
                val source = WavSource(RealServer.guitar, atOnce = true)
                val request = SessionRequest(source.format, pace = Pace.FILE)
                var finals = 0
                val news =
                    OkHttpChordServer(client, server.address, backoff = Backoff(longestMs = 1000))
                        .listen(request, source)
                        .onEach {
                            if ((it as? SessionNews.Heard)?.event is ServerEvent.FinalChord && ++finals == 3) {
                                go(server)
                                server = RealServer.start(port = server.port)
                            }
                        }.toList()
                val ready = heard(news).filterIsInstance<ServerEvent.Ready>()
                assertEquals(2, ready.size)
                assertTrue(ready[1].beganAtS > 0)
                val found = finals(news)
                assertEquals(List(found.size) { it }, heard(news).filterIsInstance<ServerEvent.FinalChord>().map { it.index })
                // Not a moment is without its chord.
                found.zipWithNext { one, next -> assertEquals(one.endS, next.startS, 0.001) }
                assertEquals(0.0, found.first().startS)
                assertEquals(source.durationS, found.last().endS, 0.05)
                assertIs<Connection.Ended>((news.last() as SessionNews.Stands).connection)
            }
        } finally {
            server.close()
        }
    }

    @Test
    fun `a server that was killed is back, and what it had not finished is heard again`() = `a server that comes back`(RealServer::kill)

    @Test
    fun `a server that is restarted says so, and the music goes on`() = `a server that comes back`(RealServer::shutDown)

    @Test
    fun `who finds no place waits for one`() =
        RealServer.start("--max-sessions", "1").use { server ->
            running {
                val clip = WavSource(RealServer.guitar, atOnce = true)
                val request = SessionRequest(clip.format, pace = Pace.FILE, resumable = false)
                val held = HandSource(clip.format)
                val chords = OkHttpChordServer(client, server.address, backoff = Backoff(longestMs = 1000), waitMs = {})
                kotlinx.coroutines.coroutineScope {
                    val waiting = kotlinx.coroutines.CompletableDeferred<Unit>()
                    val live = kotlinx.coroutines.CompletableDeferred<Unit>()
                    launch {
                        chords.listen(request, held).collect {
                            if ((it as? SessionNews.Stands)?.connection is Connection.Live) live.complete(Unit)
                        }
                    }
                    live.await()
                    launch {
                        waiting.await()
                        held.end()
                    }
                    val news =
                        chords
                            .listen(request, clip)
                            .onEach { if ((it as? SessionNews.Stands)?.connection is Connection.Waiting) waiting.complete(Unit) }
                            .toList()
                    val waited = news.filterIsInstance<SessionNews.Stands>().map { it.connection }.filterIsInstance<Connection.Waiting>()
                    assertEquals(setOf("engine_full"), waited.map { it.why.code }.toSet())
                    assertSame(RealServer.chordsOfGuitar, finals(news))
                }
            }
        }

    @Test
    fun `tabs, plans, suggestions and a band`() =
        RealServer.start("--computation-timeout-s", "120").use { server ->
            running {
                val songs = OkHttpSongServer(client, server.address, silenceMs = 150_000)
                val sheet = songs.tabs(TabRequest("C | G Am | F", instrument = "ukulele", level = Level.BEGINNER))
                assertEquals(listOf("C", "G", "Am", "F"), sheet.chords)
                assertEquals(4, sheet.tuning.size)
                assertTrue(sheet.shapes.all { it.frets.size == 4 && it.fingers.size == 4 })
                assertEquals("C", songs.suggest(listOf("Dm7", "G7"), key = "C major", limit = 3).first().symbol.take(1))
                val chart = songs.charts(SharedChart("two.cho", "{title: Two}\n{start_of_grid}\n| C . G . |\n{end_of_grid}\n".encodeToByteArray()))
                assertEquals("Two", chart.songs.single().title)
                assertEquals(listOf("C", "G"), songs.tabs(TabRequest(chart.songs.single().played, title = "Two")).chords)
                val none = assertFailsWith<ServerException> { songs.charts(SharedChart("", ByteArray(4))) }
                assertEquals("unknown_chart", none.trouble.code)
                val plan = songs.instructions(SongRequest(theme = "walking home through the rain", seed = 4))
                assertTrue(plan.sections.isNotEmpty() && plan.steps.isNotEmpty())
                val name = plan.sections.first().name
                val changed = songs.instructions(SongRequest(plan = plan, locked = mapOf("sections.$name.chords" to "G | D | Em | C"), seed = 5))
                assertEquals(listOf("G", "D", "Em", "C"), changed.sections.first { it.name == name }.chords.map { it.symbol })
                val midi = songs.accompaniment(BandRequest(plan = changed, form = BandForm.MIDI))
                assertEquals("MThd", midi.file.copyOf(4).decodeToString())
                assertEquals("guitar", songs.instruments().map { it.name }.first { it == "guitar" })
                assertTrue(songs.grooves().any { it.name == "bossa" && it.beatsABar > 0 })
                val refused = assertFailsWith<ServerException> { songs.tabs(TabRequest("C Hmj7x")) }
                assertEquals(422 to "chord_symbol", refused.status to refused.trouble.code)
            }
        }

    @Test
    fun `a server with keys lets in who has one`() {
        val keys = Files.createTempFile("keys", ".txt").toFile()
        try {
            val program = System.getenv("CHORDWORK")
            val made = ProcessBuilder(program, "api-key", "phone").redirectOutput(keys).redirectError(ProcessBuilder.Redirect.PIPE).start()
            val shown = made.errorStream.bufferedReader().readText()
            assertEquals(0, made.waitFor())
            val key = shown.substringAfterLast(": ").trim()
            RealServer.start("--api-keys-file", keys.path).use { server ->
                running {
                    val request = SessionRequest(HandSource().format)
                    val none = OkHttpChordServer(client, server.address).listen(request, HandSource()).toList().last()
                    assertEquals("key_missing", assertIs<Connection.Refused>(assertIs<SessionNews.Stands>(none).connection).why.code)
                    assertFailsWith<ServerException> { OkHttpSongServer(client, server.address).grooves() }
                    assertTrue(OkHttpSongServer(client, server.address, key).grooves().isNotEmpty())
                    val live = OkHttpChordServer(client, server.address, key).listen(request, HandSource())
                    live.first { (it as? SessionNews.Stands)?.connection is Connection.Live }
                }
            }
        } finally {
            keys.delete()
        }
    }
}
