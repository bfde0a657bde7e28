package chordwork.clockworkred.data

import chordwork.clockworkred.domain.ServerException
import chordwork.clockworkred.domain.Trouble
import kotlinx.serialization.SerializationException
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import okhttp3.Response
import java.io.IOException

/** A refusal as a problem document (RFC 9457), or whatever else answered. */
internal fun Response.problem(): ServerException {
    val said =
        try {
            Json.parseToJsonElement(peekBody(MAX_PROBLEM_BYTES).string()) as? JsonObject
        } catch (_: SerializationException) {
            null
        } catch (_: IOException) {
            null
        }?.let(::Fields)
    val code = said?.textOrNull("code") ?: "http_$code"
    val trouble = Trouble(code, REFUSALS[code] ?: said?.textOrNull("detail") ?: plain(this.code))
    return ServerException(trouble, this.code, header("Retry-After")?.toDoubleOrNull())
}

private val REFUSALS =
    mapOf(
        "key_missing" to "this server wants a key: ask who runs it, and write it in the settings",
        "key_unknown" to "the server does not know this key: look at it in the settings",
    )

private fun plain(status: Int): String =
    when (status) {
        401, 403 -> "the server does not let us in (HTTP $status): look at the key in the settings"
        404 -> "there is no Chordwork server at this address: look at it in the settings"
        in 500..599 -> "the server has a problem (HTTP $status); try again later"
        else -> "the server refused (HTTP $status)"
    }

private const val MAX_PROBLEM_BYTES = 65_536L
