package chordwork.clockworkred.ui

import androidx.compose.foundation.clickable
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.width
import androidx.compose.foundation.layout.widthIn
import androidx.compose.material3.Button
import androidx.compose.material3.Icon
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.unit.dp
import chordwork.clockworkred.domain.Connection
import chordwork.clockworkred.domain.Listening
import chordwork.clockworkred.domain.NoteNames
import chordwork.clockworkred.domain.Notation
import chordwork.clockworkred.domain.Settings
import chordwork.clockworkred.domain.Suggestion
import chordwork.clockworkred.domain.screen.ListenEvent
import chordwork.clockworkred.domain.screen.ListenState
import chordwork.clockworkred.domain.screen.Microphone

/** What is being played, and what could come next. */
@Composable
fun ListenContent(state: ListenState, settings: Settings, onEvent: (ListenEvent) -> Unit, modifier: Modifier = Modifier) {
    val listening = state.listening
    val notation = settings.notation
    Column(modifier.fillMaxSize()) {
        Panes(
            Modifier.weight(1f),
            first = {
                Troubles(state, onEvent)
                ChordNow(listening.timeline, notation)
                if (listening.timeline.current != null) TimelineStrip(listening.timeline, maxOf(listening.heardS, listening.timeline.current?.startS ?: 0.0), notation)
                Facts(listening, notation)
                if (state.capturing) LevelMeter(listening.level?.rmsDbfs ?: SILENCE, listening.level?.peakDbfs ?: SILENCE, state.clipped)
            },
            second = {
                val shape = state.shape
                if (shape != null) {
                    ChordDiagramView(shape, settings.frettingHand, notation, Modifier.width(132.dp).align(Alignment.CenterHorizontally))
                }
                Suggestions(state, notation, onEvent)
            },
        )
        Surface(color = MaterialTheme.colorScheme.surfaceContainer) {
            Column(Modifier.fillMaxWidth().padding(horizontal = 16.dp, vertical = 8.dp), Arrangement.spacedBy(4.dp), Alignment.CenterHorizontally) {
                Standing(state)
                val strings = LocalStrings.current
                Button(
                    { onEvent(if (state.capturing) ListenEvent.StopTapped else ListenEvent.StartTapped) },
                    Modifier.widthIn(max = 480.dp).fillMaxWidth().heightIn(min = 56.dp),
                    enabled = state.microphone != Microphone.Asking,
                ) {
                    Icon(if (state.capturing) Glyphs.Stop else Glyphs.Listen, null)
                    Text(if (state.capturing) strings.listenStop else strings.listenStart, Modifier.padding(start = 8.dp))
                }
            }
        }
    }
}

@Composable
private fun ColumnScope.Troubles(state: ListenState, onEvent: (ListenEvent) -> Unit) {
    val strings = LocalStrings.current
    when (val microphone = state.microphone) {
        is Microphone.Denied ->
            TroubleNotice(
                strings.deniedTitle,
                if (microphone.forGood) strings.deniedForGood else strings.deniedText,
                action = if (microphone.forGood) strings.openAppSettings else strings.allow,
                onAction = { onEvent(if (microphone.forGood) ListenEvent.AppSettingsTapped else ListenEvent.StartTapped) },
            )
        is Microphone.Failed ->
            TroubleNotice(strings.microphoneTitle, microphone.why.said(), action = strings.again, onAction = { onEvent(ListenEvent.StartTapped) })
        else -> Unit
    }
    when (val connection = state.listening.connection) {
        is Connection.Waiting -> HintNotice(strings.reconnecting, strings.nextTry(connection.inMs, connection.attempt))
        is Connection.Refused ->
            TroubleNotice(strings.refused, connection.why.said(), action = strings.again, onAction = { onEvent(ListenEvent.StartTapped) })
        is Connection.Ended -> HintNotice(strings.ended, "")
        else -> Unit
    }
    if (state.clipped) HintNotice(strings.clippedTitle, strings.clippedText, action = strings.understood, onAction = { onEvent(ListenEvent.WarningsDismissed) })
    state.listening.warnings.lastOrNull()?.let {
        HintNotice(strings.warningTitle, it.message, action = strings.understood, onAction = { onEvent(ListenEvent.WarningsDismissed) })
    }
}

/** How we stand: one line, read aloud when it changes to something else. */
@Composable
private fun Standing(state: ListenState) {
    val strings = LocalStrings.current
    val listening = state.listening
    val words =
        when (listening.connection) {
            Connection.Idle, is Connection.Ended, is Connection.Refused -> return
            Connection.Connecting -> strings.connecting
            is Connection.Waiting -> strings.reconnecting
            is Connection.Live -> strings.live
        }
    val delay = listening.acks.statistics()?.takeIf { listening.connection is Connection.Live }?.let { strings.milliseconds(it.p50Ms) }
    val lost = listening.droppedS.takeIf { it > 0 }?.let(strings::lost)
    FittingLine(
        Modifier.semantics(mergeDescendants = true) { },
        listOf(Triple(words, true, FontWeight.Bold)) + listOfNotNull(delay, lost).map { Triple(it, false, FontWeight.Normal) },
    )
}

@OptIn(androidx.compose.foundation.layout.ExperimentalLayoutApi::class)
@Composable
private fun FittingLine(modifier: Modifier, texts: List<Triple<String, Boolean, FontWeight>>) {
    androidx.compose.foundation.layout.FlowRow(modifier, Arrangement.spacedBy(12.dp, Alignment.CenterHorizontally)) {
        for ((text, live, weight) in texts) {
            Text(
                text,
                if (live) Modifier.semantics { liveRegion = LiveRegionMode.Polite } else Modifier,
                MaterialTheme.colorScheme.onSurfaceVariant,
                style = MaterialTheme.typography.labelLarge,
                fontWeight = weight,
            )
        }
    }
}

@Composable
private fun Facts(listening: Listening, notation: Notation) {
    val strings = LocalStrings.current
    Row(Modifier.fillMaxWidth(), Arrangement.spacedBy(12.dp)) {
        Fact(strings.key, listening.key?.let { strings.keyName(it.name, notation) } ?: "–", Modifier.weight(1.2f))
        Fact(strings.tempo, listening.tempo?.let { strings.bpm(it.bpm) } ?: "–", Modifier.weight(1f)) { BeatDots(listening) }
        TuningNeedle(listening.tuning?.cents, Modifier.weight(1.2f))
    }
}

@Composable
private fun Fact(title: String, value: String, modifier: Modifier, below: @Composable () -> Unit = {}) {
    Column(modifier.semantics(mergeDescendants = true) { }) {
        FittingText(title, MaterialTheme.typography.labelMedium, color = MaterialTheme.colorScheme.onSurfaceVariant)
        FittingText(value, MaterialTheme.typography.titleMedium, contentAlignment = Alignment.CenterStart)
        below()
    }
}

@Composable
private fun ColumnScope.Suggestions(state: ListenState, notation: Notation, onEvent: (ListenEvent) -> Unit) {
    val strings = LocalStrings.current
    val next = state.listening.suggestions?.next.orEmpty()
    Heading(strings.suggestionsTitle)
    if (next.isEmpty()) Text(strings.suggestionsEmpty, color = MaterialTheme.colorScheme.onSurfaceVariant)
    for (suggestion in next) SuggestionRow(suggestion, notation, suggestion.symbol == state.hearing) { onEvent(ListenEvent.SuggestionTapped(suggestion.symbol)) }
}

@Composable
private fun SuggestionRow(suggestion: Suggestion, notation: Notation, sounding: Boolean, onTap: () -> Unit) {
    val strings = LocalStrings.current
    val name = NoteNames.write(suggestion.symbol, notation)
    Surface(
        Modifier.fillMaxWidth(),
        MaterialTheme.shapes.medium,
        if (sounding) MaterialTheme.colorScheme.primaryContainer else MaterialTheme.colorScheme.surfaceContainer,
        if (sounding) MaterialTheme.colorScheme.onPrimaryContainer else MaterialTheme.colorScheme.onSurface,
    ) {
        Row(
            Modifier.clickable(onClickLabel = strings.hear, role = Role.Button, onClick = onTap).heightIn(min = 56.dp).padding(12.dp)
                .semantics(mergeDescendants = true) { contentDescription = strings.suggested(name, suggestion.probability) },
            Arrangement.spacedBy(12.dp),
            Alignment.CenterVertically,
        ) {
            Column(Modifier.width(96.dp).clearAndSetSemantics { }) {
                FittingText(name, MaterialTheme.typography.titleLarge, contentAlignment = Alignment.CenterStart)
                FittingText("${suggestion.roman} · ${strings.percent(suggestion.probability)}", MaterialTheme.typography.labelMedium, contentAlignment = Alignment.CenterStart)
            }
            Text(suggestion.reason, Modifier.weight(1f), style = MaterialTheme.typography.bodyMedium)
            Icon(Glyphs.Sound, null)
        }
    }
}

private const val SILENCE = -120.0
