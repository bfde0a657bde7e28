package chordwork.clockworkred.domain

/** Events as a server says them, with what a test does not care about filled in. */
internal object Said {
    fun chord(symbol: String) = Chord("$symbol:maj", symbol, symbol)

    fun provisional(symbol: String, startS: Double, latencyMs: Double = 20.0) =
        ServerEvent.ProvisionalChord(chord(symbol), startS, startS + 0.3, 0.8, emptyList(), latencyMs)

    fun final(index: Int, symbol: String, startS: Double, endS: Double) =
        ServerEvent.FinalChord(index, chord(symbol), startS, endS, endS + 0.5, 0.9, emptyList(), 20.0)

    fun beat(timeS: Double) = ServerEvent.Beat(timeS, 120.0, 0.9, timeS)

    fun ready(resumed: Boolean, session: String = "s") =
        ServerEvent.Ready(
            session, "chordwork/1", "m", 46.4, ResumeTicket("secret-of-sixteen", 30.0), resumed, 0,
            Limits(1 shl 20, 2.0, 1.5, 60.0, 15.0, 14_400.0),
        )
}
