package chordwork.clockworkred.data

import kotlin.random.Random
import kotlin.test.Test
import kotlin.test.assertContentEquals
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertTrue

class AudioBacklogTest {
    @Test
    fun `what is kept is what was said last, wherever the ring turns`() {
        val random = Random(4)
        val backlog = AudioBacklog(capacityBytes = 100, capacityFrames = 8)
        val everything = ArrayList<Byte>()
        repeat(500) { number ->
            val frame = random.nextBytes(random.nextInt(1, 41))
            backlog.add(frame, frame.size, number.toLong())
            everything += frame.toList()
            assertEquals(everything.size.toLong(), backlog.end)
            assertTrue(backlog.end - backlog.begin <= 100)
            val from = random.nextLong(backlog.begin, backlog.end)
            val copied = ByteArray((backlog.end - from).toInt() + 3)
            backlog.copy(from, backlog.end, copied, 3)
            val expected = everything.subList(from.toInt(), everything.size).toByteArray()
            assertContentEquals(expected, copied.copyOfRange(3, copied.size))
            val holding = backlog.frameAt(from)
            assertTrue(backlog.endOf(holding) > from)
            assertTrue(holding == 0L || !backlog.isKept(holding - 1) || backlog.endOf(holding - 1) <= from)
            assertEquals(holding, backlog.stampOf(holding))
        }
    }

    @Test
    fun `room is what does not cost anything after a place`() {
        val backlog = AudioBacklog(capacityBytes = 100, capacityFrames = 8)
        backlog.add(ByteArray(60), 60, 0)
        assertTrue(backlog.hasRoom(40, 0))
        assertFalse(backlog.hasRoom(41, 0))
        assertTrue(backlog.hasRoom(100, 60))
        repeat(6) { backlog.add(ByteArray(1), 1, 0) }
        assertFalse(backlog.hasRoom(1, 0))
        assertTrue(backlog.hasRoom(1, 60))
        assertFailsWith<IllegalArgumentException> { backlog.add(ByteArray(101), 101, 0) }
    }
}
