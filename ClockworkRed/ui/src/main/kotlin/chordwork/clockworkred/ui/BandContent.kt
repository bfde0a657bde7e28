package chordwork.clockworkred.ui

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.material3.Button
import androidx.compose.material3.FilledIconButton
import androidx.compose.material3.Icon
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedIconButton
import androidx.compose.material3.OutlinedTextField
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.vector.ImageVector
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.unit.dp
import chordwork.clockworkred.domain.BackingTrack
import chordwork.clockworkred.domain.NoteNames
import chordwork.clockworkred.domain.Notation
import chordwork.clockworkred.domain.Settings
import chordwork.clockworkred.domain.screen.Asked
import chordwork.clockworkred.domain.screen.BandEvent
import chordwork.clockworkred.domain.screen.BandState
import chordwork.clockworkred.domain.screen.REPEATS
import chordwork.clockworkred.domain.screen.TEMPI_BPM
import chordwork.clockworkred.domain.screen.value

/** A band that plays along. */
@Composable
fun BandContent(state: BandState, settings: Settings, onEvent: (BandEvent) -> Unit, modifier: Modifier = Modifier) {
    val strings = LocalStrings.current
    Panes(
        modifier,
        secondOnTop = state.track != Asked.NotYet,
        first = { Wishes(state, onEvent) },
        second = {
            when (val track = state.track) {
                Asked.NotYet -> EmptyNotice(strings.bandEmptyTitle, strings.bandEmptyText)
                is Asked.Waiting -> WaitingNotice(strings.rendering)
                is Asked.Failed -> TroubleNotice(strings.failed, track.why.said(), action = strings.again, onAction = { onEvent(BandEvent.AskTapped) })
                is Asked.Answered -> Player(track.value, state, settings.notation, onEvent)
            }
        },
    )
}

@Composable
private fun ColumnScope.Wishes(state: BandState, onEvent: (BandEvent) -> Unit) {
    val strings = LocalStrings.current
    val plan = state.plan
    if (plan == null) {
        OutlinedTextField(
            state.chords,
            { onEvent(BandEvent.ChordsTyped(it)) },
            Modifier.fillMaxWidth(),
            label = { Text(strings.chords) },
            supportingText = { Text(strings.chordsHint) },
            minLines = 2,
            maxLines = 6,
        )
    } else {
        HintNotice(strings.wholePlan(plan.title), strings.wholePlanText, action = strings.playChordsInstead, onAction = { onEvent(BandEvent.PlanDropped) })
    }
    when (val grooves = state.grooves) {
        is Asked.Failed -> TroubleNotice(strings.groovesFailed, grooves.why.said(), action = strings.again, onAction = { onEvent(BandEvent.Shown) })
        is Asked.Waiting -> Text(strings.waiting, color = MaterialTheme.colorScheme.onSurfaceVariant)
        else -> Unit
    }
    val grooves = state.grooves.value.orEmpty()
    if (grooves.isNotEmpty()) Choice(strings.groove, grooves.map { it.name to it.title }, state.groove, { onEvent(BandEvent.GrooveChosen(it)) })
    val tempo = state.tempoBpm ?: grooves.find { it.name == state.groove }?.tempoBpm?.toInt() ?: DEFAULT_BPM
    Column {
        val said = if (state.tempoBpm == null) strings.ownTempo else strings.bpm(tempo.toDouble())
        Text("${strings.tempo}: $said")
        TallSlider(tempo.toFloat(), TEMPI_BPM.first.toFloat()..TEMPI_BPM.last.toFloat(), strings.tempo, said) {
            onEvent(BandEvent.TempoChosen(it.toInt()))
        }
    }
    Row(Modifier.fillMaxWidth(), Arrangement.spacedBy(8.dp), Alignment.CenterVertically) {
        Text(strings.repeats(state.repeats), Modifier.weight(1f))
        StepButton(Glyphs.Fewer, strings.fewer, state.repeats > REPEATS.first) { onEvent(BandEvent.RepeatsChosen(state.repeats - 1)) }
        StepButton(Glyphs.More, strings.more, state.repeats < REPEATS.last) { onEvent(BandEvent.RepeatsChosen(state.repeats + 1)) }
    }
    Button({ onEvent(BandEvent.AskTapped) }, Modifier.fillMaxWidth().heightIn(min = 48.dp), enabled = state.mayAsk) { Text(strings.makeBand) }
}

@Composable
private fun StepButton(sign: ImageVector, described: String, enabled: Boolean, onTap: () -> Unit) =
    OutlinedIconButton(onTap, Modifier.size(48.dp), enabled) { Icon(sign, described) }

@Composable
private fun ColumnScope.Player(track: BackingTrack, state: BandState, notation: Notation, onEvent: (BandEvent) -> Unit) {
    val strings = LocalStrings.current
    Surface(Modifier.fillMaxWidth(), MaterialTheme.shapes.large, MaterialTheme.colorScheme.surfaceContainerLow) {
        Column(Modifier.padding(16.dp), horizontalAlignment = Alignment.CenterHorizontally) {
            Text(listOf(track.title, track.tempo, track.metre).filter(String::isNotEmpty).joinToString(" · "), color = MaterialTheme.colorScheme.onSurfaceVariant)
            if (track.chords.isNotEmpty()) {
                FittingText(
                    state.chordNow?.let { NoteNames.write(it, notation) } ?: "–",
                    MaterialTheme.typography.displayLarge.copy(fontWeight = FontWeight.Bold),
                    Modifier.fillMaxWidth(),
                    MaterialTheme.colorScheme.primary,
                )
            }
            state.sectionNow?.let { Text(it, style = MaterialTheme.typography.titleMedium) }
            TallSlider(
                state.positionS.toFloat(),
                0f..track.seconds.toFloat(),
                strings.position,
                strings.clock(state.positionS),
            ) { onEvent(BandEvent.Sought(it.toDouble())) }
            Row(Modifier.fillMaxWidth(), Arrangement.SpaceBetween) {
                Text(strings.clock(state.positionS), style = MaterialTheme.typography.labelMedium)
                Text(strings.clock(track.seconds), style = MaterialTheme.typography.labelMedium)
            }
            Row(horizontalArrangement = Arrangement.spacedBy(24.dp)) {
                if (state.playing) {
                    Round(Glyphs.Pause, strings.pause) { onEvent(BandEvent.PauseTapped) }
                } else {
                    Round(Glyphs.Play, strings.play) { onEvent(BandEvent.PlayTapped) }
                }
                OutlinedIconButton({ onEvent(BandEvent.StopTapped) }, Modifier.size(64.dp)) { Icon(Glyphs.Stop, strings.stop) }
            }
        }
    }
    for (remark in track.remarks) Text(remark, style = MaterialTheme.typography.bodyMedium)
}

@Composable
private fun Round(glyph: ImageVector, described: String, onTap: () -> Unit) =
    FilledIconButton(onTap, Modifier.size(64.dp)) { Icon(glyph, described) }

private const val DEFAULT_BPM = 100
