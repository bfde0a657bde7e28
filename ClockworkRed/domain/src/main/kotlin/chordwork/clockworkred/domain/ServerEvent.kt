package chordwork.clockworkred.domain

/**
 * What the server says in wire protocol 1, as `docs/protocol.md` tells it. Times are seconds of audio received since the
 * session began, dropped audio included. Message types that are not known become [Unknown]: more will come.
 */
sealed interface ServerEvent {
    /**
     * The session is open; [receivedBytes] is where in the audio to go on. [beganAtS] is not of the server: a session that
     * took the place of a lost one began there in our audio, and the times of its events were moved to go on from it.
     */
    data class Ready(
        val session: String,
        val server: String,
        val model: String,
        val hopMs: Double,
        val resume: ResumeTicket?,
        val resumed: Boolean,
        val receivedBytes: Long,
        val limits: Limits,
        val beganAtS: Double = 0.0,
    ) : ServerEvent {
        /** What was heard before still holds. */
        val continues: Boolean
            get() = resumed || beganAtS > 0
    }

    /** All audio up to and including [sequence]; [captureUs] is our own stamp of it, null for plain audio. */
    data class Ack(val sequence: Long, val queueAgeMs: Double, val audioS: Double, val captureUs: Long?) : ServerEvent

    /** To be shown from now on; may be replaced by the next one. */
    data class ProvisionalChord(
        val chord: Chord,
        val startS: Double,
        val atS: Double,
        val confidence: Double,
        val alternatives: List<Alternative>,
        val latencyMs: Double,
    ) : ServerEvent

    /** A finished segment, never changed; [index] counts those before it, so that one said twice is known. */
    data class FinalChord(
        val index: Int,
        val chord: Chord,
        val startS: Double,
        val endS: Double,
        val atS: Double,
        val confidence: Double,
        val alternatives: List<Alternative>,
        val latencyMs: Double,
    ) : ServerEvent

    /** [tonic] 0 = C … 11 = B; [atS] only if heard. */
    data class Key(
        val name: String,
        val tonic: Int,
        val minor: Boolean,
        val confidence: Double,
        val set: Boolean,
        val atS: Double?,
    ) : ServerEvent

    /** [cents] from A4 = 440 Hz, −50 … 50. */
    data class Tuning(val cents: Double, val atS: Double) : ServerEvent

    /** [beatPhase] of the current beat had passed at [atS], 0 … 1. */
    data class Tempo(val bpm: Double, val confidence: Double, val beatPhase: Double, val atS: Double) : ServerEvent

    /** A beat that falls at [timeS], foretold at [atS]. */
    data class Beat(val timeS: Double, val bpm: Double, val confidence: Double, val atS: Double) : ServerEvent

    /** That each pitch class sounds, C first, averaged from [startS] to [atS]. */
    data class Notes(val probabilities: List<Double>, val startS: Double, val atS: Double) : ServerEvent

    /** What could come [after] the chord that rings, likeliest first. */
    data class Suggestions(val after: String, val key: String, val next: List<Suggestion>, val atS: Double) : ServerEvent

    /** Since the last one; the floor is −120 dBFS. */
    data class Level(
        val peakDbfs: Double,
        val rmsDbfs: Double,
        val clippedSamples: Long,
        val nonfiniteSamples: Long,
        val atS: Double,
    ) : ServerEvent

    /** Audio that was lost, by us or by a late network; [atS] is where the gap ends. */
    data class Dropped(val seconds: Double, val bytes: Long, val atS: Double) : ServerEvent

    /** Something the sender should know; the stream goes on. */
    data class Warning(
        val code: String,
        val message: String,
        val fields: List<String> = emptyList(),
        val looksLike: String? = null,
        val atS: Double? = null,
    ) : ServerEvent

    /** A sign of life; only differences of [timeMs] mean anything. */
    data class Heartbeat(val timeMs: Long) : ServerEvent

    /** The answer to a ping of ours. */
    data class Pong(val id: String?) : ServerEvent

    /** The connection closes next, perhaps after a [Done]. */
    data class Failure(val code: String, val message: String, val retryAfterS: Double?) : ServerEvent

    /** Everything was said. */
    data class Done(
        val reason: String,
        val chunks: Long,
        val finals: Int,
        val receivedS: Double,
        val droppedS: Double,
    ) : ServerEvent

    /** A [type] that this client does not know. */
    data class Unknown(val type: String) : ServerEvent
}

/** How to come back to a session when its connection is lost. The token is all it takes: it is never logged. */
data class ResumeTicket(val token: String, val graceS: Double) {
    override fun toString(): String = "ResumeTicket(token=…, graceS=$graceS)"
}

/** Limits of the server at hand. */
data class Limits(
    val maxMessageBytes: Int,
    val mailboxS: Double,
    val maxLagS: Double,
    val idleTimeoutS: Double,
    val heartbeatS: Double,
    val maxSessionS: Double,
)
