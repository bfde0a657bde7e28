package chordwork.clockworkred.data

import chordwork.clockworkred.domain.AudioSource
import chordwork.clockworkred.domain.MonotonicClock
import chordwork.clockworkred.domain.PcmBuffer
import chordwork.clockworkred.domain.PcmFormat
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.consumeAsFlow
import java.util.concurrent.atomic.AtomicInteger
import java.util.concurrent.atomic.AtomicLong

/** A clock that a test sets. */
internal class HandClock : MonotonicClock {
    private val nowUs = AtomicLong()

    override fun nowUs(): Long = nowUs.get()

    fun pass(ms: Long) {
        nowUs.addAndGet(ms * 1000)
    }
}

/** Sound that a test makes, chunk by chunk. Byte number n of it is `n % 251`. */
internal class HandSource(override val format: PcmFormat = PcmFormat(8000)) : AudioSource {
    private val chunks = Channel<PcmBuffer>(Channel.UNLIMITED)
    private var at = 0L
    val released = AtomicInteger()

    override fun capture(): Flow<PcmBuffer> = chunks.consumeAsFlow()

    /** [atUs] is its stamp. */
    fun play(bytes: Int = 320, atUs: Long = at) {
        val pcm = ByteArray(bytes) { byteAt(at + it) }
        at += bytes
        chunks.trySend(PcmBuffer(pcm, bytes, atUs) { released.incrementAndGet() })
    }

    fun end() {
        chunks.close()
    }

    companion object {
        fun byteAt(place: Long) = (place % 251).toByte()
    }
}
