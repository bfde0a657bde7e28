package chordwork.clockworkred.data

import chordwork.clockworkred.domain.AudioSourceException
import chordwork.clockworkred.domain.PcmFormat
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.io.TempDir
import java.io.ByteArrayInputStream
import java.io.File
import javax.sound.sampled.AudioFileFormat
import javax.sound.sampled.AudioFormat
import javax.sound.sampled.AudioInputStream
import javax.sound.sampled.AudioSystem
import kotlin.random.Random
import kotlin.test.Test
import kotlin.test.assertContentEquals
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith

class WavSourceTest {
    @TempDir
    lateinit var folder: File

    private fun wav(pcm: ByteArray, rateHz: Float = 8000f, bits: Int = 16, channels: Int = 1): File {
        val format = AudioFormat(rateHz, bits, channels, true, false)
        val file = File(folder, "a.wav")
        val sound = AudioInputStream(ByteArrayInputStream(pcm), format, pcm.size.toLong() / format.frameSize)
        AudioSystem.write(sound, AudioFileFormat.Type.WAVE, file)
        return file
    }

    private fun played(source: WavSource) = runBlocking { source.capture().toList() }

    @Test
    fun `all samples come, in chunks of 20 ms, stamped as if they were played now`() {
        val pcm = Random(3).nextBytes(1002)
        val source = WavSource(wav(pcm), HandClock().apply { pass(5000) }, atOnce = true, repeats = 2)
        assertEquals(PcmFormat(8000), source.format)
        assertEquals(2004 / 16000.0, source.durationS)
        val chunks = played(source)
        assertContentEquals(pcm + pcm, chunks.fold(ByteArray(0)) { all, chunk -> all + chunk.bytes })
        assertEquals(listOf(320, 320, 320, 42), chunks.take(4).map { it.length })
        assertEquals(listOf(5_000_000L, 5_020_000, 5_040_000, 5_060_000, 5_062_625), chunks.take(5).map { it.capturedUs })
    }

    @Test
    fun `a header that was never finished, and one cut short, are read as far as they go`() {
        val whole = wav(ByteArray(1000), channels = 2).readBytes()
        val file = File(folder, "b.wav")
        file.writeBytes(whole.copyOf(whole.size - 7))
        assertEquals(992, played(WavSource(file, atOnce = true)).sumOf { it.length })
        whole.fill(0, 40, 44)
        file.writeBytes(whole)
        assertEquals(1000, played(WavSource(file, atOnce = true)).sumOf { it.length })
    }

    @Test
    fun `what is no such file is refused, with what can be done`() {
        val text = File(folder, "text.wav").apply { writeText("RIFFling through the pages of a book") }
        val empty = File(folder, "empty.wav").apply { writeText("") }
        for (file in listOf(text, empty, File(folder, "none.wav"), wav(ByteArray(300), bits = 24))) {
            val refused = assertFailsWith<AudioSourceException>("$file") { WavSource(file) }
            assertEquals(AudioSourceException.Code.UNREADABLE, refused.code)
            assertEquals(true, "ffmpeg" in refused.message.orEmpty())
        }
    }
}
