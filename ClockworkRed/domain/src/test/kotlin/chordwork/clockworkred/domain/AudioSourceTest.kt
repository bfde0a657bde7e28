package chordwork.clockworkred.domain

import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.test.runTest
import kotlin.test.Test
import kotlin.test.assertEquals

class AudioSourceTest {
    private class Counted : AudioSource {
        var open = 0
        var opened = 0
        val free = ArrayDeque<ByteArray>()
        override val format = PcmFormat()

        override fun capture(): Flow<PcmBuffer> = flow {
            open++
            opened++
            try {
                var atUs = 0L
                while (true) {
                    val bytes = free.removeFirstOrNull() ?: ByteArray(format.bytesOf(20))
                    emit(PcmBuffer(bytes, bytes.size, atUs, free::addLast))
                    atUs += 20_000
                }
            } finally {
                open--
            }
        }
    }

    @Test
    fun `a source is open only while it is collected, and its buffers come back`() = runTest {
        val source = Counted()
        val flow = source.capture()
        assertEquals(0, source.opened)
        repeat(2) {
            val stamps = flow.take(3).toList().onEach(PcmBuffer::release).map { it.capturedUs }
            assertEquals(listOf(0L, 20_000L, 40_000L), stamps)
            assertEquals(0, source.open)
        }
        assertEquals(2, source.opened)
        assertEquals(3, source.free.size)
    }
}
