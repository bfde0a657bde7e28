package chordwork.clockworkred.platform

import chordwork.clockworkred.domain.PcmFormat

/** What the device does to the sound before we get it. */
enum class Preset {
    /** Nothing; but some devices that claim it deliver silence. */
    UNPROCESSED,

    /** Little: no gain control, and on most devices no noise suppression. */
    VOICE_RECOGNITION,
}

/** Where frame number [frame] was captured at [atUs]. */
data class FrameTime(val frame: Long, val atUs: Long)

/** An open microphone. */
interface Recorder : AutoCloseable {
    /**
     * Waits for audio and writes it into [target]. Returns how many bytes that were, perhaps fewer than [length], or a negative
     * code of `AudioRecord`.
     */
    fun read(target: ByteArray, offset: Int, length: Int): Int

    /** When some frame since the start was captured; null if the device does not tell. */
    fun frameTime(): FrameTime?

    /** Ends a [read] that waits, from another thread. */
    fun stop()
}

fun interface Microphones {
    /** @throws chordwork.clockworkred.domain.AudioSourceException if it cannot be opened */
    fun open(preset: Preset, format: PcmFormat): Recorder
}

/** What a player may want to know while we capture. */
sealed interface CaptureNotice {
    /** Nothing but zeros came, so another preset is used. */
    data class FellBack(val to: Preset) : CaptureNotice

    /** Nothing but zeros comes still: another app has the microphone, or it is switched off for all. */
    data object Silent : CaptureNotice

    /** The device gave the microphone away, and it was opened again. */
    data class Reopened(val code: Int) : CaptureNotice

    /** Nobody took the audio in time, and so much was lost. */
    data class Overrun(val bytes: Int) : CaptureNotice
}
