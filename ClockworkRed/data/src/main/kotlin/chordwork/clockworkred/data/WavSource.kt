package chordwork.clockworkred.data

import chordwork.clockworkred.domain.AudioSource
import chordwork.clockworkred.domain.AudioSourceException
import chordwork.clockworkred.domain.MonotonicClock
import chordwork.clockworkred.domain.PcmBuffer
import chordwork.clockworkred.domain.PcmFormat
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.flowOn
import java.io.EOFException
import java.io.File
import java.io.IOException
import java.io.RandomAccessFile

/**
 * A WAV file of 16-bit PCM as if it was played now: at the pace of music, or as fast as it is taken.
 *
 * @param atOnce as fast as it is taken
 * @param repeats how often it is played, without a pause
 */
class WavSource(
    private val file: File,
    private val clock: MonotonicClock = MonotonicClock.SYSTEM,
    private val atOnce: Boolean = false,
    private val repeats: Int = 1,
    private val dispatcher: CoroutineDispatcher = Dispatchers.IO,
) : AudioSource {
    private val found = find()
    override val format: PcmFormat = found.format

    /** Of all repeats. */
    val durationS: Double = format.secondsOf(found.bytes) * repeats

    override fun capture(): Flow<PcmBuffer> =
        flow {
            val beganUs = clock.nowUs()
            var heard = 0L
            RandomAccessFile(file, "r").use { wav ->
                repeat(repeats) {
                    wav.seek(found.begin)
                    var left = found.bytes
                    while (left > 0) {
                        val pcm = ByteArray(minOf(left, format.bytesOf(CHUNK_MS).toLong()).toInt())
                        wav.readFully(pcm)
                        left -= pcm.size
                        val capturedUs = beganUs + heard * 1_000_000 / format.bytesPerSecond
                        heard += pcm.size
                        val earlyMs = (beganUs + heard * 1_000_000 / format.bytesPerSecond - clock.nowUs()) / 1000
                        if (!atOnce && earlyMs > 0) delay(earlyMs)
                        emit(PcmBuffer(pcm, pcm.size, capturedUs))
                    }
                }
            }
        }.flowOn(dispatcher)

    private class Found(val format: PcmFormat, val begin: Long, val bytes: Long)

    private fun find(): Found {
        try {
            RandomAccessFile(file, "r").use { wav ->
                if (wav.tag() != "RIFF") throw unreadable("it is no WAV file")
                wav.little(4)
                if (wav.tag() != "WAVE") throw unreadable("it is no WAV file")
                var format: PcmFormat? = null
                while (true) {
                    val tag = wav.tag()
                    val length = wav.little(4)
                    val begin = wav.filePointer
                    when (tag) {
                        "fmt " -> format = wav.format()
                        "data" -> {
                            val known = format ?: throw unreadable("its samples come before their format")
                            val frame = known.channels * PcmFormat.BYTES_PER_SAMPLE
                            // A header that was never finished says 0, or more than there is.
                            val there = wav.length() - begin
                            val bytes = if (length in 1..there) length else there
                            return Found(known, begin, bytes - bytes % frame)
                        }
                    }
                    wav.seek(begin + length + length % 2)
                }
            }
        } catch (_: EOFException) {
            throw unreadable("it ends before its samples")
        } catch (failure: IOException) {
            throw unreadable(failure.message ?: "it cannot be opened", failure)
        }
    }

    private fun RandomAccessFile.format(): PcmFormat {
        val kind = little(2).toInt()
        val channels = little(2).toInt()
        val rateHz = little(4).toInt()
        little(4)
        little(2)
        val bits = little(2).toInt()
        if (kind !in setOf(PCM, EXTENSIBLE) || bits != 16 || channels !in 1..2 || rateHz !in 8_000..192_000) {
            throw unreadable("it has $bits bits, $channels channel(s), $rateHz Hz, kind $kind, and not 16-bit PCM")
        }
        return PcmFormat(rateHz, channels)
    }

    private fun RandomAccessFile.tag(): String = ByteArray(4).also(::readFully).decodeToString()

    private fun RandomAccessFile.little(bytes: Int): Long =
        (0 until bytes).fold(0L) { sum, at -> sum or (readUnsignedByte().toLong() shl (8 * at)) }

    private fun unreadable(why: String, cause: Throwable? = null) =
        AudioSourceException(
            AudioSourceException.Code.UNREADABLE,
            "$file cannot be played: $why. Make it anew: ffmpeg -i IN -c:a pcm_s16le -ac 1 OUT.wav",
            cause,
        )

    private companion object {
        const val CHUNK_MS = 20
        const val PCM = 1
        const val EXTENSIBLE = 0xFFFE
    }
}
