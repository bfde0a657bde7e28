package chordwork.clockworkred.domain

/** A clock that only goes forward: on Android `SystemClock.elapsedRealtimeNanos`, which also stamps captured audio. */
fun interface MonotonicClock {
    fun nowUs(): Long

    companion object {
        /** Of the Java machine. It counts from an arbitrary moment, and on Android it stands still while the device sleeps. */
        val SYSTEM = MonotonicClock { System.nanoTime() / 1000 }
    }
}
