package chordwork.clockworkred.data

import chordwork.clockworkred.domain.BandRequest
import chordwork.clockworkred.domain.ChartSong
import chordwork.clockworkred.domain.ReadChart
import chordwork.clockworkred.domain.ServerException
import chordwork.clockworkred.domain.SharedChart
import chordwork.clockworkred.domain.TabRequest
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import mockwebserver3.MockResponse
import mockwebserver3.SocketEffect
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertTrue

/** What the server may answer instead of what it should. */
class SongServerFailuresTest {
    private fun against(test: suspend (PretendedServer) -> Unit) =
        PretendedServer().use { server -> runBlocking(Dispatchers.Default) { withTimeout(60_000) { test(server) } } }

    private suspend fun PretendedServer.failure(): ServerException = assertFailsWith { songs().tabs(TabRequest("C")) }

    @Test
    fun `a problem document is told in its own words`() = against { server ->
        server.refuse(422, """{"status":422,"code":"capo","detail":"a capo at fret 40 is off the neck"}""")
        val refused = server.failure()
        assertEquals(listOf("capo", "a capo at fret 40 is off the neck"), listOf(refused.trouble.code, refused.message))
        server.refuse(429, """{"status":429,"code":"rate","detail":"slower"}""", "Retry-After" to "7")
        assertEquals(7.0, server.failure().retryAfterS)
    }

    @Test
    fun `whoever else answers is told from a server of ours`() = against { server ->
        server.answer(MockResponse.Builder().code(404).body("<html>no such page").build())
        assertEquals("http_404", server.failure().trouble.code)
        server.answer(MockResponse.Builder().code(502).body("{").build())
        assertTrue("problem" in server.failure().message.orEmpty())
        server.answer(MockResponse.Builder().body("<html>Welcome to the hotel's network").build())
        assertEquals("not_understood", server.failure().trouble.code)
        server.answer(MockResponse.Builder().body("""{"title":"C"}""").build())
        assertEquals("not_understood", server.failure().trouble.code)
    }

    @Test
    fun `an answer that breaks off, or has no end, is no answer`() = against { server ->
        server.answer(MockResponse.Builder().body("""{"grooves":[]}""").onResponseBody(SocketEffect.CloseSocket()).build())
        assertEquals(null, assertFailsWith<ServerException> { server.songs().grooves() }.status)
        server.answer(MockResponse.Builder().body("[" + " ".repeat(5 shl 20)).build())
        assertEquals("connection_lost", assertFailsWith<ServerException> { server.songs().instruments() }.trouble.code)
    }

    @Test
    fun `remarks come with the sound`() = against { server ->
        server.answer(MockResponse.Builder().body("RIFF").addHeader("Content-Type", "audio/wav").addHeader("X-Chordwork-Notes", """["slower"]""").build())
        val band = server.songs("cw_key").accompaniment(BandRequest("C | G"))
        assertEquals(listOf("RIFF", "audio/wav", "[slower]"), listOf(band.file.decodeToString(), band.mediaType, "${band.remarks}"))
        val asked = server.asked()
        assertEquals("Bearer cw_key", asked.headers["Authorization"])
        assertEquals("ogg", asked.url.queryParameter("format"))
    }

    @Test
    fun `a shared chart is sent as it is, and what goes without saying is left out of the answer`() = against { server ->
        val body = """{"read_as":"chordpro","songs":[{"title":"Rain"},{}],"played":["| C |","| G |"],"remarks":[{"text":"guessed","line":1}]}"""
        server.answer(MockResponse.Builder().body(body).build())
        val read = server.songs().charts(SharedChart("my rain.cho", byteArrayOf(0, -1, 7)))
        assertEquals(ReadChart(listOf(ChartSong("Rain", "| C |"), ChartSong("", "| G |")), listOf("guessed")), read)
        val asked = server.asked()
        assertEquals("/charts?name=my%20rain.cho", "${asked.url.encodedPath}?${asked.url.encodedQuery}")
        assertEquals("application/octet-stream", asked.headers["Content-Type"])
        assertEquals("00ff07", asked.body?.hex())
    }

    @Test
    fun `who stops waiting ends the call`() = against { server ->
        server.answer(MockResponse.Builder().onResponseStart(SocketEffect.Stall).build())
        kotlinx.coroutines.coroutineScope {
            val waiting = launch { server.songs().grooves() }
            kotlinx.coroutines.runInterruptible(Dispatchers.IO) { server.asked() }
            waiting.cancelAndJoin()
        }
    }
}
