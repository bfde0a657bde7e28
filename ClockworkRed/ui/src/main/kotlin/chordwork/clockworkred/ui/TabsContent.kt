package chordwork.clockworkred.ui

import androidx.compose.foundation.horizontalScroll
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.ExperimentalLayoutApi
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.width
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.selection.toggleable
import androidx.compose.material3.Button
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedTextField
import androidx.compose.material3.Surface
import androidx.compose.material3.Switch
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.font.FontFamily
import androidx.compose.ui.unit.dp
import chordwork.clockworkred.domain.NoteNames
import chordwork.clockworkred.domain.Settings
import chordwork.clockworkred.domain.TabSheet
import chordwork.clockworkred.domain.screen.Asked
import chordwork.clockworkred.domain.screen.TabView
import chordwork.clockworkred.domain.screen.TabsEvent
import chordwork.clockworkred.domain.screen.TabsState
import chordwork.clockworkred.domain.screen.value

/** Chords in, diagrams and a tab out. */
@Composable
fun TabsContent(state: TabsState, settings: Settings, onEvent: (TabsEvent) -> Unit, modifier: Modifier = Modifier) {
    val strings = LocalStrings.current
    Panes(
        modifier,
        first = {
            Shared(state, onEvent)
            OutlinedTextField(
                state.chords,
                { onEvent(TabsEvent.ChordsTyped(it)) },
                Modifier.fillMaxWidth(),
                label = { Text(strings.chords) },
                supportingText = { Text(strings.chordsHint) },
                minLines = 2,
                maxLines = 6,
            )
            Row(
                Modifier.fillMaxWidth().heightIn(min = 48.dp).toggleable(state.easyCapo, role = Role.Switch) { onEvent(TabsEvent.EasyCapoChosen(it)) },
                Arrangement.spacedBy(12.dp),
                Alignment.CenterVertically,
            ) {
                Text(strings.easyCapo, Modifier.weight(1f))
                Switch(state.easyCapo, null)
            }
            Button({ onEvent(TabsEvent.AskTapped) }, Modifier.fillMaxWidth().heightIn(min = 48.dp), enabled = state.mayAsk) { Text(strings.makeTab) }
        },
        second = {
            when (val sheet = state.sheet) {
                Asked.NotYet -> if (state.chart == Asked.NotYet) EmptyNotice(strings.tabsEmptyTitle, strings.tabsEmptyText)
                is Asked.Waiting -> WaitingNotice(strings.waiting)
                is Asked.Failed -> TroubleNotice(strings.failed, sheet.why.said(), action = strings.again, onAction = { onEvent(TabsEvent.AskTapped) })
                is Asked.Answered -> Unit
            }
            state.sheet.value?.let { Sheet(it, state.view, settings, onEvent) }
        },
    )
}

/** What another app handed over: on its way, in trouble, or which of its songs is shown. */
@Composable
private fun Shared(state: TabsState, onEvent: (TabsEvent) -> Unit) {
    val strings = LocalStrings.current
    when (val chart = state.chart) {
        Asked.NotYet -> Unit
        is Asked.Waiting -> WaitingNotice(strings.readingChart)
        is Asked.Failed ->
            TroubleNotice(
                strings.chartFailed,
                chart.why.said(),
                action = strings.again.takeIf { state.shared != null },
                onAction = { onEvent(TabsEvent.ReadAgainTapped) },
            )
        is Asked.Answered -> {
            val songs = chart.value.songs
            if (songs.size > 1) {
                val named = songs.mapIndexed { at, song -> at to song.title.ifEmpty { strings.songNumber(at + 1) } }
                Choice(strings.songs(songs.size), named, state.song, { onEvent(TabsEvent.SongChosen(it)) })
            }
            if (state.chords.isEmpty()) HintNotice(strings.notPlayable, strings.notPlayableText)
            for (remark in chart.value.remarks.take(MOST_REMARKS)) Text(remark, style = MaterialTheme.typography.bodyMedium)
        }
    }
}

private const val MOST_REMARKS = 3

@OptIn(ExperimentalLayoutApi::class)
@Composable
private fun ColumnScope.Sheet(sheet: TabSheet, view: TabView, settings: Settings, onEvent: (TabsEvent) -> Unit) {
    val strings = LocalStrings.current
    if (sheet.title.isNotEmpty()) Heading(sheet.title)
    Text(
        listOfNotNull(
            sheet.key?.let { strings.keyName(it, settings.notation) },
            if (sheet.capo > 0) strings.capo(sheet.capo) else null,
            sheet.tuning.joinToString(" "),
        ).joinToString(" · "),
        color = MaterialTheme.colorScheme.onSurfaceVariant,
    )
    for (note in sheet.notes) Text(note, style = MaterialTheme.typography.bodyMedium)
    Choice(strings.view, listOf(TabView.DIAGRAMS to strings.diagrams, TabView.TAB to strings.tab), view, { onEvent(TabsEvent.ViewChosen(it)) })
    when (view) {
        TabView.DIAGRAMS -> {
            Text(sheet.chords.joinToString("  ") { NoteNames.write(it, settings.notation) }, style = MaterialTheme.typography.titleMedium)
            FlowRow(Modifier.fillMaxWidth(), Arrangement.spacedBy(8.dp), Arrangement.spacedBy(16.dp)) {
                for (shape in sheet.shapes.distinctBy { it.shape to it.frets }) {
                    ChordDiagramView(shape, settings.frettingHand, settings.notation, Modifier.width(132.dp))
                }
            }
        }
        TabView.TAB ->
            Surface(Modifier.fillMaxWidth(), MaterialTheme.shapes.medium, MaterialTheme.colorScheme.surfaceContainerLow) {
                // A tab's columns hang together: it scrolls sideways rather than being broken.
                Text(
                    sheet.text,
                    Modifier.horizontalScroll(rememberScrollState()).padding(12.dp).semantics { contentDescription = strings.tabOf(sheet.title) },
                    fontFamily = FontFamily.Monospace,
                    style = MaterialTheme.typography.bodySmall,
                    softWrap = false,
                )
            }
    }
}
