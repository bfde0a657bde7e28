package chordwork.clockworkred.data

import chordwork.clockworkred.domain.Acks
import chordwork.clockworkred.domain.Connection
import chordwork.clockworkred.domain.MonotonicClock
import chordwork.clockworkred.domain.Pace
import chordwork.clockworkred.domain.PcmBuffer
import chordwork.clockworkred.domain.ResumeTicket
import chordwork.clockworkred.domain.ServerEvent
import chordwork.clockworkred.domain.SessionChange
import chordwork.clockworkred.domain.SessionNews
import chordwork.clockworkred.domain.SessionRequest
import chordwork.clockworkred.domain.Trouble
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.withTimeoutOrNull
import kotlin.math.floor

/**
 * One session over as many connections as it takes: [take] audio, [change] settings, and [run] until the end. All of it on one
 * thread at a time.
 *
 * Audio goes into a backlog first, and from there to the server as long as no more than [Limits.windowS] is on the way. After a lost
 * connection it goes on from the byte the server asks for; when the server has lost the session, with a new one from the end of the
 * last final chord.
 */
internal class Conversation(
    private var request: SessionRequest,
    private val wires: WireOpener,
    private val clock: MonotonicClock,
    private val backoff: Backoff,
    private val waitMs: suspend (Long) -> Unit,
    private val limits: StreamLimits,
    private val tell: suspend (SessionNews) -> Unit,
) {
    init {
        require(request.acks != Acks.NONE) { "acks tell what has arrived, and are needed here: ask for hop or chunk" }
    }

    private val bytesPerSecond = request.format.bytesPerSecond
    private val bytesPerFrame = request.format.channels * 2
    private val backlog = AudioBacklog((limits.keepS * bytesPerSecond).toInt())
    private val windowBytes = (limits.windowS * bytesPerSecond).toLong()
    private val slackBytes = (SLACK_S * bytesPerSecond).toLong()
    private val news = Channel<Unit>(Channel.CONFLATED)
    private val room = Channel<Unit>(Channel.CONFLATED)

    private var audioEnded = false
    private var ticket: ResumeTicket? = null
    private var session: String? = null
    private var finals = 0
    private var lastFinalEndS = 0.0

    /** Where in our audio the session began, and how many finals came before it. */
    private var base = 0L
    private var baseFinals = 0

    private var sent = 0L
    private var acknowledged = 0L

    /** When an ack last told of progress, and since when a backlog is being sent; of [clock]. */
    private var progressUs = 0L
    private var behindSinceUs = 0L

    /** What was asked for while there was no connection. */
    private var unsaid: SessionChange.Configure? = null
    private var progressed = false
    private var frame = ByteArray(ClientMessages.STAMP_BYTES + 4096)
    private var wire: Wire? = null

    /** Copies the audio and lets go of its buffer; of a file waits until there is room. */
    suspend fun take(audio: PcmBuffer) {
        try {
            if (audio.length == 0) return
            if (request.pace == Pace.FILE) while (!backlog.hasRoom(audio.length, acknowledged)) room.receive()
            backlog.add(audio.bytes, audio.length, audio.capturedUs)
        } finally {
            audio.release()
        }
        news.trySend(Unit)
    }

    /** No audio follows. */
    fun end() {
        audioEnded = true
        news.trySend(Unit)
    }

    fun change(change: SessionChange) {
        when (change) {
            SessionChange.Stop -> end()
            is SessionChange.Configure -> {
                request = request.copy(key = change.key, taste = change.taste, notes = change.notes)
                val now = wire
                if (now == null) unsaid = change else now.send(ClientMessages.config(change))
            }
        }
    }

    /** Until the session ended, or cannot go on. */
    suspend fun run() {
        var failures = 0
        var waitedMs = 0L
        while (true) {
            if (failures == 0) tell(SessionNews.Stands(Connection.Connecting))
            try {
                val done = connect()
                return tell(SessionNews.Stands(Connection.Ended(done.reason)))
            } catch (lost: LostException) {
                if (lost.trouble.code == RESUME_FAILED && ticket != null) {
                    ticket = null
                    continue
                }
                if (!lost.mayPass || (!progressed && waitedMs >= backoff.giveUpAfterMs)) {
                    return tell(SessionNews.Stands(Connection.Refused(lost.trouble)))
                }
                if (progressed) {
                    progressed = false
                    failures = 0
                    waitedMs = 0
                }
                val inMs = backoff.waitMs(failures++, lost.retryAfterS)
                tell(SessionNews.Stands(Connection.Waiting(failures, inMs, lost.trouble)))
                waitMs(inMs)
                waitedMs += inMs
            }
        }
    }

    private suspend fun connect(): ServerEvent.Done {
        val opened = withTimeoutOrNull(limits.connectTimeoutMs) { wires.open() } ?: throw silent()
        var polite = true
        try {
            opened.send(ClientMessages.start(request, ticket, finals - baseFinals))
            val ready = firstAnswer(opened)
            begin(opened, ready)
            return coroutineScope {
                val sender = launch { send(opened) }
                hear(opened).also { sender.cancel() }
            }
        } catch (lost: LostException) {
            polite = false
            throw lost
        } finally {
            wire = null
            if (polite) opened.close() else opened.drop()
        }
    }

    private suspend fun firstAnswer(opened: Wire): ServerEvent.Ready {
        while (true) {
            val text = withTimeoutOrNull(limits.connectTimeoutMs) { opened.incoming.receiveOrLost() } ?: throw silent()
            when (val event = understand(text)) {
                is ServerEvent.Ready -> return event
                is ServerEvent.Failure -> throw failed(event)
                else -> Unit
            }
        }
    }

    private suspend fun begin(opened: Wire, ready: ServerEvent.Ready) {
        var position: Long
        if (ready.resumed) {
            position = base + ready.receivedBytes
        } else {
            val anew = session != null
            // Of the chord that rang when the session was lost nothing is final: hear it again, as far as it is kept.
            position = if (anew) maxOf(backlog.begin, bytesAt(lastFinalEndS)) else backlog.begin
            position = minOf(position + (bytesPerFrame - position % bytesPerFrame) % bytesPerFrame, backlog.end)
            base = position
            baseFinals = finals
        }
        session = ready.session
        ticket = ready.resume
        progressUs = clock.nowUs()
        behindSinceUs = progressUs
        acknowledged = position
        sent = position
        if (position < backlog.begin) skip(opened, backlog.begin)
        wire = opened
        unsaid?.let { opened.send(ClientMessages.config(it)) }
        unsaid = null
        tell(SessionNews.Heard(ready.copy(beganAtS = secondsAt(base)), clock.nowUs()))
        tell(SessionNews.Stands(Connection.Live(ready.session, ready.resumed)))
    }

    private suspend fun send(opened: Wire) {
        var skipping = false
        var catchingUp = true
        var stopped = false
        while (true) {
            if (request.pace == Pace.LIVE) {
                val nowUs = clock.nowUs()
                val late = lagMs() > limits.skipAfterMs
                if (!late || nowUs - behindSinceUs > limits.catchUpMs * US_PER_MS) catchingUp = false
                val stuck = sent - acknowledged > slackBytes && nowUs - progressUs > limits.skipAfterMs * US_PER_MS
                skipping = !audioEnded && (skipping || stuck || (late && !catchingUp))
                if (sent < backlog.begin) skip(opened, backlog.begin)
                if (skipping && sent - acknowledged <= slackBytes) {
                    skip(opened, backlog.end)
                    skipping = false
                }
            }
            if (!skipping) {
                while (sent < backlog.end && sent - acknowledged < windowBytes) sendFrame(opened)
                if (audioEnded && sent == backlog.end && !stopped) {
                    opened.send(ClientMessages.STOP)
                    stopped = true
                }
            }
            news.receive()
        }
    }

    /** How much of what was captured the server is not known to have. */
    private fun lagMs(): Long = (backlog.end - acknowledged) * 1000 / bytesPerSecond

    private fun sendFrame(opened: Wire) {
        val number = backlog.frameAt(sent)
        val until = backlog.endOf(number)
        val bytes = (until - sent).toInt()
        if (frame.size < ClientMessages.STAMP_BYTES + bytes) frame = ByteArray(ClientMessages.STAMP_BYTES + bytes)
        backlog.copy(sent, until, frame, ClientMessages.STAMP_BYTES)
        if (sent - acknowledged <= slackBytes) progressUs = clock.nowUs()
        opened.send(ClientMessages.stamp(frame, bytes, number, backlog.stampOf(number)))
        sent = until
    }

    /** Lets go of the audio before [until]. */
    private suspend fun skip(opened: Wire, until: Long) {
        val bytes = until - sent
        if (bytes <= 0) return
        opened.send(ClientMessages.skip(bytes))
        acknowledged += bytes
        sent = until
        tell(SessionNews.Skipped(bytes, bytes.toDouble() / bytesPerSecond))
    }

    private suspend fun hear(opened: Wire): ServerEvent.Done {
        val silenceMs = request.heartbeatS?.let { (it * MISSED_HEARTBEATS * 1000).toLong() }
        var failure: ServerEvent.Failure? = null
        while (true) {
            val text =
                try {
                    if (silenceMs == null) {
                        opened.incoming.receiveOrLost()
                    } else {
                        withTimeoutOrNull(silenceMs) { opened.incoming.receiveOrLost() } ?: throw silent()
                    }
                } catch (lost: LostException) {
                    throw failure?.let(::failed) ?: lost
                }
            val atUs = clock.nowUs()
            when (val event = understand(text)) {
                is ServerEvent.Heartbeat -> opened.send(ClientMessages.PONG)
                is ServerEvent.Failure -> failure = event
                is ServerEvent.Ready -> Unit
                is ServerEvent.Ack -> {
                    acknowledge(event)
                    tellHeard(event, atUs)
                }
                is ServerEvent.FinalChord -> {
                    // After a lost connection finals may be said again.
                    if (baseFinals + event.index >= finals) {
                        finals = baseFinals + event.index + 1
                        lastFinalEndS = secondsAt(base) + event.endS
                        tellHeard(event, atUs)
                    }
                }
                is ServerEvent.Done ->
                    if (failure == null) {
                        tellHeard(event, atUs)
                        return event
                    }
                else -> tellHeard(event, atUs)
            }
        }
    }

    private suspend fun tellHeard(event: ServerEvent, atUs: Long) {
        val moved = event.movedBy(secondsAt(base), baseFinals)
        tell(SessionNews.Heard(moved, atUs, dependedOn(moved)?.let { (atUs - it) / 1000.0 }))
    }

    /** When the latest audio was captured that a chord depends on; null if it is not kept any more. */
    private fun dependedOn(event: ServerEvent): Long? {
        val atS =
            when (event) {
                is ServerEvent.ProvisionalChord -> event.atS
                is ServerEvent.FinalChord -> event.atS
                else -> return null
            }
        val last = bytesAt(atS) - bytesPerFrame
        if (last !in backlog.begin until backlog.end) return null
        val number = backlog.frameAt(last)
        if (number == 0L || !backlog.isKept(number - 1)) return backlog.stampOf(number)
        return backlog.stampOf(number) + (last - backlog.endOf(number - 1)) * 1_000_000 / bytesPerSecond
    }

    private fun acknowledge(ack: ServerEvent.Ack) {
        val number = ack.sequence + (backlog.nextFrame and SEQUENCES.inv())
        val frame = if (number >= backlog.nextFrame) number - SEQUENCES - 1 else number
        val until = if (frame >= 0 && backlog.isKept(frame)) backlog.endOf(frame) else return
        if (until <= acknowledged || until > sent) return
        acknowledged = until
        progressed = true
        progressUs = clock.nowUs()
        room.trySend(Unit)
        news.trySend(Unit)
    }

    private fun understand(text: String): ServerEvent =
        try {
            ServerMessages.read(text)
        } catch (error: NotUnderstoodException) {
            throw LostException(Trouble("not_understood", error.message.orEmpty()), mayPass = true, cause = error)
        }

    private fun failed(failure: ServerEvent.Failure): LostException {
        val passes = failure.code in ERRORS_THAT_PASS || failure.code == RESUME_FAILED
        return LostException(troubleOf(failure.code, failure.message), passes, failure.retryAfterS)
    }

    private fun silent() = LostException(Trouble("timeout", "the server was silent; is the network good enough?"), mayPass = true)

    private fun secondsAt(position: Long) = position.toDouble() / bytesPerSecond

    private fun bytesAt(seconds: Double) = floor(seconds * request.format.sampleRateHz).toLong() * bytesPerFrame

    private companion object {
        const val RESUME_FAILED = "resume_failed"
        const val MISSED_HEARTBEATS = 2.5
        const val US_PER_MS = 1000L
        const val SEQUENCES = 0xFFFFFFFFL

        /** Audio that is on the way without being late: a hop that is not full yet is acknowledged only with what follows. */
        const val SLACK_S = 0.25
    }
}

/** A connection that ended is always a [LostException]. */
private suspend fun kotlinx.coroutines.channels.ReceiveChannel<String>.receiveOrLost(): String =
    try {
        receive()
    } catch (cancelled: CancellationException) {
        throw cancelled
    } catch (_: kotlinx.coroutines.channels.ClosedReceiveChannelException) {
        throw LostException(Trouble("connection_lost", "the connection was lost"), mayPass = true)
    }
