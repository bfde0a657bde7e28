package chordwork.clockworkred.domain

import kotlinx.coroutines.flow.Flow

/** 16-bit little-endian PCM of [sampleRateHz] 8000 … 192000, interleaved [channels] 1 or 2. */
data class PcmFormat(val sampleRateHz: Int = 48_000, val channels: Int = 1) {
    init {
        require(sampleRateHz in 8_000..192_000) { "a sample rate is 8000 … 192000 Hz, not $sampleRateHz" }
        require(channels in 1..2) { "audio has 1 or 2 channels, not $channels" }
    }

    val bytesPerSecond: Int
        get() = sampleRateHz * channels * BYTES_PER_SAMPLE

    /** Whole frames only. */
    fun bytesOf(durationMs: Int): Int = sampleRateHz * durationMs / 1000 * channels * BYTES_PER_SAMPLE

    fun secondsOf(bytes: Long): Double = bytes.toDouble() / bytesPerSecond

    companion object {
        const val BYTES_PER_SAMPLE = 2
    }
}

/**
 * Captured audio: the first [length] of [bytes], the first sample of which was heard at [capturedUs] of a monotonic clock.
 *
 * The bytes may belong to a pool: whoever takes a buffer calls [release] once it is sent or copied, and does not touch it after.
 */
class PcmBuffer(
    val bytes: ByteArray,
    val length: Int,
    val capturedUs: Long,
    private val onRelease: (ByteArray) -> Unit = {},
) {
    init {
        require(length in 0..bytes.size) { "a buffer of ${bytes.size} bytes does not hold $length" }
    }

    fun release() = onRelease(bytes)
}

/** Where sound comes from: a microphone, a file, a test signal. */
interface AudioSource {
    val format: PcmFormat

    /**
     * A cold flow: collecting it opens the source, and ending the collection, in whatever way, closes it. Fails with
     * [AudioSourceException].
     */
    fun capture(): Flow<PcmBuffer>
}

/** A source that cannot be opened, or that stopped; [code] is for programs, the message says what can be done. */
class AudioSourceException(val code: Code, message: String, cause: Throwable? = null) : Exception(message, cause) {
    enum class Code { NO_PERMISSION, BUSY, UNSUPPORTED, LOST, UNREADABLE }
}
