package chordwork.clockworkred.platform

import java.util.concurrent.ArrayBlockingQueue

/** Buffers of [bytes] each, made once. Threads may share it. */
internal class BufferPool(val count: Int, val bytes: Int) {
    private val free = ArrayBlockingQueue<ByteArray>(count).apply { repeat(count) { add(ByteArray(bytes)) } }

    /** Null if all are in use. */
    fun take(): ByteArray? = free.poll()

    fun giveBack(buffer: ByteArray) {
        free.offer(buffer)
    }
}
