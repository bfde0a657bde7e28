package chordwork.clockworkred.domain

/**
 * Everything that is known of what is being played; [hear] makes the next one from an event. [acks] are the delays from
 * capture to ack, [chords] those that the server measured for chords.
 */
data class Listening(
    val connection: Connection = Connection.Idle,
    val timeline: ChordTimeline = ChordTimeline(),
    val key: ServerEvent.Key? = null,
    val tempo: ServerEvent.Tempo? = null,
    val tuning: ServerEvent.Tuning? = null,
    val level: ServerEvent.Level? = null,
    val notes: ServerEvent.Notes? = null,
    val suggestions: ServerEvent.Suggestions? = null,
    val warnings: List<ServerEvent.Warning> = emptyList(),
    val droppedS: Double = 0.0,
    val heardS: Double = 0.0,
    val acks: LatencyWindow = LatencyWindow(),
    val chords: LatencyWindow = LatencyWindow(),
) {
    fun hear(news: SessionNews): Listening =
        when (news) {
            is SessionNews.Heard -> hear(news.event, news.atUs)
            is SessionNews.Stands -> copy(connection = news.connection)
            // The server says it, too: `dropped`.
            is SessionNews.Skipped -> this
        }

    /** [nowUs] is the clock that stamps captured audio. */
    fun hear(event: ServerEvent, nowUs: Long): Listening =
        when (event) {
            is ServerEvent.Ready -> begin(event)
            is ServerEvent.Ack ->
                copy(
                    heardS = event.audioS,
                    acks = event.captureUs?.let { acks + (nowUs - it) / US_PER_MS } ?: acks,
                )
            is ServerEvent.ProvisionalChord -> copy(timeline = timeline.hear(event), chords = chords + event.latencyMs)
            is ServerEvent.FinalChord -> copy(timeline = timeline.hear(event))
            is ServerEvent.Beat -> copy(timeline = timeline.hear(event))
            is ServerEvent.Key -> copy(key = event)
            is ServerEvent.Tempo -> copy(tempo = event)
            is ServerEvent.Tuning -> copy(tuning = event)
            is ServerEvent.Level -> copy(level = event)
            is ServerEvent.Notes -> copy(notes = event)
            is ServerEvent.Suggestions -> copy(suggestions = event)
            is ServerEvent.Warning -> copy(warnings = (warnings + event).takeLast(MAX_WARNINGS))
            is ServerEvent.Dropped -> copy(droppedS = droppedS + event.seconds)
            is ServerEvent.Done -> copy(connection = Connection.Ended(event.reason), heardS = event.receivedS)
            // What to do about a failure is decided by who holds the connection.
            is ServerEvent.Failure, is ServerEvent.Heartbeat, is ServerEvent.Pong, is ServerEvent.Unknown -> this
        }

    private fun begin(event: ServerEvent.Ready): Listening {
        val live = Connection.Live(event.session, event.resumed)
        // A session begun anew counts its finals and its seconds from 0.
        return if (event.continues) copy(connection = live) else Listening(connection = live, acks = acks, chords = chords)
    }

    private companion object {
        const val US_PER_MS = 1000.0
        const val MAX_WARNINGS = 16
    }
}
