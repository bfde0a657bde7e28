package chordwork.clockworkred.data

import kotlinx.serialization.json.Json
import kotlinx.serialization.json.double
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import org.junit.jupiter.api.Assumptions.assumeTrue
import java.io.File
import java.net.InetAddress
import java.net.ServerSocket
import java.net.Socket
import java.nio.file.Files
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread
import kotlin.test.assertEquals
import kotlin.test.fail

/** The Python server, as it is installed, in a process of its own. `CHORDWORK` names the program; without it there is none. */
internal class RealServer private constructor(private val process: Process, val port: Int) : AutoCloseable {
    val address = ServerAddress.of("http://127.0.0.1:$port")

    /** As the system does it when memory is short. */
    fun kill() {
        process.destroyForcibly().waitFor()
    }

    /** As an operator does it: with a last word to each client. */
    fun shutDown() {
        process.destroy()
        process.waitFor()
    }

    override fun close() = kill()

    companion object {
        private val program: String? = System.getenv("CHORDWORK")

        fun isHere() = assumeTrue(program != null, "CHORDWORK does not name the server's program")

        fun start(vararg options: String, port: Int = 0): RealServer {
            val command = listOf(program!!, "serve", "--port", "$port", "--log-level", "error") + options
            val builder = ProcessBuilder(command)
            val process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start()
            val first = process.inputStream.bufferedReader().readLine() ?: fail("the server ended with ${process.waitFor()}")
            thread(isDaemon = true) { process.inputStream.use { it.copyTo(java.io.OutputStream.nullOutputStream()) } }
            val found = Regex(":(\\d+)/?$").find(first) ?: fail("the server said: $first")
            return RealServer(process, found.groupValues[1].toInt())
        }

        /** What is played to it: a clip of a guitar, as WAV. */
        val guitar: File by lazy {
            val wav = Files.createTempFile("guitar", ".wav").toFile().apply { deleteOnExit() }
            val clip = "from importlib.resources import files; import soundfile, sys; " +
                "sound, rate = soundfile.read(str(files('chordwork.analysis') / 'clips/guitar.ogg'), dtype='int16'); " +
                "soundfile.write(sys.argv[1], sound, rate, subtype='PCM_16')"
            say(File(program!!).resolveSibling("python").path, "-c", clip, wav.path)
            wav
        }

        /** What `chordwork analyze` hears in it. */
        val chordsOfGuitar: List<Heard> by lazy {
            val said = say(program!!, "analyze", "--raw", "--format", "json", guitar.path)
            Json.parseToJsonElement(said).jsonObject.getValue("chords").jsonArray.map { it.jsonObject }.map {
                Heard(
                    it.getValue("label").jsonPrimitive.content,
                    it.getValue("start").jsonPrimitive.double,
                    it.getValue("end").jsonPrimitive.double,
                )
            }
        }

        private fun say(vararg command: String): String {
            val process = ProcessBuilder(*command).redirectError(ProcessBuilder.Redirect.INHERIT).start()
            val said = process.inputStream.bufferedReader().readText()
            assertEquals(true, process.waitFor(300, TimeUnit.SECONDS))
            assertEquals(0, process.exitValue(), command.joinToString(" "))
            return said
        }
    }
}

internal data class Heard(val label: String, val startS: Double, val endS: Double)

/** A network between us and a server, which can be cut. */
internal class Network(private val serverPort: Int) : AutoCloseable {
    private val door = ServerSocket(0, 50, InetAddress.getLoopbackAddress())
    private val open = CopyOnWriteArrayList<Socket>()
    val address = ServerAddress.of("http://127.0.0.1:${door.localPort}")

    init {
        thread(isDaemon = true) {
            while (!door.isClosed) {
                val near = runCatching { door.accept() }.getOrNull() ?: break
                val far = runCatching { Socket(InetAddress.getLoopbackAddress(), serverPort) }.getOrNull()
                if (far == null) {
                    near.close()
                    continue
                }
                open += listOf(near, far)
                carry(near, far)
                carry(far, near)
            }
        }
    }

    private fun carry(from: Socket, to: Socket) {
        thread(isDaemon = true) {
            runCatching { from.getInputStream().copyTo(to.getOutputStream(), 4096) }
            runCatching { to.close() }
            runCatching { from.close() }
        }
    }

    /** As a phone that leaves its network: what was on the way is lost on both sides. */
    fun cut() {
        open.forEach {
            runCatching { it.setSoLinger(true, 0) }
            runCatching { it.close() }
        }
        open.clear()
    }

    override fun close() {
        door.close()
        cut()
    }
}
