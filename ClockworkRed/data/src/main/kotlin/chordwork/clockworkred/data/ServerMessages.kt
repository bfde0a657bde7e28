package chordwork.clockworkred.data

import chordwork.clockworkred.domain.Alternative
import chordwork.clockworkred.domain.Chord
import chordwork.clockworkred.domain.Limits
import chordwork.clockworkred.domain.ResumeTicket
import chordwork.clockworkred.domain.ServerEvent
import chordwork.clockworkred.domain.Suggestion
import kotlinx.serialization.SerializationException
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.booleanOrNull
import kotlinx.serialization.json.contentOrNull
import kotlinx.serialization.json.doubleOrNull

/** A message that is none of protocol 1; [field] is what was looked for. */
internal class NotUnderstoodException(val field: String, cause: Throwable? = null) :
    Exception("the server's message is not of protocol 1: look for '$field'", cause)

/** What the server says in protocol 1. */
internal object ServerMessages {
    /** @throws NotUnderstoodException if it is no JSON object, or lacks a field */
    fun read(text: String): ServerEvent {
        val message =
            try {
                Json.parseToJsonElement(text) as? JsonObject
            } catch (error: SerializationException) {
                throw NotUnderstoodException("JSON", error)
            } ?: throw NotUnderstoodException("JSON object")
        return event(Fields(message))
    }

    private fun event(said: Fields): ServerEvent =
        when (val type = said.text("type")) {
            "ready" -> ready(said)
            "ack" -> ServerEvent.Ack(said.long("sequence"), said.number("queue_age_ms"), said.number("audio_s"), said.longOrNull("capture_us"))
            "chord" -> if (said.text("status") == "final") final(said) else provisional(said)
            "suggestions" ->
                ServerEvent.Suggestions(said.text("after"), said.text("key"), said.objects("next").map(::suggestion), said.number("at"))
            "notes" -> ServerEvent.Notes(said.numbers("probabilities"), said.number("start"), said.number("at"))
            "key" ->
                ServerEvent.Key(
                    said.text("key"),
                    said.long("tonic").toInt(),
                    said.text("mode") == "minor",
                    said.number("confidence"),
                    said.textOrNull("source") == "set",
                    said.numberOrNull("at"),
                )
            "tuning" -> ServerEvent.Tuning(said.number("cents"), said.number("at"))
            "tempo" -> ServerEvent.Tempo(said.number("bpm"), said.number("confidence"), said.number("beat_phase"), said.number("at"))
            "beat" -> ServerEvent.Beat(said.number("time"), said.number("bpm"), said.number("confidence"), said.number("at"))
            "level" ->
                ServerEvent.Level(
                    said.number("peak_dbfs"),
                    said.number("rms_dbfs"),
                    said.long("clipped_samples"),
                    said.long("nonfinite_samples"),
                    said.number("at"),
                )
            "dropped" -> ServerEvent.Dropped(said.number("seconds"), said.long("bytes"), said.number("at"))
            "warning" ->
                ServerEvent.Warning(
                    said.text("code"),
                    said.text("message"),
                    said.textsOrNone("fields"),
                    said.textOrNull("looks_like"),
                    said.numberOrNull("at"),
                )
            "ping" -> ServerEvent.Heartbeat(said.longOrNull("time_ms") ?: 0)
            "pong" -> ServerEvent.Pong(said.textOrNull("id"))
            "error" -> ServerEvent.Failure(said.text("code"), said.text("message"), said.numberOrNull("retry_after_s"))
            "done" ->
                ServerEvent.Done(
                    said.text("reason"),
                    said.long("chunks"),
                    said.long("finals").toInt(),
                    said.number("received_s"),
                    said.number("dropped_s"),
                )
            else -> ServerEvent.Unknown(type)
        }

    private fun ready(said: Fields): ServerEvent.Ready {
        val limits = said.within("limits")
        val resume = said.withinOrNull("resume")
        return ServerEvent.Ready(
            session = said.text("session"),
            server = said.text("server"),
            model = said.withinOrNull("model")?.let { "${it.text("name")} ${it.text("version")}" } ?: "",
            hopMs = said.number("hop_ms"),
            resume = resume?.let { ResumeTicket(it.text("token"), it.number("grace_s")) },
            resumed = said.flag("resumed"),
            receivedBytes = said.longOrNull("received_bytes") ?: 0,
            limits =
                Limits(
                    limits.long("max_message_bytes").toInt(),
                    limits.number("mailbox_s"),
                    limits.number("max_lag_s"),
                    limits.number("idle_timeout_s"),
                    limits.number("heartbeat_s"),
                    limits.number("max_session_s"),
                ),
        )
    }

    private fun provisional(said: Fields) =
        ServerEvent.ProvisionalChord(
            chord(said),
            said.number("start"),
            said.number("at"),
            said.number("confidence"),
            said.objects("alternatives").map(::alternative),
            said.number("latency_ms"),
        )

    private fun final(said: Fields) =
        ServerEvent.FinalChord(
            said.long("index").toInt(),
            chord(said),
            said.number("start"),
            said.number("end"),
            said.number("at"),
            said.number("confidence"),
            said.objects("alternatives").map(::alternative),
            said.number("latency_ms"),
        )

    private fun chord(said: Fields) = Chord(said.text("label"), said.text("symbol"), said.textOrNull("bass"))

    private fun alternative(said: Fields) = Alternative(chord(said), said.number("confidence"))

    private fun suggestion(said: Fields) =
        Suggestion(said.text("label"), said.text("symbol"), said.text("roman"), said.number("probability"), said.text("reason"))
}

/** Fields of a message, each asked for by what it has to be. */
internal class Fields(private val message: JsonObject) {
    fun text(name: String): String = textOrNull(name) ?: throw NotUnderstoodException(name)

    fun textOrNull(name: String): String? = (message[name] as? JsonPrimitive)?.contentOrNull

    fun number(name: String): Double = numberOrNull(name) ?: throw NotUnderstoodException(name)

    fun numberOrNull(name: String): Double? = (message[name] as? JsonPrimitive)?.takeUnless { it.isString }?.doubleOrNull

    /** A whole number, however it is written: a stamp needs all its digits. */
    fun long(name: String): Long = longOrNull(name) ?: throw NotUnderstoodException(name)

    fun longOrNull(name: String): Long? =
        (message[name] as? JsonPrimitive)?.takeUnless { it.isString }?.let { it.content.toLongOrNull() ?: it.doubleOrNull?.toLong() }

    fun flag(name: String): Boolean = (message[name] as? JsonPrimitive)?.booleanOrNull ?: false

    fun within(name: String): Fields = withinOrNull(name) ?: throw NotUnderstoodException(name)

    fun withinOrNull(name: String): Fields? = (message[name] as? JsonObject)?.let(::Fields)

    fun objects(name: String): List<Fields> =
        list(name).map { Fields(it as? JsonObject ?: throw NotUnderstoodException(name)) }

    fun numbers(name: String): List<Double> =
        list(name).map { (it as? JsonPrimitive)?.doubleOrNull ?: throw NotUnderstoodException(name) }

    fun textsOrNone(name: String): List<String> =
        (message[name] as? JsonArray).orEmpty().mapNotNull { (it as? JsonPrimitive)?.contentOrNull }

    private fun list(name: String): JsonArray = message[name] as? JsonArray ?: throw NotUnderstoodException(name)
}
