package chordwork.clockworkred.domain

import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.emptyFlow

/** Who hears chords in sound. */
interface ChordServer {
    /**
     * A cold flow: collecting it opens [source] and a session, and ending the collection closes both. Lost connections are made
     * anew, and the session goes on. The flow ends after [Connection.Ended] or [Connection.Refused]; it fails only if the source
     * does ([AudioSourceException]).
     */
    fun listen(
        request: SessionRequest,
        source: AudioSource,
        changes: Flow<SessionChange> = emptyFlow(),
    ): Flow<SessionNews>
}

/** What a session tells. */
sealed interface SessionNews {
    /**
     * The server said [event], and at [atUs] of the clock that stamps audio it was here: for a chord [delayMs] after the
     * latest audio was captured that it depends on (null if that is not known).
     */
    data class Heard(val event: ServerEvent, val atUs: Long, val delayMs: Double? = null) : SessionNews

    /** How we stand with the server changed. */
    data class Stands(val connection: Connection) : SessionNews

    /** So much audio was not sent, to be live again. */
    data class Skipped(val bytes: Long, val seconds: Double) : SessionNews
}

/** What can be changed while a session runs. */
sealed interface SessionChange {
    /** [key] null: the key that is heard. */
    data class Configure(val key: String?, val taste: Taste, val notes: Boolean) : SessionChange

    /** No more audio; the remaining finals still come. */
    data object Stop : SessionChange
}
