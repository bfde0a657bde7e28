package chordwork.clockworkred.data

import chordwork.clockworkred.domain.ServerEvent

/** The event of a session that took the place of another: its times count from [seconds] of our audio, its finals from [finals]. */
internal fun ServerEvent.movedBy(seconds: Double, finals: Int): ServerEvent {
    if (seconds == 0.0 && finals == 0) return this
    return when (this) {
        is ServerEvent.Ack -> copy(audioS = audioS + seconds)
        is ServerEvent.ProvisionalChord -> copy(startS = startS + seconds, atS = atS + seconds)
        is ServerEvent.FinalChord ->
            copy(index = index + finals, startS = startS + seconds, endS = endS + seconds, atS = atS + seconds)
        is ServerEvent.Key -> copy(atS = atS?.plus(seconds))
        is ServerEvent.Tuning -> copy(atS = atS + seconds)
        is ServerEvent.Tempo -> copy(atS = atS + seconds)
        is ServerEvent.Beat -> copy(timeS = timeS + seconds, atS = atS + seconds)
        is ServerEvent.Notes -> copy(startS = startS + seconds, atS = atS + seconds)
        is ServerEvent.Suggestions -> copy(atS = atS + seconds)
        is ServerEvent.Level -> copy(atS = atS + seconds)
        is ServerEvent.Dropped -> copy(atS = atS + seconds)
        is ServerEvent.Warning -> copy(atS = atS?.plus(seconds))
        is ServerEvent.Done -> copy(finals = this.finals + finals, receivedS = receivedS + seconds)
        is ServerEvent.Ready, is ServerEvent.Heartbeat, is ServerEvent.Pong, is ServerEvent.Failure, is ServerEvent.Unknown -> this
    }
}
