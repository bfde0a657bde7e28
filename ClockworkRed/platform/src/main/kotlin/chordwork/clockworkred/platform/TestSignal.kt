package chordwork.clockworkred.platform

import chordwork.clockworkred.domain.AudioSource
import chordwork.clockworkred.domain.MonotonicClock
import chordwork.clockworkred.domain.PcmBuffer
import chordwork.clockworkred.domain.PcmFormat
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlin.math.PI
import kotlin.math.pow
import kotlin.math.sin

/**
 * Chords that nobody plays, instead of a microphone: each of [chords] (notes as MIDI numbers) for [chordS], over and over, at the
 * pace of music.
 */
class TestSignal(
    private val clock: MonotonicClock,
    override val format: PcmFormat = PcmFormat(),
    private val chords: List<List<Int>> = listOf(C, G, A_MINOR, F),
    private val chordS: Double = 2.0,
) : AudioSource {
    override fun capture(): Flow<PcmBuffer> =
        flow {
            val beganUs = clock.nowUs()
            val frames = format.sampleRateHz * MicrophoneSource.CHUNK_MS / 1000
            var frame = 0L
            while (true) {
                val dueUs = beganUs + (frame + frames) * 1_000_000 / format.sampleRateHz
                val earlyMs = (dueUs - clock.nowUs()) / 1000
                if (earlyMs > 0) delay(earlyMs)
                val pcm = chunk(frame, frames)
                emit(PcmBuffer(pcm, pcm.size, beganUs + frame * 1_000_000 / format.sampleRateHz))
                frame += frames
            }
        }

    private fun chunk(first: Long, frames: Int): ByteArray {
        val pcm = ByteArray(frames * format.channels * 2)
        for (at in 0 until frames) {
            val seconds = (first + at).toDouble() / format.sampleRateHz
            val notes = chords[(seconds / chordS).toInt() % chords.size]
            // Plucked: each chord fades, so that its beginning can be heard.
            val loud = LOUDEST * 0.4.pow(seconds % chordS / chordS) / notes.size
            val sample = notes.sumOf { loud * sin(2 * PI * A4_HZ * 2.0.pow((it - A4_MIDI) / 12.0) * seconds) }.toInt()
            for (channel in 0 until format.channels) {
                val to = (at * format.channels + channel) * 2
                pcm[to] = sample.toByte()
                pcm[to + 1] = (sample shr 8).toByte()
            }
        }
        return pcm
    }

    private companion object {
        const val A4_HZ = 440.0
        const val A4_MIDI = 69
        const val LOUDEST = 24_000.0
        val C = listOf(48, 60, 64, 67)
        val G = listOf(43, 59, 62, 67)
        val A_MINOR = listOf(45, 60, 64, 69)
        val F = listOf(41, 60, 65, 69)
    }
}
