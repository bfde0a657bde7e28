package chordwork.clockworkred.data

import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.withTimeout
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import mockwebserver3.MockResponse
import mockwebserver3.MockWebServer
import okhttp3.OkHttpClient
import okhttp3.Response
import okhttp3.WebSocket
import okhttp3.WebSocketListener
import okio.ByteString
import java.nio.ByteOrder
import kotlin.test.assertEquals

/** A server that says what a test tells it to. */
internal class PretendedServer : AutoCloseable {
    private val server = MockWebServer().apply { start() }
    private val client = OkHttpClient()
    val address = ServerAddress.of(server.url("/").toString())

    /** The next connection is taken, and is what this returns. */
    fun expect(): Conversed = Conversed().also { server.enqueue(MockResponse.Builder().webSocketUpgrade(it).build()) }

    fun refuse(status: Int, problem: String, vararg headers: Pair<String, String>) {
        val answer = MockResponse.Builder().code(status).body(problem).addHeader("Content-Type", "application/problem+json")
        headers.forEach { (name, value) -> answer.addHeader(name, value) }
        server.enqueue(answer.build())
    }

    fun answer(response: MockResponse) = server.enqueue(response)

    fun asked() = server.takeRequest()

    fun chords(
        key: String? = null,
        clock: HandClock = HandClock(),
        backoff: Backoff = Backoff(),
        limits: StreamLimits = StreamLimits(),
        waits: MutableList<Long> = ArrayList(),
    ) = OkHttpChordServer(client, address, key, clock, backoff, limits, { waits += it })

    fun songs(key: String? = null) = OkHttpSongServer(client, address, key)

    /** Nobody is there any more. */
    fun leave() = server.close()

    override fun close() {
        client.dispatcher.executorService.shutdown()
        client.connectionPool.evictAll()
        server.close()
    }
}

/** The server's end of one connection. */
internal class Conversed : WebSocketListener() {
    private val texts = Channel<String>(Channel.UNLIMITED)
    private val frames = Channel<ByteString>(Channel.UNLIMITED)
    private val sockets = Channel<WebSocket>(Channel.UNLIMITED)
    private val closes = Channel<Int>(Channel.UNLIMITED)
    private var socket: WebSocket? = null

    override fun onOpen(webSocket: WebSocket, response: Response) {
        sockets.trySend(webSocket)
    }

    override fun onMessage(webSocket: WebSocket, text: String) {
        texts.trySend(text)
    }

    override fun onMessage(webSocket: WebSocket, bytes: ByteString) {
        frames.trySend(bytes)
    }

    override fun onClosing(webSocket: WebSocket, code: Int, reason: String) {
        closes.trySend(code)
        webSocket.close(code, null)
    }

    override fun onFailure(webSocket: WebSocket, t: Throwable, response: Response?) {
        closes.trySend(LOST)
    }

    /** Waits for the connection, and for what the client says first. */
    suspend fun start(): JsonObject {
        socket = soon { sockets.receive() }
        return said().also { assertEquals("start", it["type"]?.jsonPrimitive?.content) }
    }

    suspend fun said(): JsonObject = soon { Json.parseToJsonElement(texts.receive()).jsonObject }

    suspend fun heard(): Frame = soon { Frame(frames.receive()) }

    suspend fun closed(): Int = soon { closes.receive() }

    fun say(text: String) = socket!!.send(text)

    fun ready(resumed: Boolean = false, receivedBytes: Long = 0, session: String = "s") =
        say(
            """{"type":"ready","protocol":1,"session":"$session","server":"chordwork/1","model":{"name":"m","version":"1"},"hop_ms":46.4,
            "resume":{"token":"of-sixteen-letters","grace_s":30.0},"resumed":$resumed,"received_bytes":$receivedBytes,"limits":
            {"max_message_bytes":1048576,"mailbox_s":10,"max_lag_s":2,"idle_timeout_s":60,"heartbeat_s":15,"max_session_s":14400}}""",
        )

    fun ack(sequence: Long, audioS: Double = 0.0) =
        say("""{"type":"ack","sequence":$sequence,"queue_age_ms":0.1,"audio_s":$audioS,"capture_us":1}""")

    fun final(index: Int, startS: Double, endS: Double) =
        say(
            """{"type":"chord","status":"final","label":"C:maj","symbol":"C","bass":"C","start":$startS,"end":$endS,"at":$endS,"index":$index,
            "confidence":0.9,"alternatives":[],"beat":null,"latency_ms":1}""",
        )

    fun done(receivedS: Double = 0.0) =
        say("""{"type":"done","reason":"stop","chunks":1,"finals":0,"received_s":$receivedS,"dropped_s":0}""")

    fun close(code: Int, reason: String = "") = socket!!.close(code, reason)

    /** Without a reason, as a proxy does it that is going away; `cancel` has nothing to cancel at a server's end. */
    fun cut() = socket!!.close(1001, null)

    private suspend fun <T> soon(what: suspend () -> T): T = withTimeout(60_000) { what() }

    companion object {
        const val LOST = -1
    }
}

internal class Frame(bytes: ByteString) {
    private val stamp = bytes.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN)
    val sequence = stamp.getInt(0).toLong() and 0xFFFFFFFFL
    val flags = stamp.getInt(4)
    val capturedUs = stamp.getLong(8)
    val pcm: ByteArray = bytes.substring(16).toByteArray()
}
