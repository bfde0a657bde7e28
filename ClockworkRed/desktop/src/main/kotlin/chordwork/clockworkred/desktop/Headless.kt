package chordwork.clockworkred.desktop

import chordwork.clockworkred.data.OkHttpChordServer
import chordwork.clockworkred.data.ServerAddress
import chordwork.clockworkred.data.WavSource
import chordwork.clockworkred.domain.AudioSourceException
import chordwork.clockworkred.domain.ChordSegment
import chordwork.clockworkred.domain.Connection
import chordwork.clockworkred.domain.LatencyStatistics
import chordwork.clockworkred.domain.LatencyWindow
import chordwork.clockworkred.domain.Listening
import chordwork.clockworkred.domain.Pace
import chordwork.clockworkred.domain.ServerEvent
import chordwork.clockworkred.domain.SessionNews
import chordwork.clockworkred.domain.SessionRequest
import kotlinx.coroutines.runBlocking
import okhttp3.OkHttpClient
import java.io.PrintStream
import java.util.Locale

/** Plays a recording to the server as the app plays what it hears, and prints what comes of it. Returns the exit status. */
internal class Headless(private val options: Options, private val out: PrintStream, private val err: PrintStream) {
    private var listening = Listening()
    private var delays = LatencyWindow(capacity = 10_000)
    private var skippedS = 0.0
    private var finals = 0
    private val heap = HeapByMinute()

    fun run(): Int {
        val source =
            try {
                WavSource(requireNotNull(options.wav), atOnce = options.fast, repeats = options.repeats)
            } catch (failure: AudioSourceException) {
                err.println(failure.message)
                return 1
            }
        val client = OkHttpClient()
        try {
            val server = OkHttpChordServer(client, ServerAddress.of(options.server), options.key)
            val request = SessionRequest(source.format, pace = if (options.fast) Pace.FILE else Pace.LIVE)
            if (options.json) out.print("{\"finals\": [")
            runBlocking { server.listen(request, source).collect(::hear) }
        } finally {
            client.dispatcher.executorService.shutdown()
            client.connectionPool.evictAll()
        }
        return report(source.durationS)
    }

    private fun hear(news: SessionNews) {
        listening = listening.hear(news)
        when (news) {
            is SessionNews.Stands ->
                when (val now = news.connection) {
                    is Connection.Waiting -> err.println("${now.why.message} (try ${now.attempt}, in ${now.inMs} ms)")
                    is Connection.Refused -> err.println(now.why.message)
                    else -> Unit
                }
            is SessionNews.Skipped -> skippedS += news.seconds
            is SessionNews.Heard -> {
                if (news.event is ServerEvent.ProvisionalChord) news.delayMs?.let { delays += it }
                if (news.event is ServerEvent.FinalChord) say(listening.timeline.finals.last())
                heap.at(listening.heardS)
            }
        }
    }

    private fun say(segment: ChordSegment) {
        val (start, end) = segment.startS to segment.endS
        if (options.json) {
            out.print(if (finals > 0) ",\n  " else "\n  ")
            // A label or a symbol of a chord has nothing that JSON would escape.
            out.print("""{"label": "${segment.chord.label}", "symbol": "${segment.chord.symbol}", "start": $start, "end": $end}""")
        } else {
            out.println(String.format(Locale.ROOT, "%8.2f  %8.2f  %s", start, end, segment.chord.symbol))
        }
        finals++
    }

    private fun report(durationS: Double): Int {
        val ended = listening.connection is Connection.Ended
        val chord = delays.statistics()
        val ack = listening.acks.statistics()
        if (options.json) {
            out.println(
                """
                |],
                |"ended": $ended, "duration_s": $durationS, "heard_s": ${listening.heardS}, "dropped_s": ${listening.droppedS}, "skipped_s": $skippedS,
                |"capture_to_chord_ms": ${json(chord)}, "capture_to_ack_ms": ${json(ack)}, "server_chord_ms": ${json(listening.chords.statistics())},
                |"heap_mb_by_minute": ${heap.megabytes}}
                """.trimMargin(),
            )
        } else {
            out.println("$finals chords in ${round(listening.heardS)} s; ${round(listening.droppedS)} s were dropped, ${round(skippedS)} s left out")
            if (!options.fast) {
                out.println("from capture to chord: ${text(chord)}")
                out.println("from capture to ack:   ${text(ack)}")
            }
        }
        return if (ended) 0 else 1
    }

    private fun json(found: LatencyStatistics?): String =
        if (options.fast || found == null) {
            "null"
        } else {
            """{"count": ${found.count}, "p50": ${round(found.p50Ms)}, "p95": ${round(found.p95Ms)}, "worst": ${round(found.worstMs)}}"""
        }

    private fun text(found: LatencyStatistics?): String =
        found?.let { "p50 ${round(it.p50Ms)} ms, p95 ${round(it.p95Ms)} ms, worst ${round(it.worstMs)} ms, of ${it.count}" } ?: "not measured"

    private fun round(value: Double) = String.format(Locale.ROOT, "%.1f", value)
}

/** What lives on the heap, after a collection, at each minute of audio. */
internal class HeapByMinute {
    private val found = ArrayList<Double>()
    val megabytes: List<Double> get() = found

    fun at(heardS: Double) {
        if (heardS < found.size * 60.0) return
        val runtime = Runtime.getRuntime()
        System.gc()
        found += Math.round((runtime.totalMemory() - runtime.freeMemory()) / 1e5) / 10.0
    }
}
