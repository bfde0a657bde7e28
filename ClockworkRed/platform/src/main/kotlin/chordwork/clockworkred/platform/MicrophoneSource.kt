package chordwork.clockworkred.platform

import chordwork.clockworkred.domain.AudioSource
import chordwork.clockworkred.domain.AudioSourceException
import chordwork.clockworkred.domain.MonotonicClock
import chordwork.clockworkred.domain.PcmBuffer
import chordwork.clockworkred.domain.PcmFormat
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.withContext

/** Runs a body on a thread of its own. */
fun interface CaptureThreads {
    fun start(name: String, body: () -> Unit)
}

/**
 * The microphone as a cold flow of chunks of [CHUNK_MS], read by a thread of its own. Buffers come of a pool of [POOLED]: who is
 * slower than that for long loses audio, and is told ([CaptureNotice.Overrun]).
 *
 * @param presets to be tried, best first
 * @param notice is called by the capturing thread
 */
class MicrophoneSource(
    private val microphones: Microphones,
    private val threads: CaptureThreads,
    private val clock: MonotonicClock,
    private val presets: List<Preset>,
    override val format: PcmFormat = PcmFormat(),
    private val notice: (CaptureNotice) -> Unit = {},
) : AudioSource {
    init {
        require(presets.isNotEmpty()) { "a microphone needs a preset" }
    }

    override fun capture(): Flow<PcmBuffer> =
        flow {
            val captured = Channel<PcmBuffer>(POOLED)
            val pool = BufferPool(POOLED, format.bytesOf(CHUNK_MS))
            val loop =
                CaptureLoop(microphones, presets, format, pool, clock, { captured.trySend(it).isSuccess }, notice)
            val ended = CompletableDeferred<Unit>()
            threads.start("microphone") {
                try {
                    loop.run()
                    captured.close()
                } catch (failure: AudioSourceException) {
                    captured.close(failure)
                } catch (@Suppress("TooGenericExceptionCaught") failure: RuntimeException) {
                    val code = AudioSourceException.Code.LOST
                    captured.close(AudioSourceException(code, "the microphone failed: ${failure.message}", failure))
                } finally {
                    ended.complete(Unit)
                }
            }
            try {
                for (chunk in captured) emit(chunk)
            } finally {
                loop.stop()
                // The microphone is closed when the collection is over.
                withContext(NonCancellable) { ended.await() }
            }
        }

    companion object {
        const val CHUNK_MS = 20

        /** One second of them. */
        const val POOLED = 50
    }
}
