package chordwork.clockworkred.data

import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.channels.ReceiveChannel
import kotlinx.coroutines.channels.trySendBlocking
import okhttp3.HttpUrl
import okhttp3.OkHttpClient
import okhttp3.Request
import okhttp3.Response
import okhttp3.WebSocket
import okhttp3.WebSocketListener
import okio.ByteString
import java.io.IOException

/** One WebSocket. Whoever opened it calls [close] or [drop]. */
internal interface Wire {
    /**
     * What the server says. It is bounded: OkHttp's reader waits for who reads slowly, so that TCP slows the server down. It is
     * closed with a [LostException] once the connection is.
     */
    val incoming: ReceiveChannel<String>

    /** Bytes that were given to [send] and not to the network. */
    val queuedBytes: Long

    /** False if the connection is no more; [incoming] says why. */
    fun send(message: ByteString): Boolean

    fun send(message: String): Boolean

    /** Politely: the server knows that we left, and keeps no session. */
    fun close()

    /** At once. */
    fun drop()
}

internal fun interface WireOpener {
    /** @throws LostException if no connection comes about */
    suspend fun open(): Wire
}

/** Opens WebSockets to [address] by OkHttp; [key] is sent as a bearer's. */
internal class OkHttpWires(
    private val client: OkHttpClient,
    private val address: HttpUrl,
    private val key: String?,
) : WireOpener {
    override suspend fun open(): Wire {
        val request = Request.Builder().url(address).authorized(key).build()
        val wire = OkHttpWire(address.host)
        val socket = client.newWebSocket(request, wire)
        try {
            wire.opened.await()
        } catch (@Suppress("TooGenericExceptionCaught") failure: Throwable) {
            socket.cancel()
            wire.stopHearing()
            throw failure
        }
        return wire
    }
}

internal fun Request.Builder.authorized(key: String?): Request.Builder =
    apply { if (key != null) header("Authorization", "Bearer $key") }

private class OkHttpWire(private val host: String) :
    WebSocketListener(),
    Wire {
    private val said = Channel<String>(CAPACITY)
    private var socket: WebSocket? = null
    val opened = CompletableDeferred<Unit>()

    override val incoming: ReceiveChannel<String> get() = said

    override val queuedBytes: Long get() = socket?.queueSize() ?: 0

    override fun send(message: ByteString): Boolean = socket?.send(message) ?: false

    override fun send(message: String): Boolean = socket?.send(message) ?: false

    override fun close() {
        if (socket?.close(NORMAL, null) != true) socket?.cancel()
        stopHearing()
    }

    override fun drop() {
        socket?.cancel()
        stopHearing()
    }

    /** Nobody reads any more: OkHttp's reader must not wait for it. */
    fun stopHearing() = said.cancel()

    override fun onOpen(webSocket: WebSocket, response: Response) {
        socket = webSocket
        opened.complete(Unit)
    }

    override fun onMessage(webSocket: WebSocket, text: String) {
        // On OkHttp's thread of this connection: it waits here for a reader that is slow.
        said.trySendBlocking(text)
    }

    override fun onClosing(webSocket: WebSocket, code: Int, reason: String) {
        webSocket.close(code.takeIf { it in 1000..4999 && it !in setOf(1004, 1005, 1006, 1015) } ?: NORMAL, null)
        lose(LostException(troubleOfClose(code, reason), code !in CLOSES_FOR_GOOD))
    }

    override fun onFailure(webSocket: WebSocket, t: Throwable, response: Response?) {
        if (response != null && response.code != SWITCHING_PROTOCOLS) {
            val refused = response.problem()
            return lose(LostException(refused.trouble, response.code in PASSING_STATUS, refused.retryAfterS, t))
        }
        val trouble = troubleOf(t as? IOException ?: IOException(t), host)
        lose(LostException(trouble, mayPass(trouble), cause = t))
    }

    private fun lose(why: LostException) {
        opened.completeExceptionally(why)
        said.close(why)
    }

    private companion object {
        const val NORMAL = 1000
        const val SWITCHING_PROTOCOLS = 101

        /** Messages; some seconds of them. */
        const val CAPACITY = 256

        val PASSING_STATUS = setOf(408, 425, 429, 500, 502, 503, 504)
    }
}
