package chordwork.clockworkred.domain

/** How we stand with the server. */
sealed interface Connection {
    data object Idle : Connection

    data object Connecting : Connection

    /** [resumed]: the session of before goes on. */
    data class Live(val session: String, val resumed: Boolean) : Connection

    /** The connection is lost; try number [attempt] comes in [inMs]. */
    data class Waiting(val attempt: Int, val inMs: Long, val why: Trouble) : Connection

    /** No use in trying again without the user. */
    data class Refused(val why: Trouble) : Connection

    /** A session that came to its end. */
    data class Ended(val reason: String) : Connection
}

/** What went wrong: [code] of protocol 1 or of the network, [message] for people. */
data class Trouble(val code: String, val message: String)
