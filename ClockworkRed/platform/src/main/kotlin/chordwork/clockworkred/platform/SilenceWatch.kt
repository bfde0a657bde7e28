package chordwork.clockworkred.platform

import kotlin.math.abs

/**
 * Notices a microphone that delivers silence. A real one is never silent: its noise alone moves 16-bit samples by more than
 * [QUIETEST_PEAK]. Once it was heard it is trusted.
 *
 * @param patienceBytes of silence from the start on that are too much
 */
internal class SilenceWatch(private val patienceBytes: Int) {
    private var silentBytes = 0
    private var heard = false

    /** Whether, with the first [length] of [pcm] (16 bits, little-endian), it is certain. Said once. */
    fun isSilent(pcm: ByteArray, length: Int): Boolean {
        if (heard || silentBytes > patienceBytes) return false
        if (peak(pcm, length) > QUIETEST_PEAK) {
            heard = true
            return false
        }
        silentBytes += length
        return silentBytes > patienceBytes
    }

    private fun peak(pcm: ByteArray, length: Int): Int {
        var peak = 0
        for (at in 0 until length - 1 step 2) {
            val sample = (pcm[at].toInt() and 0xFF) or (pcm[at + 1].toInt() shl 8)
            peak = maxOf(peak, abs(sample))
        }
        return peak
    }

    companion object {
        /** −84 dBFS. A 16-bit path that is open has a noise of some steps at least; dither alone gives 1 or 2. */
        const val QUIETEST_PEAK = 2

        const val PATIENCE_MS = 2_000
    }
}
