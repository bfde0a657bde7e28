package chordwork.clockworkred.data

import chordwork.clockworkred.domain.AudioSource
import chordwork.clockworkred.domain.ChordServer
import chordwork.clockworkred.domain.MonotonicClock
import chordwork.clockworkred.domain.SessionChange
import chordwork.clockworkred.domain.SessionNews
import chordwork.clockworkred.domain.SessionRequest
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.channelFlow
import kotlinx.coroutines.flow.flowOn
import kotlinx.coroutines.flow.takeWhile
import kotlinx.coroutines.launch
import okhttp3.OkHttpClient

/**
 * What one stream may take.
 *
 * @param keepS audio that is kept for a server that may not have it
 * @param windowS audio that may be on the way
 * @param skipAfterMs live audio that is not acknowledged for so long, or is so far behind, is left out instead of queued
 * @param catchUpMs to send what was captured while there was no connection, before that counts
 * @param connectTimeoutMs for the connection, and for the server's `ready`
 */
data class StreamLimits(
    val keepS: Double = 30.0,
    val windowS: Double = 2.0,
    val skipAfterMs: Long = 1000,
    val catchUpMs: Long = 15_000,
    val connectTimeoutMs: Long = 10_000,
) {
    init {
        require(keepS in 1.0..120.0) { "1 … 120 s of audio can be kept, not $keepS" }
        require(windowS in 0.5..keepS) { "0.5 … $keepS s of audio can be on the way, not $windowS" }
    }
}

/**
 * Protocol 1 over OkHttp's WebSocket.
 *
 * @param client shared by all that talk to the server; it is not closed here
 * @param key that the server wants, or null
 * @param clock that also stamps the source's audio
 * @param waitMs waits before a connection is made anew
 * @param dispatcher on one thread of which at a time a conversation is held
 */
class OkHttpChordServer(
    private val client: OkHttpClient,
    private val address: ServerAddress,
    private val key: String? = null,
    private val clock: MonotonicClock = MonotonicClock.SYSTEM,
    private val backoff: Backoff = Backoff(),
    private val limits: StreamLimits = StreamLimits(),
    private val waitMs: suspend (Long) -> Unit = { delay(it) },
    private val dispatcher: CoroutineDispatcher = Dispatchers.Default,
) : ChordServer {
    override fun listen(request: SessionRequest, source: AudioSource, changes: Flow<SessionChange>): Flow<SessionNews> =
        channelFlow {
            require(source.format == request.format) { "the source gives ${source.format}, and ${request.format} was asked for" }
            val wires = OkHttpWires(client, address.stream, key)
            val conversation = Conversation(request, wires, clock, backoff, waitMs, limits, ::send)
            val taking =
                launch {
                    source.capture().collect { conversation.take(it) }
                    conversation.end()
                }
            val changing =
                launch {
                    changes
                        .takeWhile {
                            // The microphone is off before the server is told.
                            if (it == SessionChange.Stop) taking.cancelAndJoin()
                            conversation.change(it)
                            it != SessionChange.Stop
                        }.collect { }
                }
            conversation.run()
            taking.cancel()
            changing.cancel()
        }.flowOn(dispatcher.limitedParallelism(1))
}
