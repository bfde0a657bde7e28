package chordwork.clockworkred.platform

import kotlin.test.Test
import kotlin.test.assertEquals

class CaptureStampsTest {
    @Test
    fun `a device that tells is believed`() {
        val stamps = CaptureStamps(48_000)
        assertEquals(1_000_000, stamps.stampUs(0, 960, FrameTime(480, 1_010_000), nowUs = 1_050_000))
        assertEquals(1_020_000, stamps.stampUs(960, 960, FrameTime(480, 1_010_000), nowUs = 1_070_000))
    }

    @Test
    fun `without it a chunk began its length before it was read`() =
        assertEquals(980_000, CaptureStamps(48_000).stampUs(0, 960, null, nowUs = 1_000_000))

    @Test
    fun `the future and another clock are not believed, and stamps never go back`() {
        val stamps = CaptureStamps(48_000)
        assertEquals(9_980_000, stamps.stampUs(0, 960, FrameTime(0, 11_000_000), nowUs = 10_000_000))
        assertEquals(9_980_001, stamps.stampUs(960, 960, FrameTime(0, 5), nowUs = 9_990_000))
        assertEquals(9_980_002, stamps.stampUs(0, 960, FrameTime(0, 9_900_000), nowUs = 10_000_000))
    }
}
