package chordwork.clockworkred.platform

import chordwork.clockworkred.domain.AudioSourceException
import chordwork.clockworkred.domain.PcmFormat
import java.util.concurrent.Semaphore
import java.util.concurrent.atomic.AtomicBoolean

/** What a microphone does next. */
internal sealed interface Next {
    /** So many bytes, all of this value. */
    data class Sound(val bytes: Int, val value: Byte = 40) : Next

    data class Code(val code: Int) : Next

    data object Nothing : Next

    /** It waits, as long as nobody stops it. */
    data object Wait : Next

    data class Times(val times: Int, val what: Next) : Next
}

/** A device whose microphones do what is written down for them, each in its turn. */
internal class PretendedMicrophones(private vararg val scripts: List<Next>) : Microphones {
    val opened = ArrayList<Preset>()
    val refusals = HashMap<Preset, AudioSourceException.Code>()
    var open = 0
    var frameTime: FrameTime? = null

    /** Bytes that may be read before somebody has heard them: a device is not faster than the sound. */
    val unheard = Semaphore(20 * 320)

    override fun open(preset: Preset, format: PcmFormat): Recorder {
        opened += preset
        refusals[preset]?.let { throw AudioSourceException(it, "refused") }
        open++
        val script = scripts.getOrElse(opened.size - 1 - refusals.size) { listOf(Next.Wait) }
        return Pretended(script.flatMap { if (it is Next.Times) List(it.times) { _ -> it.what } else listOf(it) }.iterator())
    }

    private companion object {
        const val LONG_AFTER = 1_000_000
    }

    private inner class Pretended(private val script: Iterator<Next>) : Recorder {
        private val stopped = Semaphore(0)
        private val closed = AtomicBoolean()

        override fun read(target: ByteArray, offset: Int, length: Int): Int {
            when (val next = if (script.hasNext()) script.next() else Next.Wait) {
                is Next.Sound -> {
                    val bytes = minOf(next.bytes, length)
                    unheard.acquire(bytes)
                    target.fill(next.value, offset, offset + bytes)
                    return bytes
                }
                is Next.Code -> return next.code
                Next.Nothing -> return 0
                Next.Wait, is Next.Times -> {
                    stopped.acquire()
                    return ReadFault.ERROR_INVALID_OPERATION
                }
            }
        }

        override fun frameTime(): FrameTime? = frameTime

        override fun stop() {
            stopped.release()
            unheard.release(LONG_AFTER)
        }

        override fun close() {
            check(closed.compareAndSet(false, true)) { "closed twice" }
            open--
        }
    }
}
