package chordwork.clockworkred.platform

import chordwork.clockworkred.domain.MonotonicClock
import chordwork.clockworkred.domain.PcmFormat
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.test.currentTime
import kotlinx.coroutines.test.runTest
import kotlin.math.abs
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

@OptIn(ExperimentalCoroutinesApi::class)
class TestSignalTest {
    @Test
    fun `chords come at the pace of music, and sound`() = runTest {
        val signal = TestSignal(MonotonicClock { currentTime * 1000 }, PcmFormat(8000, 2))
        val chunks = signal.capture().take(100).toList()
        assertEquals(2000, currentTime)
        assertEquals(List(100) { it * 20_000L }, chunks.map { it.capturedUs })
        val peaks = chunks.map { chunk -> (0 until chunk.length step 2).maxOf { abs((chunk.bytes[it].toInt() and 0xFF) or (chunk.bytes[it + 1].toInt() shl 8)) } }
        assertTrue(peaks.max() in 8_000..24_000 && peaks.last() < peaks.first())
    }
}
