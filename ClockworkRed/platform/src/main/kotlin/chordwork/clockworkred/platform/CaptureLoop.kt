package chordwork.clockworkred.platform

import chordwork.clockworkred.domain.AudioSourceException
import chordwork.clockworkred.domain.MonotonicClock
import chordwork.clockworkred.domain.PcmBuffer
import chordwork.clockworkred.domain.PcmFormat

/**
 * What the capturing thread does: opens a microphone, reads chunks, gives them away, and when something breaks opens it again. It
 * allocates no audio: chunks are read into [pool]'s buffers.
 *
 * @param presets to be tried, best first
 * @param deliver takes a chunk; false if it cannot
 * @param pauseMs waits before a microphone is opened again
 */
internal class CaptureLoop(
    private val microphones: Microphones,
    private val presets: List<Preset>,
    private val format: PcmFormat,
    private val pool: BufferPool,
    private val clock: MonotonicClock,
    private val deliver: (PcmBuffer) -> Boolean,
    private val notice: (CaptureNotice) -> Unit,
    private val pauseMs: (Long) -> Unit = Thread::sleep,
) {
    private val bytesPerFrame = format.channels * PcmFormat.BYTES_PER_SAMPLE
    private val stamps = CaptureStamps(format.sampleRateHz)
    private val spare = ByteArray(pool.bytes)
    private val release = pool::giveBack

    @Volatile private var stopped = false

    @Volatile private var recorder: Recorder? = null
    private var preset = 0
    private var failures = 0

    /** From another thread: [run] returns soon. */
    fun stop() {
        stopped = true
        recorder?.stop()
    }

    /** Until [stop]. @throws AudioSourceException if there is no microphone, or none any more */
    fun run() {
        while (!stopped) {
            val opened = open()
            recorder = opened
            val why =
                try {
                    if (stopped) return
                    hear(opened)
                } finally {
                    recorder = null
                    opened.close()
                }
            when (why) {
                Over.Stopped -> return
                Over.Silent -> {
                    preset++
                    notice(CaptureNotice.FellBack(presets[preset]))
                }
                is Over.Broken -> comeBack(why)
            }
        }
    }

    private fun open(): Recorder {
        while (true) {
            try {
                return microphones.open(presets[preset], format)
            } catch (refused: AudioSourceException) {
                val anotherMay = refused.code == AudioSourceException.Code.UNSUPPORTED && preset < presets.lastIndex
                if (!anotherMay) throw refused
                preset++
            }
        }
    }

    private fun comeBack(broken: Over.Broken) {
        if (!broken.fault.reopen) {
            throw AudioSourceException(
                AudioSourceException.Code.UNSUPPORTED,
                "this device does not record ${format.sampleRateHz} Hz in ${format.channels} channel(s) (code ${broken.code})",
            )
        }
        if (++failures > MOST_FAILURES) {
            throw AudioSourceException(
                AudioSourceException.Code.LOST,
                "the microphone was lost (code ${broken.code}); close other apps that record, then try again",
            )
        }
        pauseMs(FIRST_PAUSE_MS shl (failures - 1))
        notice(CaptureNotice.Reopened(broken.code))
    }

    private fun hear(opened: Recorder): Over {
        val silence = SilenceWatch(format.bytesOf(SilenceWatch.PATIENCE_MS))
        var frame = 0L
        while (!stopped) {
            val pooled = pool.take()
            val target = pooled ?: spare
            var filled = 0
            var empty = 0
            while (filled < target.size && !stopped) {
                val got = opened.read(target, filled, target.size - filled)
                if (got < 0) return broken(pooled, got, ReadFault.of(got))
                if (got == 0 && ++empty > MOST_EMPTY_READS) return broken(pooled, 0, ReadFault.NO_AUDIO)
                filled += got
            }
            if (stopped) break
            failures = 0
            val frames = filled / bytesPerFrame
            val stampUs = stamps.stampUs(frame, frames, opened.frameTime(), clock.nowUs())
            frame += frames
            val silent = silence.isSilent(target, filled)
            val taken = pooled != null && deliver(PcmBuffer(pooled, filled, stampUs, release))
            if (!taken) {
                pooled?.let(pool::giveBack)
                notice(CaptureNotice.Overrun(filled))
            }
            if (silent) if (preset < presets.lastIndex) return Over.Silent else notice(CaptureNotice.Silent)
        }
        return Over.Stopped
    }

    private fun broken(pooled: ByteArray?, code: Int, fault: ReadFault): Over {
        pooled?.let(pool::giveBack)
        return if (stopped) Over.Stopped else Over.Broken(code, fault)
    }

    private sealed interface Over {
        data object Stopped : Over

        data object Silent : Over

        class Broken(val code: Int, val fault: ReadFault) : Over
    }

    companion object {
        /** In a row, without a chunk between: three seconds of trying. */
        const val MOST_FAILURES = 5
        private const val FIRST_PAUSE_MS = 100L
        private const val MOST_EMPTY_READS = 50
    }
}
