package chordwork.clockworkred.data

import chordwork.clockworkred.domain.Trouble
import java.io.IOException
import java.io.InterruptedIOException
import java.net.ConnectException
import java.net.ProtocolException
import java.net.UnknownHostException
import java.net.UnknownServiceException
import javax.net.ssl.SSLException

/** A conversation that ended before its time. [mayPass]: trying again could help. */
internal class LostException(
    val trouble: Trouble,
    val mayPass: Boolean,
    val retryAfterS: Double? = null,
    cause: Throwable? = null,
) : Exception(trouble.message, cause)

/** What the network's exceptions mean to somebody who wants to play. */
internal fun troubleOf(failure: IOException, host: String): Trouble =
    when (failure) {
        is UnknownHostException -> Trouble("unknown_host", "there is no $host in this network: look at the server's address, and whether you are online")
        is ConnectException -> Trouble("no_server", "nothing answers at $host: start the server, or look at its address and port")
        is UnknownServiceException ->
            Trouble("cleartext_refused", "this app speaks to $host only over https: write the address with https://")
        is SSLException -> Trouble("not_trusted", "the certificate of $host is not trusted: look at the address, or ask who runs the server")
        is InterruptedIOException -> Trouble("timeout", "$host took too long to answer; a nearer network may help")
        is ProtocolException -> Trouble("no_chordwork", "what answers at $host is no Chordwork server: look at the address and port")
        else -> Trouble("connection_lost", "the connection to $host was lost")
    }

/** Whether trying again without the user could help. */
internal fun mayPass(trouble: Trouble): Boolean = trouble.code !in setOf("cleartext_refused", "not_trusted", "no_chordwork")

/** Of protocol 1's `error` codes, those after which a client comes back. */
internal val ERRORS_THAT_PASS =
    setOf(
        "engine_full", "engine_overloaded", "too_many_connections", "draining", "reader_too_slow", "session_crashed", "internal",
        "flush_timeout", "session_limit", "start_timeout",
    )

/** Close codes without an `error` before, after which it does not. */
internal val CLOSES_FOR_GOOD = setOf(1000, 1002, 1003, 1007, 1009, 4011)

/** What an `error` means to somebody who wants to play; null where the server's own words say it best. */
private val IN_OTHER_WORDS =
    mapOf(
        "engine_full" to "the server listens to as many players as it can; it is asked again in a moment",
        "engine_overloaded" to "the server has more to do than it can; it is asked again in a moment",
        "too_many_connections" to "too many are connected to the server; it is asked again in a moment",
        "draining" to "the server is being restarted; it is asked again in a moment",
        "taken_over" to "this session goes on somewhere else",
        "session_crashed" to "something went wrong at the server; listening begins anew",
        "internal" to "something went wrong at the server; listening begins anew",
        "unsupported_protocol" to "the server speaks another protocol than this app: update the older of the two",
        "idle_timeout" to "no sound came for a minute, so the server stopped listening",
    )

internal fun troubleOf(code: String, message: String): Trouble = Trouble(code, IN_OTHER_WORDS[code] ?: message)

internal fun troubleOfClose(code: Int, reason: String): Trouble =
    Trouble("closed_$code", if (reason.isBlank()) "the server ended the connection (code $code)" else "the server ended the connection: $reason")
