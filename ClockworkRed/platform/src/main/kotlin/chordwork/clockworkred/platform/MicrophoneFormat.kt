package chordwork.clockworkred.platform

import android.media.AudioFormat
import android.media.AudioRecord
import chordwork.clockworkred.domain.AudioSourceException
import chordwork.clockworkred.domain.PcmFormat

/** How `AudioRecord` is asked for [format], and what it needs for it. */
class MicrophoneFormat(val format: PcmFormat = PcmFormat()) {
    val encoding: Int = AudioFormat.ENCODING_PCM_16BIT

    val channelMask: Int =
        if (format.channels == 1) AudioFormat.CHANNEL_IN_MONO else AudioFormat.CHANNEL_IN_STEREO

    /** Room for [chunks] reads of [chunkMs], and no less than the device insists on. */
    fun bufferBytes(chunkMs: Int = 20, chunks: Int = 4): Int {
        val least = AudioRecord.getMinBufferSize(format.sampleRateHz, channelMask, encoding)
        if (least == AudioRecord.ERROR_BAD_VALUE) {
            throw AudioSourceException(
                AudioSourceException.Code.UNSUPPORTED,
                "this device does not record ${format.sampleRateHz} Hz in ${format.channels} channel(s); try 44100 Hz mono",
            )
        }
        if (least < 0) {
            throw AudioSourceException(
                AudioSourceException.Code.LOST,
                "the sound hardware does not answer (code $least); close other apps that record, then try again",
            )
        }
        return maxOf(least, format.bytesOf(chunkMs) * chunks)
    }
}
