package chordwork.clockworkred.domain

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertNull

class MeasuresTest {
    @Test
    fun `percentiles are delays that occurred, of the latest`() {
        assertNull(LatencyWindow().statistics())
        var window = LatencyWindow(capacity = 100)
        window += 9_999.0
        for (delay in 100 downTo 1) window += delay.toDouble()
        assertEquals(LatencyStatistics(100, 50.0, 95.0, 100.0), window.statistics())
    }

    @Test
    fun `one delay is every percentile`() {
        assertEquals(LatencyStatistics(1, 7.0, 7.0, 7.0), (LatencyWindow() + 7.0).statistics())
    }

    @Test
    fun `a beat said again, nearer the truth, replaces itself`() {
        assertEquals(listOf(1.0, 1.52), (Beats() + 1.0 + 1.5 + 1.52).timesS)
    }

    @Test
    fun `a buffer of 20 ms is whole frames`() {
        assertEquals(1920, PcmFormat().bytesOf(20))
        assertEquals(0, PcmFormat(44_100, 2).bytesOf(13) % 4)
        assertEquals(1.0, PcmFormat().secondsOf(96_000))
    }

    @Test
    fun `what the protocol would refuse is refused here`() {
        assertFailsWith<IllegalArgumentException> { PcmFormat(sampleRateHz = 4_000) }
        assertFailsWith<IllegalArgumentException> { PcmFormat(channels = 3) }
        assertFailsWith<IllegalArgumentException> { Taste(suggestions = 11) }
        assertFailsWith<IllegalArgumentException> { SessionRequest(PcmFormat(), heartbeatS = 0.5) }
        assertFailsWith<IllegalArgumentException> { PcmBuffer(ByteArray(4), 5, 0) }
    }
}
