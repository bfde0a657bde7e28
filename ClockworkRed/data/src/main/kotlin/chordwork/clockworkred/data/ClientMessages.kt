package chordwork.clockworkred.data

import chordwork.clockworkred.domain.ResumeTicket
import chordwork.clockworkred.domain.SessionChange
import chordwork.clockworkred.domain.SessionRequest
import chordwork.clockworkred.domain.Taste
import kotlinx.serialization.json.JsonObjectBuilder
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonObject
import okio.ByteString
import okio.ByteString.Companion.toByteString
import java.nio.ByteBuffer
import java.nio.ByteOrder

/** What we say in protocol 1. */
internal object ClientMessages {
    const val STOP = """{"type":"stop"}"""
    const val PONG = """{"type":"pong"}"""

    /** Bytes before the PCM of a stamped message: sequence u32, flags u32, capture time u64 in µs; little-endian. */
    const val STAMP_BYTES = 16

    /** [finals] that we have; with a [ticket], go on with its session. */
    fun start(request: SessionRequest, ticket: ResumeTicket?, finals: Int): String =
        buildJsonObject {
            put("type", "start")
            put("protocol", 1)
            put("sample_rate", request.format.sampleRateHz)
            put("channels", request.format.channels)
            put("format", "s16le")
            put("framing", "stamped")
            put("acks", request.acks.name.lowercase())
            put("pace", request.pace.name.lowercase())
            put("key", request.key)
            putTaste(request.taste)
            put("notes", request.notes)
            put("heartbeat_s", request.heartbeatS)
            put("resumable", request.resumable)
            if (ticket != null) {
                putJsonObject("resume") {
                    put("token", ticket.token)
                    put("finals", finals)
                }
            }
        }.toString()

    fun config(change: SessionChange.Configure): String =
        buildJsonObject {
            put("type", "config")
            put("key", change.key)
            putTaste(change.taste)
            put("notes", change.notes)
        }.toString()

    fun skip(bytes: Long): String = """{"type":"skip","bytes":$bytes}"""

    /** Writes a stamp before the [pcmBytes] that stand in [frame] already. */
    fun stamp(frame: ByteArray, pcmBytes: Int, sequence: Long, capturedUs: Long): ByteString {
        ByteBuffer
            .wrap(frame)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(sequence.toInt())
            .putInt(0)
            .putLong(capturedUs)
        return frame.toByteString(0, STAMP_BYTES + pcmBytes)
    }

    private fun JsonObjectBuilder.putTaste(taste: Taste) {
        put("suggestions", taste.suggestions)
        put("mood", taste.mood?.name?.lowercase())
        put("genre", taste.genre?.name?.lowercase())
    }
}
