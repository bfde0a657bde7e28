package chordwork.clockworkred.platform

import android.annotation.SuppressLint
import android.content.Context
import android.media.AudioFormat
import android.media.AudioManager
import android.media.AudioRecord
import android.media.AudioTimestamp
import android.media.MediaRecorder
import android.os.Process
import android.os.SystemClock
import chordwork.clockworkred.domain.AudioSourceException
import chordwork.clockworkred.domain.MonotonicClock
import chordwork.clockworkred.domain.PcmFormat

/** Opens `AudioRecord`. */
class AndroidMicrophones : Microphones {
    @SuppressLint("MissingPermission")
    override fun open(preset: Preset, format: PcmFormat): Recorder {
        val asked = MicrophoneFormat(format)
        val record =
            try {
                AudioRecord
                    .Builder()
                    .setAudioSource(
                        when (preset) {
                            Preset.UNPROCESSED -> MediaRecorder.AudioSource.UNPROCESSED
                            Preset.VOICE_RECOGNITION -> MediaRecorder.AudioSource.VOICE_RECOGNITION
                        },
                    ).setAudioFormat(
                        AudioFormat
                            .Builder()
                            .setEncoding(asked.encoding)
                            .setSampleRate(format.sampleRateHz)
                            .setChannelMask(asked.channelMask)
                            .build(),
                    ).setBufferSizeInBytes(asked.bufferBytes())
                    .build()
            } catch (failure: SecurityException) {
                throw refused(AudioSourceException.Code.NO_PERMISSION, "allow ClockworkRed to use the microphone", failure)
            } catch (failure: UnsupportedOperationException) {
                throw refused(AudioSourceException.Code.UNSUPPORTED, "this device does not record like that ($preset)", failure)
            } catch (failure: IllegalArgumentException) {
                throw refused(AudioSourceException.Code.UNSUPPORTED, "this device does not record like that ($preset)", failure)
            }
        try {
            if (record.state != AudioRecord.STATE_INITIALIZED) {
                throw refused(AudioSourceException.Code.UNSUPPORTED, "this device does not record like that ($preset)")
            }
            record.startRecording()
            if (record.recordingState != AudioRecord.RECORDSTATE_RECORDING) throw busy()
        } catch (failure: IllegalStateException) {
            record.release()
            throw busy(failure)
        } catch (failure: AudioSourceException) {
            record.release()
            throw failure
        }
        return AndroidRecorder(record)
    }

    private fun busy(cause: Throwable? = null) =
        refused(AudioSourceException.Code.BUSY, "another app uses the microphone; close it, then try again", cause)

    private fun refused(code: AudioSourceException.Code, message: String, cause: Throwable? = null) =
        AudioSourceException(code, message, cause)

    companion object {
        /** Best first: what the device claims to have. */
        fun presets(context: Context): List<Preset> {
            val audio = context.getSystemService(AudioManager::class.java)
            val unprocessed = audio?.getProperty(AudioManager.PROPERTY_SUPPORT_AUDIO_SOURCE_UNPROCESSED).toBoolean()
            return if (unprocessed) listOf(Preset.UNPROCESSED, Preset.VOICE_RECOGNITION) else listOf(Preset.VOICE_RECOGNITION)
        }

        /** Goes on while the device sleeps, and is what [AndroidRecorder] stamps by. */
        val CLOCK = MonotonicClock { SystemClock.elapsedRealtimeNanos() / 1000 }

        /** Of the highest priority that an app may have. */
        val THREADS =
            CaptureThreads { name, body ->
                Thread(
                    {
                        Process.setThreadPriority(Process.THREAD_PRIORITY_URGENT_AUDIO)
                        body()
                    },
                    name,
                ).start()
            }

        /** The device's microphone, with everything that belongs to it. */
        fun source(context: Context, notice: (CaptureNotice) -> Unit = {}): MicrophoneSource =
            MicrophoneSource(AndroidMicrophones(), THREADS, CLOCK, presets(context), notice = notice)
    }
}

/** Of a record that is recording. */
private class AndroidRecorder(private val record: AudioRecord) : Recorder {
    private val told = AudioTimestamp()

    override fun read(target: ByteArray, offset: Int, length: Int): Int = record.read(target, offset, length)

    override fun frameTime(): FrameTime? {
        val known = record.getTimestamp(told, AudioTimestamp.TIMEBASE_BOOTTIME) == AudioRecord.SUCCESS
        return if (known) FrameTime(told.framePosition, told.nanoTime / 1000) else null
    }

    override fun stop() {
        try {
            record.stop()
        } catch (_: IllegalStateException) {
            // It was released meanwhile.
        }
    }

    override fun close() {
        stop()
        record.release()
    }
}
