package chordwork.clockworkred.data

import kotlin.random.Random
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

class BackoffTest {
    @Test
    fun `bounds double until the longest, and waits are spread over them`() {
        val backoff = Backoff(firstMs = 100, longestMs = 1000, random = Random(1))
        for ((failures, boundMs) in listOf(0 to 100L, 1 to 200L, 3 to 800L, 4 to 1000L, 1000 to 1000L)) {
            val waits = List(400) { backoff.waitMs(failures) }
            assertTrue(waits.all { it in 0..boundMs })
            assertTrue(waits.min() < boundMs / 4 && waits.max() > boundMs * 3 / 4)
        }
    }

    @Test
    fun `what the server asks for is the least, but not an hour`() {
        val none = object : Random() { override fun nextBits(bitCount: Int) = 0 }
        assertEquals(3000, Backoff(random = none).waitMs(0, atLeastS = 3.0))
        assertEquals(60_000, Backoff(random = none).waitMs(0, atLeastS = 3600.0))
    }
}
