package chordwork.clockworkred.domain.screen

import chordwork.clockworkred.domain.Appearance
import chordwork.clockworkred.domain.Hand
import chordwork.clockworkred.domain.Instrument
import chordwork.clockworkred.domain.LatencyStatistics
import chordwork.clockworkred.domain.Notation
import chordwork.clockworkred.domain.Settings
import chordwork.clockworkred.domain.Trouble

/**
 * What is set, and what is being typed: address and key take effect when they are saved. [check] is the server's answer, its
 * version. [acks] is capture to ack, [chords] what the server measured; both are set by who listens.
 */
data class SettingsState(
    val settings: Settings,
    val url: String = settings.serverUrl,
    val key: String = settings.serverKey.orEmpty(),
    val urlWrong: Boolean = false,
    val check: Asked<String> = Asked.NotYet,
    val acks: LatencyStatistics? = null,
    val chords: LatencyStatistics? = null,
) {
    val changed: Boolean
        get() = url.trim() != settings.serverUrl || key.trim() != settings.serverKey.orEmpty()

    /** A key is a secret: it is not part of the text form. */
    override fun toString(): String = "SettingsState(settings=$settings, url=$url, check=$check)"
}

sealed interface SettingsEvent {
    data class UrlTyped(val text: String) : SettingsEvent

    data class KeyTyped(val text: String) : SettingsEvent {
        override fun toString(): String = "KeyTyped(…)"
    }

    data object SaveTapped : SettingsEvent

    data class InstrumentChosen(val instrument: Instrument) : SettingsEvent

    data class HandChosen(val hand: Hand) : SettingsEvent

    data class NotationChosen(val notation: Notation) : SettingsEvent

    data class AppearanceChosen(val appearance: Appearance) : SettingsEvent

    data class ServerAnswered(val version: String) : SettingsEvent

    data class ServerFailed(val why: Trouble) : SettingsEvent
}

sealed interface SettingsEffect {
    data class Save(val settings: Settings) : SettingsEffect

    /** Ask the server at this address who it is. */
    data class Check(val settings: Settings) : SettingsEffect
}

fun SettingsState.on(event: SettingsEvent): Next<SettingsState, SettingsEffect> =
    when (event) {
        is SettingsEvent.UrlTyped -> stay(copy(url = event.text.take(MAX_TEXT), urlWrong = false))
        is SettingsEvent.KeyTyped -> stay(copy(key = event.text.take(MAX_TEXT)))
        SettingsEvent.SaveTapped -> save()
        is SettingsEvent.InstrumentChosen -> kept(settings.copy(instrument = event.instrument))
        is SettingsEvent.HandChosen -> kept(settings.copy(frettingHand = event.hand))
        is SettingsEvent.NotationChosen -> kept(settings.copy(notation = event.notation))
        is SettingsEvent.AppearanceChosen -> kept(settings.copy(appearance = event.appearance))
        is SettingsEvent.ServerAnswered -> stay(copy(check = Asked.Answered(event.version)))
        is SettingsEvent.ServerFailed -> stay(copy(check = Asked.Failed(event.why)))
    }

private fun SettingsState.kept(next: Settings) = Next(copy(settings = next), listOf(SettingsEffect.Save(next)))

private fun SettingsState.save(): Next<SettingsState, SettingsEffect> {
    val address = url.trim()
    if (!ADDRESS.matches(address)) return stay(copy(urlWrong = true))
    val next = settings.copy(serverUrl = address, serverKey = key.trim().ifEmpty { null })
    return Next(
        copy(settings = next, url = address, key = next.serverKey.orEmpty(), check = Asked.Waiting()),
        listOf(SettingsEffect.Save(next), SettingsEffect.Check(next)),
    )
}

private val ADDRESS = Regex("(https?|wss?)://[^\\s/]+(/\\S*)?")
private const val MAX_TEXT = 2000
