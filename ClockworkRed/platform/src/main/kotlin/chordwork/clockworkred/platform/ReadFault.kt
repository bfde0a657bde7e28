package chordwork.clockworkred.platform

/** What to do about a code that `AudioRecord.read` returned instead of a number of bytes. */
internal enum class ReadFault(val reopen: Boolean) {
    /** The recorder is not recording: it was stopped by the system. */
    INVALID_OPERATION(true),

    /** We asked for something impossible, and would again. */
    BAD_VALUE(false),

    /** The sound service died, or the microphone went with its headset. */
    DEAD_OBJECT(true),

    /** Anything else. */
    ERROR(true),

    /** Nothing, again and again. */
    NO_AUDIO(true),
    ;

    companion object {
        /** [code] is negative; the numbers are those of `AudioRecord`. */
        fun of(code: Int): ReadFault =
            when (code) {
                ERROR_INVALID_OPERATION -> INVALID_OPERATION
                ERROR_BAD_VALUE -> BAD_VALUE
                ERROR_DEAD_OBJECT -> DEAD_OBJECT
                else -> ERROR
            }

        const val ERROR_BAD_VALUE = -2
        const val ERROR_INVALID_OPERATION = -3
        const val ERROR_DEAD_OBJECT = -6
    }
}
