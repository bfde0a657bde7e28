package chordwork.clockworkred.data

/**
 * The latest audio, by its place in the stream, for a server that may not have received it. All room is taken once: frames are
 * copied into a ring, and the oldest are overwritten. For one coroutine at a time.
 *
 * @param capacityBytes of audio that are kept
 * @param capacityFrames of which so many may be kept
 */
internal class AudioBacklog(val capacityBytes: Int, private val capacityFrames: Int = 4096) {
    private val ring = ByteArray(capacityBytes)
    private val ends = LongArray(capacityFrames)
    private val stamps = LongArray(capacityFrames)
    private var oldestFrame = 0L

    /** Number of the frame that comes next, from 0. */
    var nextFrame = 0L
        private set

    /** Bytes of the stream so far. */
    var end = 0L
        private set

    /** Where what is kept begins. */
    val begin: Long
        get() = if (oldestFrame == 0L) 0L else endOf(oldestFrame - 1)

    fun add(bytes: ByteArray, length: Int, capturedUs: Long) {
        require(length in 1..capacityBytes) { "a frame of $length bytes does not fit into $capacityBytes" }
        val at = (end % capacityBytes).toInt()
        val first = minOf(length, capacityBytes - at)
        bytes.copyInto(ring, at, 0, first)
        bytes.copyInto(ring, 0, first, length)
        end += length
        ends[slot(nextFrame)] = end
        stamps[slot(nextFrame)] = capturedUs
        nextFrame++
        // One slot is left for the end of the frame before the oldest.
        while (end - begin > capacityBytes || nextFrame - oldestFrame >= capacityFrames) oldestFrame++
    }

    /** Whether a frame fits without that anything after [position] is overwritten. */
    fun hasRoom(length: Int, position: Long): Boolean =
        end + length - position <= capacityBytes && (position >= end || nextFrame - frameAt(position) < capacityFrames - 1)

    /** The frame that holds [position], which is kept. */
    fun frameAt(position: Long): Long {
        require(position in begin until end) { "$position is not within what is kept, $begin … $end" }
        var low = oldestFrame
        var high = nextFrame - 1
        while (low < high) {
            val middle = (low + high) / 2
            if (endOf(middle) > position) high = middle else low = middle + 1
        }
        return low
    }

    /** Where [frame] ends; only of frames that are kept, and of the one before. */
    fun endOf(frame: Long): Long = ends[slot(frame)]

    fun isKept(frame: Long): Boolean = frame in oldestFrame until nextFrame

    fun stampOf(frame: Long): Long = stamps[slot(frame)]

    /** Copies what lies between two places into [target] from [offset] on. */
    fun copy(from: Long, until: Long, target: ByteArray, offset: Int) {
        require(from >= begin && until <= end && from <= until)
        val at = (from % capacityBytes).toInt()
        val first = minOf((until - from).toInt(), capacityBytes - at)
        ring.copyInto(target, offset, at, at + first)
        ring.copyInto(target, offset + first, 0, (until - from).toInt() - first)
    }

    private fun slot(frame: Long) = (frame % capacityFrames).toInt()
}
