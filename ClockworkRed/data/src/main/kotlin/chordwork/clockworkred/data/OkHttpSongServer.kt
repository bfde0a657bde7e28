package chordwork.clockworkred.data

import chordwork.clockworkred.domain.BandRecording
import chordwork.clockworkred.domain.BandRequest
import chordwork.clockworkred.domain.Groove
import chordwork.clockworkred.domain.InstrumentOffer
import chordwork.clockworkred.domain.ReadChart
import chordwork.clockworkred.domain.ServerException
import chordwork.clockworkred.domain.SharedChart
import chordwork.clockworkred.domain.SongPlan
import chordwork.clockworkred.domain.SongRequest
import chordwork.clockworkred.domain.SongServer
import chordwork.clockworkred.domain.Suggestion
import chordwork.clockworkred.domain.TabRequest
import chordwork.clockworkred.domain.TabSheet
import chordwork.clockworkred.domain.Trouble
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.runInterruptible
import kotlinx.coroutines.suspendCancellableCoroutine
import kotlinx.coroutines.withContext
import kotlinx.serialization.SerializationException
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObjectBuilder
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonArray
import kotlinx.serialization.json.putJsonObject
import okhttp3.Call
import okhttp3.Callback
import okhttp3.HttpUrl
import okhttp3.MediaType.Companion.toMediaType
import okhttp3.OkHttpClient
import okhttp3.Request
import okhttp3.RequestBody.Companion.toRequestBody
import okhttp3.Response
import okio.Buffer
import java.io.IOException
import java.util.concurrent.TimeUnit
import kotlin.coroutines.resumeWithException

/**
 * The server's REST answers.
 *
 * @param client shared by all that talk to the server; it is not closed here
 * @param key that the server wants, or null
 * @param silenceMs of a server that thinks, before it counts as gone
 * @param dispatcher on which answers are read
 */
class OkHttpSongServer(
    client: OkHttpClient,
    private val address: ServerAddress,
    private val key: String? = null,
    silenceMs: Long = LONGEST_COMPUTATION_MS,
    private val dispatcher: CoroutineDispatcher = Dispatchers.IO,
) : SongServer {
    /** The same connections, with more patience. */
    private val client = client.newBuilder().readTimeout(silenceMs, TimeUnit.MILLISECONDS).build()

    override suspend fun tabs(request: TabRequest): TabSheet =
        ask<TabDocument>("tabs") {
            put("chords", request.chords)
            put("instrument", request.instrument)
            put("level", request.level.name.lowercase())
            put("capo", request.capo?.let(::JsonPrimitive) ?: JsonPrimitive("easy"))
            put("left_handed", request.leftHanded)
            put("transpose", request.transpose)
            request.title?.let { put("title", it) }
        }.first.sheet()

    override suspend fun suggest(chords: List<String>, key: String?, limit: Int): List<Suggestion> =
        ask<SuggestDocument>("suggest") {
            putJsonArray("chords") { chords.forEach { add(JsonPrimitive(it)) } }
            key?.let { put("key", it) }
            put("limit", limit)
        }.first.suggestions.map(SuggestionDocument::suggestion)

    override suspend fun instructions(request: SongRequest): SongPlan {
        val (plan, document) =
            ask<PlanDocument>("instructions") {
                request.theme?.let { put("theme", it) }
                request.instrument?.let { put("instrument", it) }
                request.level?.let { put("level", it.name.lowercase()) }
                request.genre?.let { put("genre", it) }
                request.mood?.let { put("mood", it.name.lowercase()) }
                request.key?.let { put("key", it) }
                request.seed?.let { put("seed", it) }
                if (request.locked.isNotEmpty()) putJsonObject("locked") { request.locked.forEach { (path, value) -> put(path, value) } }
                request.plan?.let { put("plan", Json.parseToJsonElement(it.document)) }
            }
        return plan.plan(document)
    }

    override suspend fun accompaniment(request: BandRequest): BandRecording {
        val address = at("accompaniment").newBuilder().addQueryParameter("format", request.form.name.lowercase()).build()
        val body =
            buildJsonObject {
                request.chords?.let { put("chords", it) }
                request.plan?.let { put("plan", Json.parseToJsonElement(it.document)) }
                request.groove?.let { put("groove", it) }
                request.tempoBpm?.let { put("tempo_bpm", it) }
                put("repeats", request.repeats)
            }
        return answer(posted(address, body.toString())) { response ->
            val remarks = response.header("X-Chordwork-Notes")?.let { DOCUMENTS.decodeFromString<List<String>>(it) }
            BandRecording(response.bytes(MAX_RECORDING_BYTES), response.header("Content-Type").orEmpty(), remarks.orEmpty())
        }
    }

    override suspend fun charts(chart: SharedChart): ReadChart {
        val named = at("charts").newBuilder().apply { if (chart.name.isNotEmpty()) addQueryParameter("name", chart.name.take(MAX_NAME)) }.build()
        val request = Request.Builder().url(named).post(chart.bytes.toRequestBody(BYTES)).header("Accept", "application/json")
        return answer(request) { DOCUMENTS.decodeFromString<ChartsDocument>(it.bytes(MAX_CHARTS_BYTES).decodeToString()) }.chart()
    }

    override suspend fun instruments(): List<InstrumentOffer> =
        read<InstrumentsDocument>(Request.Builder().url(at("instruments"))).first.instruments.map(InstrumentDocument::offer)

    override suspend fun grooves(): List<Groove> =
        read<GroovesDocument>(Request.Builder().url(at("grooves"))).first.grooves.map(GrooveDocument::groove)

    private fun at(path: String): HttpUrl = address.at(path)

    private suspend inline fun <reified T> ask(path: String, noinline fields: JsonObjectBuilder.() -> Unit): Pair<T, String> =
        read(posted(at(path), buildJsonObject(fields).toString()))

    private fun posted(address: HttpUrl, body: String) = Request.Builder().url(address).post(body.toRequestBody(JSON))

    private suspend inline fun <reified T> read(request: Request.Builder): Pair<T, String> =
        answer(request.header("Accept", "application/json")) { response ->
            val text = response.bytes(MAX_DOCUMENT_BYTES).decodeToString()
            DOCUMENTS.decodeFromString<T>(text) to text
        }

    /** The answer to [request], read by [read] elsewhere than on the caller's thread. */
    private suspend fun <T> answer(request: Request.Builder, read: (Response) -> T): T {
        try {
            val response = client.newCall(request.authorized(key).build()).answer()
            return withContext(dispatcher) {
                response.use {
                    if (!response.isSuccessful) throw response.problem()
                    runInterruptible { read(response) }
                }
            }
        } catch (failure: IOException) {
            throw ServerException(troubleOf(failure, address.stream.host), cause = failure)
        } catch (failure: SerializationException) {
            val trouble = Trouble("not_understood", "the server's answer has another form than this app knows: update the older of the two")
            throw ServerException(trouble, cause = failure)
        }
    }

    private companion object {
        val JSON = "application/json".toMediaType()
        val BYTES = "application/octet-stream".toMediaType()
        const val MAX_DOCUMENT_BYTES = 4L shl 20

        /** All songs of a playlist, as JSON. */
        const val MAX_CHARTS_BYTES = 32L shl 20
        const val MAX_NAME = 200

        /** Five minutes of stereo, the longest that a server renders, are 58 MB as WAV at 48 kHz. */
        const val MAX_RECORDING_BYTES = 64L shl 20
    }
}

/** The body, if it is not larger than [most]; else an [IOException]. */
private fun Response.bytes(most: Long): ByteArray {
    val taken = Buffer()
    while (taken.size <= most) {
        if (body.source().read(taken, CHUNK_BYTES) == -1L) return taken.readByteArray()
    }
    throw IOException("the answer is larger than $most bytes")
}

/** A server gives itself 20 s for an answer, unless its operator decides otherwise, and then says so. */
private const val LONGEST_COMPUTATION_MS = 30_000L

private const val CHUNK_BYTES = 65_536L

/** Waits for the answer's head; cancelling it ends the call. */
private suspend fun Call.answer(): Response =
    suspendCancellableCoroutine { waiting ->
        waiting.invokeOnCancellation { cancel() }
        enqueue(
            object : Callback {
                override fun onFailure(call: Call, e: IOException) = waiting.resumeWithException(e)

                override fun onResponse(call: Call, response: Response) =
                    waiting.resume(response) { _, unread, _ -> unread.close() }
            },
        )
    }
