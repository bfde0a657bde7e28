package chordwork.clockworkred.platform

import chordwork.clockworkred.domain.SharedChart
import java.io.ByteArrayInputStream
import java.io.InputStream
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertIs

class SharedIntentsTest {
    private fun endless(count: Int) =
        object : InputStream() {
            private var left = count

            override fun read() = if (left-- > 0) 7 else -1
        }

    @Test
    fun `a stream is read to its end, in pieces`() {
        val read = assertIs<Shared.Chart>(SharedIntents.charted(ByteArrayInputStream("C | G".encodeToByteArray()), "a.cho"))
        assertEquals("a.cho" to "C | G", read.chart.name to read.chart.bytes.decodeToString())
    }

    @Test
    fun `nothing, and too much, are said`() {
        assertEquals(Shared.Not(SharedChart.UNREADABLE), SharedIntents.charted(endless(0), ""))
        assertEquals(Shared.Not(SharedChart.TOO_LARGE), SharedIntents.charted(endless(SharedChart.MAX_BYTES + 5), ""))
        assertEquals(SharedChart.MAX_BYTES, assertIs<Shared.Chart>(SharedIntents.charted(endless(SharedChart.MAX_BYTES), "")).chart.bytes.size)
        assertEquals(Shared.Not(SharedChart.UNREADABLE), Shared.of(SharedChart.ofText(" ")))
    }
}
