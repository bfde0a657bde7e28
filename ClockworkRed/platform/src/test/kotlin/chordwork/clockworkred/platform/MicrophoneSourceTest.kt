package chordwork.clockworkred.platform

import chordwork.clockworkred.domain.AudioSourceException
import chordwork.clockworkred.domain.MonotonicClock
import chordwork.clockworkred.domain.PcmBuffer
import chordwork.clockworkred.domain.PcmFormat
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import kotlin.concurrent.thread
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertTrue

class MicrophoneSourceTest {
    private val format = PcmFormat(8000)
    private val chunk = format.bytesOf(MicrophoneSource.CHUNK_MS)
    private val both = listOf(Preset.UNPROCESSED, Preset.VOICE_RECOGNITION)
    private val notices = ArrayList<CaptureNotice>()
    private val twoSeconds = 101

    private fun source(microphones: Microphones, presets: List<Preset> = both) =
        MicrophoneSource(microphones, { name, body -> thread(name = name) { body() } }, { 7_000_000 }, presets, format) {
            synchronized(notices) { notices += it }
        }

    private fun <T> running(test: suspend () -> T): T = runBlocking { withTimeout(60_000) { test() } }

    private suspend fun PretendedMicrophones.hear(chunks: Int, presets: List<Preset> = both): List<Int> =
        source(this, presets)
            .capture()
            .map {
                it.release()
                unheard.release(it.length)
                it.length
            }.take(chunks)
            .toList()

    @Test
    fun `chunks are whole, however little each read brings, and the microphone is closed after`() = running {
        val microphones = PretendedMicrophones(listOf(Next.Times(500, Next.Sound(100)), Next.Nothing, Next.Times(500, Next.Sound(33))))
        assertEquals(List(150) { chunk }, microphones.hear(150))
        assertEquals(listOf(Preset.UNPROCESSED) to 0, microphones.opened to microphones.open)
    }

    @Test
    fun `a silent microphone is noticed, and another preset taken`() = running {
        val silent = listOf(Next.Times(twoSeconds, Next.Sound(chunk, 0)))
        val microphones = PretendedMicrophones(silent, listOf(Next.Times(5, Next.Sound(chunk))))
        microphones.hear(twoSeconds + 5)
        assertEquals(both, microphones.opened)
        assertEquals(listOf<CaptureNotice>(CaptureNotice.FellBack(Preset.VOICE_RECOGNITION)), notices)
    }

    @Test
    fun `once it was heard a microphone may be silent`() = running {
        val script = listOf(Next.Sound(chunk), Next.Times(3 * twoSeconds, Next.Sound(chunk, 0)))
        val microphones = PretendedMicrophones(script)
        microphones.hear(1 + 3 * twoSeconds)
        assertEquals(listOf(Preset.UNPROCESSED), microphones.opened)
        assertTrue(notices.isEmpty())
    }

    @Test
    fun `silence of the last preset is told once`() = running {
        val microphones = PretendedMicrophones(listOf(Next.Times(3 * twoSeconds, Next.Sound(chunk, 0))))
        microphones.hear(3 * twoSeconds, listOf(Preset.VOICE_RECOGNITION))
        assertEquals(listOf<CaptureNotice>(CaptureNotice.Silent), notices)
    }

    @Test
    fun `what the device does not offer is not insisted on`() = running {
        val microphones = PretendedMicrophones(listOf(Next.Times(3, Next.Sound(chunk))))
        microphones.refusals[Preset.UNPROCESSED] = AudioSourceException.Code.UNSUPPORTED
        microphones.hear(3)
        assertEquals(both, microphones.opened)
        microphones.refusals[Preset.VOICE_RECOGNITION] = AudioSourceException.Code.NO_PERMISSION
        val refused = assertFailsWith<AudioSourceException> { microphones.hear(1) }
        assertEquals(AudioSourceException.Code.NO_PERMISSION, refused.code)
    }

    @Test
    fun `a microphone that was taken away is opened again`() = running {
        for (code in listOf(ReadFault.ERROR_DEAD_OBJECT, ReadFault.ERROR_INVALID_OPERATION, -1, -99)) {
            notices.clear()
            val microphones = PretendedMicrophones(listOf(Next.Sound(chunk), Next.Code(code)), listOf(Next.Times(4, Next.Sound(chunk))))
            assertEquals(5, microphones.hear(5).size)
            assertEquals(listOf<CaptureNotice>(CaptureNotice.Reopened(code)), notices)
            assertEquals(0, microphones.open)
        }
    }

    private fun failing(vararg scripts: List<Next>): AudioSourceException {
        val microphones = PretendedMicrophones(*scripts)
        val pool = BufferPool(4, chunk)
        var pausedMs = 0L
        val loop =
            CaptureLoop(microphones, both, format, pool, MonotonicClock { 0 }, { true.also { _ -> it.release() } }, {}, { pausedMs += it })
        val failure = assertFailsWith<AudioSourceException> { loop.run() }
        assertEquals(0, microphones.open)
        assertEquals(4, generateSequence { pool.take() }.count())
        assertTrue(pausedMs < 10_000)
        return failure
    }

    @Test
    fun `one that does not come back is given up, and an impossible wish at once`() {
        val dead = List(10) { listOf(Next.Code(ReadFault.ERROR_DEAD_OBJECT)) }.toTypedArray()
        assertEquals(AudioSourceException.Code.LOST, failing(*dead).code)
        val empty = List(10) { listOf(Next.Times(60, Next.Nothing)) }.toTypedArray()
        assertEquals(AudioSourceException.Code.LOST, failing(*empty).code)
        assertEquals(AudioSourceException.Code.UNSUPPORTED, failing(listOf(Next.Code(ReadFault.ERROR_BAD_VALUE))).code)
    }

    @Test
    fun `who is slow loses audio, not memory, and is told`() = running {
        val kept = ArrayList<PcmBuffer>()
        val microphones = PretendedMicrophones(listOf(Next.Times(MicrophoneSource.POOLED + 10, Next.Sound(chunk)), Next.Wait))
        microphones.unheard.release(1_000_000)
        source(microphones).capture().take(MicrophoneSource.POOLED).collect { kept += it }
        assertEquals(MicrophoneSource.POOLED, kept.map { it.bytes }.toSet().size)
        // Ten more were read before or after the last of these was taken; each was lost, or would have been.
        assertTrue(notices.all { it == CaptureNotice.Overrun(chunk) })
    }

    @Test
    fun `who stops collecting while the microphone waits is not kept waiting`() = running {
        val microphones = PretendedMicrophones(listOf(Next.Sound(chunk), Next.Wait))
        assertEquals(1, microphones.hear(1).size)
        assertEquals(0, microphones.open)
    }
}
