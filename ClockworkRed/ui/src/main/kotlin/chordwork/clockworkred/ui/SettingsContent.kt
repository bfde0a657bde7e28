package chordwork.clockworkred.ui

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.material3.Button
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedTextField
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.input.KeyboardType
import androidx.compose.ui.text.input.PasswordVisualTransformation
import androidx.compose.ui.unit.dp
import chordwork.clockworkred.domain.Appearance
import chordwork.clockworkred.domain.Hand
import chordwork.clockworkred.domain.Instrument
import chordwork.clockworkred.domain.LatencyStatistics
import chordwork.clockworkred.domain.Notation
import chordwork.clockworkred.domain.screen.Asked
import chordwork.clockworkred.domain.screen.SettingsEvent
import chordwork.clockworkred.domain.screen.SettingsState

/** Which server, which instrument, how fast it is, and what becomes of the sound. */
@Composable
fun SettingsContent(state: SettingsState, onEvent: (SettingsEvent) -> Unit, modifier: Modifier = Modifier) {
    val strings = LocalStrings.current
    Panes(
        modifier,
        first = {
            Heading(strings.server)
            OutlinedTextField(
                state.url,
                { onEvent(SettingsEvent.UrlTyped(it)) },
                Modifier.fillMaxWidth(),
                label = { Text(strings.serverUrl) },
                supportingText = if (state.urlWrong) ({ Text(strings.serverUrlWrong) }) else null,
                isError = state.urlWrong,
                keyboardOptions = KeyboardOptions(autoCorrectEnabled = false, keyboardType = KeyboardType.Uri),
                singleLine = true,
            )
            OutlinedTextField(
                state.key,
                { onEvent(SettingsEvent.KeyTyped(it)) },
                Modifier.fillMaxWidth(),
                label = { Text(strings.serverKey) },
                supportingText = { Text(strings.serverKeyHint) },
                visualTransformation = PasswordVisualTransformation(),
                keyboardOptions = KeyboardOptions(autoCorrectEnabled = false, keyboardType = KeyboardType.Password),
                singleLine = true,
            )
            Button({ onEvent(SettingsEvent.SaveTapped) }, Modifier.fillMaxWidth().heightIn(min = 48.dp)) {
                Text(if (state.changed) strings.save else strings.check)
            }
            when (val check = state.check) {
                Asked.NotYet -> Unit
                is Asked.Waiting -> WaitingNotice(strings.checking)
                is Asked.Failed -> TroubleNotice(strings.notReached, check.why.said())
                is Asked.Answered -> HintNotice(strings.reached, check.value)
            }
            Heading(strings.you)
            val instruments = INSTRUMENTS.map { it to strings.instrument(it.id) }
            Choice(strings.instrument, instruments, state.settings.instrument, { onEvent(SettingsEvent.InstrumentChosen(it)) })
            val hands = listOf(Hand.LEFT to strings.handLeft, Hand.RIGHT to strings.handRight)
            Choice(strings.hand, hands, state.settings.frettingHand, { onEvent(SettingsEvent.HandChosen(it)) })
            val notations = listOf(Notation.ENGLISH to strings.english, Notation.GERMAN to strings.german, Notation.SOLFEGE to strings.solfege)
            Choice(strings.notation, notations, state.settings.notation, { onEvent(SettingsEvent.NotationChosen(it)) })
            val appearances = listOf(Appearance.SYSTEM to strings.asSystem, Appearance.LIGHT to strings.light, Appearance.DARK to strings.dark)
            Choice(strings.appearance, appearances, state.settings.appearance, { onEvent(SettingsEvent.AppearanceChosen(it)) })
        },
        second = {
            Heading(strings.latency)
            Delays(strings.latencyAcks, state.acks)
            Delays(strings.latencyChords, state.chords)
            Heading(strings.privacy)
            Text(strings.privacyText, style = MaterialTheme.typography.bodyMedium)
        },
    )
}

@Composable
private fun Delays(title: String, measured: LatencyStatistics?) {
    val strings = LocalStrings.current
    Column(Modifier.fillMaxWidth().semantics(mergeDescendants = true) { }) {
        Text(title, style = MaterialTheme.typography.labelLarge, color = MaterialTheme.colorScheme.onSurfaceVariant)
        if (measured == null) {
            Text(strings.notMeasured)
        } else {
            for ((name, ms) in listOf(strings.median to measured.p50Ms, strings.p95 to measured.p95Ms, strings.worst to measured.worstMs)) {
                Row(Modifier.fillMaxWidth(), Arrangement.spacedBy(8.dp)) {
                    Text(name, Modifier.weight(1f))
                    Text(strings.milliseconds(ms))
                }
            }
        }
    }
}

/** What the server's `/instruments` calls them. */
private val INSTRUMENTS = listOf(Instrument.GUITAR, Instrument.UKULELE, Instrument("banjo", 5), Instrument("mandolin", 4))
