package chordwork.clockworkred.platform

/** When captured frames were heard: as the device says, else guessed from when they were read; it never goes back. */
internal class CaptureStamps(private val sampleRateHz: Int) {
    private var lastUs = Long.MIN_VALUE

    /** Of the chunk that begins with [frame], has [frames] and was complete at [nowUs]. */
    fun stampUs(frame: Long, frames: Int, told: FrameTime?, nowUs: Long): Long {
        val readUs = nowUs - frames * US_PER_S / sampleRateHz
        val toldUs = told?.let { it.atUs + (frame - it.frame) * US_PER_S / sampleRateHz }
        // Some devices tell of another clock, or of the future.
        val believedUs = toldUs?.takeIf { it in readUs - LONGEST_BUFFER_US..nowUs } ?: readUs
        lastUs = maxOf(believedUs, if (lastUs == Long.MIN_VALUE) believedUs else lastUs + 1)
        return lastUs
    }

    private companion object {
        const val US_PER_S = 1_000_000L

        /** What is read may have waited for so long in the device. */
        const val LONGEST_BUFFER_US = 2 * US_PER_S
    }
}
