package chordwork.clockworkred.domain

/** What a `start` asks for. Ranges are those of protocol 1; a value out of them is refused here rather than by the server. */
data class SessionRequest(
    val format: PcmFormat,
    val key: String? = null,
    val taste: Taste = Taste(),
    val notes: Boolean = false,
    val acks: Acks = Acks.HOP,
    val pace: Pace = Pace.LIVE,
    val heartbeatS: Double? = 5.0,
    val resumable: Boolean = true,
) {
    init {
        require(heartbeatS == null || heartbeatS in 1.0..60.0) { "a heartbeat is 1 … 60 s, not $heartbeatS" }
    }
}

/** Which suggestions are wanted: how many, and of what mood and genre. */
data class Taste(val suggestions: Int = 5, val mood: Mood? = null, val genre: Genre? = null) {
    init {
        require(suggestions in 0..10) { "0 … 10 suggestions can be asked for, not $suggestions" }
    }
}

/** [CHUNK]: when a message was taken in; [HOP]: when it was recognised. */
enum class Acks { CHUNK, HOP, NONE }

/** [LIVE]: late audio is dropped; [FILE]: the server reads as fast as it recognises. */
enum class Pace { LIVE, FILE }

enum class Mood { HAPPY, CALM, SAD, TENSE }

enum class Genre { POP, ROCK, STANDARDS, JAZZ, SWING, BLUES, FOLK, COUNTRY }
