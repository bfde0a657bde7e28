package chordwork.clockworkred.data

import java.io.File
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertTrue

class ServerAddressTest {
    @Test
    fun `the address that is built in is the one of the build script`() {
        assertTrue("val BASE_URL = \"$BASE_URL\"" in File("build.gradle.kts").readText())
        assertEquals("/ws", ServerAddress.of(BASE_URL).stream.encodedPath)
    }

    @Test
    fun `a server may be below a path, and be typed as a web socket`() {
        assertEquals("https://h.example/music/ws", ServerAddress.of("https://h.example/music/").stream.toString())
        assertEquals("http://h.example:8765/tabs", ServerAddress.of(" ws://h.example:8765").at("tabs").toString())
    }

    @Test
    fun `what is no address is refused`() {
        for (text in listOf("", "h.example", "ftp://h.example")) assertFailsWith<IllegalArgumentException> { ServerAddress.of(text) }
    }
}
