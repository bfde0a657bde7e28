package chordwork.clockworkred.domain.screen

import chordwork.clockworkred.domain.Connection
import chordwork.clockworkred.domain.FretShape
import chordwork.clockworkred.domain.Listening
import chordwork.clockworkred.domain.ServerEvent
import chordwork.clockworkred.domain.Trouble

/** How we stand with the microphone. */
sealed interface Microphone {
    data object Off : Microphone

    /** The question about the permission is on the screen. */
    data object Asking : Microphone

    /** [forGood]: the system will not ask again, only its settings help. */
    data class Denied(val forGood: Boolean) : Microphone

    data object On : Microphone

    data class Failed(val why: Trouble) : Microphone
}

/**
 * The screen that listens. [shape] is a way to play the chord that rings, null until one is known; [shapeOf] the chord it was
 * asked for; [hearing] the suggestion that is being played to the user.
 */
data class ListenState(
    val microphone: Microphone = Microphone.Off,
    val listening: Listening = Listening(),
    val shape: FretShape? = null,
    val shapeOf: String? = null,
    val hearing: String? = null,
    val clipped: Boolean = false,
) {
    val capturing: Boolean
        get() = microphone == Microphone.On
}

sealed interface ListenEvent {
    data object StartTapped : ListenEvent

    data object StopTapped : ListenEvent

    data class PermissionAnswered(val granted: Boolean, val mayAskAgain: Boolean) : ListenEvent

    data object AppSettingsTapped : ListenEvent

    /** [nowUs] of the clock that stamps captured audio. */
    data class Heard(val event: ServerEvent, val nowUs: Long) : ListenEvent

    data class Connected(val connection: Connection) : ListenEvent

    data class MicrophoneFailed(val why: Trouble) : ListenEvent

    data class ShapeFound(val symbol: String, val shape: FretShape?) : ListenEvent

    data class SuggestionTapped(val symbol: String) : ListenEvent

    data class SuggestionPlayed(val symbol: String) : ListenEvent

    data object WarningsDismissed : ListenEvent
}

sealed interface ListenEffect {
    data object AskPermission : ListenEffect

    data object StartCapture : ListenEffect

    data object StopCapture : ListenEffect

    data object OpenAppSettings : ListenEffect

    data class FindShape(val symbol: String) : ListenEffect

    data class PlayChord(val symbol: String) : ListenEffect
}

fun ListenState.on(event: ListenEvent): Next<ListenState, ListenEffect> =
    when (event) {
        ListenEvent.StartTapped ->
            if (capturing || microphone == Microphone.Asking) {
                stay(this)
            } else {
                stay(copy(microphone = Microphone.Asking)).with(ListenEffect.AskPermission)
            }
        is ListenEvent.PermissionAnswered ->
            when {
                microphone != Microphone.Asking -> stay(this)
                event.granted ->
                    Next(
                        copy(microphone = Microphone.On, listening = listening.copy(connection = Connection.Connecting)),
                        listOf(ListenEffect.StartCapture),
                    )
                else -> stay(copy(microphone = Microphone.Denied(forGood = !event.mayAskAgain)))
            }
        ListenEvent.AppSettingsTapped ->
            // The answer may be another when the user comes back.
            Next(copy(microphone = Microphone.Off), listOf(ListenEffect.OpenAppSettings))
        ListenEvent.StopTapped -> if (capturing) Next(silent(Microphone.Off), listOf(ListenEffect.StopCapture)) else stay(this)
        is ListenEvent.MicrophoneFailed -> Next(silent(Microphone.Failed(event.why)), listOf(ListenEffect.StopCapture))
        is ListenEvent.Connected -> connected(event.connection)
        is ListenEvent.Heard -> heard(event)
        is ListenEvent.ShapeFound -> stay(if (event.symbol == shapeOf) copy(shape = event.shape) else this)
        is ListenEvent.SuggestionTapped -> Next(copy(hearing = event.symbol), listOf(ListenEffect.PlayChord(event.symbol)))
        is ListenEvent.SuggestionPlayed -> stay(if (hearing == event.symbol) copy(hearing = null) else this)
        ListenEvent.WarningsDismissed -> stay(copy(listening = listening.copy(warnings = emptyList()), clipped = false))
    }

private fun ListenState.silent(microphone: Microphone) =
    copy(microphone = microphone, listening = listening.copy(level = null, connection = Connection.Idle))

private fun ListenState.connected(connection: Connection): Next<ListenState, ListenEffect> {
    // Who stopped listening does not want to hear how the connection fares.
    if (!capturing) return stay(this)
    val next = copy(listening = listening.copy(connection = connection))
    val over = connection is Connection.Refused || connection is Connection.Ended
    return if (over) Next(next.copy(microphone = Microphone.Off), listOf(ListenEffect.StopCapture)) else stay(next)
}

private fun ListenState.heard(event: ListenEvent.Heard): Next<ListenState, ListenEffect> {
    val said = event.event
    val now = copy(
        listening = listening.hear(said, event.nowUs),
        clipped = clipped || said is ServerEvent.Level && said.clippedSamples > 0,
    )
    // A provisional chord may be gone in a moment: a shape is only looked for when a chord is sure, or it would flicker.
    val chord = now.listening.timeline.finals.lastOrNull()?.chord
    if (chord == null || !chord.sounds || chord.symbol == shapeOf) return stay(now)
    return Next(now.copy(shapeOf = chord.symbol, shape = null), listOf(ListenEffect.FindShape(chord.symbol)))
}
