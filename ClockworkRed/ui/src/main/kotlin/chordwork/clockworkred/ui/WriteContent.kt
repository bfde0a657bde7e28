package chordwork.clockworkred.ui

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.selection.toggleable
import androidx.compose.material3.Button
import androidx.compose.material3.Checkbox
import androidx.compose.material3.Icon
import androidx.compose.material3.IconToggleButton
import androidx.compose.material3.LinearProgressIndicator
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedButton
import androidx.compose.material3.OutlinedTextField
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.semantics.stateDescription
import androidx.compose.ui.text.style.TextDecoration
import androidx.compose.ui.unit.dp
import chordwork.clockworkred.domain.Level
import chordwork.clockworkred.domain.NoteNames
import chordwork.clockworkred.domain.Notation
import chordwork.clockworkred.domain.Settings
import chordwork.clockworkred.domain.SongPlan
import chordwork.clockworkred.domain.SongSection
import chordwork.clockworkred.domain.SongStep
import chordwork.clockworkred.domain.screen.Asked
import chordwork.clockworkred.domain.screen.WriteEvent
import chordwork.clockworkred.domain.screen.WritePage
import chordwork.clockworkred.domain.screen.WriteState
import chordwork.clockworkred.domain.screen.value

/** From a theme to a song plan, and from the plan to its steps. */
@Composable
fun WriteContent(state: WriteState, settings: Settings, onEvent: (WriteEvent) -> Unit, modifier: Modifier = Modifier) {
    val strings = LocalStrings.current
    val plan = state.plan.value
    Panes(
        modifier,
        first = {
            if (plan != null) {
                val pages = listOf(WritePage.THEME to strings.pageTheme, WritePage.PLAN to strings.pagePlan, WritePage.STEPS to strings.pageSteps)
                Choice(strings.page, pages, state.page, { onEvent(WriteEvent.PageChosen(it)) })
            }
            if (state.page == WritePage.THEME || plan == null) Theme(state, onEvent) else Overview(plan, state, settings.notation, onEvent)
        },
        second = {
            when (val asked = state.plan) {
                Asked.NotYet -> EmptyNotice(strings.writeEmptyTitle, strings.writeEmptyText)
                is Asked.Waiting -> WaitingNotice(strings.waiting)
                is Asked.Failed -> TroubleNotice(strings.failed, asked.why.said(), action = strings.again, onAction = { onEvent(WriteEvent.AskTapped) })
                is Asked.Answered -> Unit
            }
            if (plan != null) {
                when (state.page) {
                    WritePage.THEME -> Unit
                    WritePage.PLAN -> for (section in plan.sections) Section(section, state.locks, settings.notation, onEvent)
                    WritePage.STEPS -> Steps(plan.steps, state.done, onEvent)
                }
            }
        },
    )
}

@Composable
private fun ColumnScope.Theme(state: WriteState, onEvent: (WriteEvent) -> Unit) {
    val strings = LocalStrings.current
    OutlinedTextField(
        state.theme,
        { onEvent(WriteEvent.ThemeTyped(it)) },
        Modifier.fillMaxWidth(),
        label = { Text(strings.theme) },
        supportingText = { Text(strings.themeHint) },
        minLines = 2,
        maxLines = 6,
    )
    val levels = listOf(Level.BEGINNER to strings.beginner, Level.INTERMEDIATE to strings.intermediate, Level.ADVANCED to strings.advanced)
    Choice(strings.yourLevel, levels, state.level, { onEvent(WriteEvent.LevelChosen(it)) })
    Button({ onEvent(WriteEvent.AskTapped) }, Modifier.fillMaxWidth().heightIn(min = 48.dp), enabled = state.mayAsk) { Text(strings.makePlan) }
}

@Composable
private fun ColumnScope.Overview(plan: SongPlan, state: WriteState, notation: Notation, onEvent: (WriteEvent) -> Unit) {
    val strings = LocalStrings.current
    Heading(plan.title)
    Text(listOf(strings.bpm(plan.tempoBpm.toDouble()), plan.metre, plan.groove).joinToString(" · "), color = MaterialTheme.colorScheme.onSurfaceVariant)
    if (state.page != WritePage.PLAN) return
    Row(verticalAlignment = Alignment.CenterVertically) {
        Column(Modifier.weight(1f)) {
            Text(strings.keyName(plan.key, notation), style = MaterialTheme.typography.titleMedium)
            if (plan.keyWhy.isNotEmpty()) Text(plan.keyWhy, style = MaterialTheme.typography.bodyMedium)
        }
        Lock("key", strings.key, state.locks, onEvent)
    }
    if (plan.form.isNotEmpty()) Text(plan.form.joinToString(" – "), style = MaterialTheme.typography.bodyMedium)
    Button({ onEvent(WriteEvent.PlayTapped) }, Modifier.fillMaxWidth().heightIn(min = 48.dp)) {
        Icon(Glyphs.Play, null)
        Text(strings.playPlan, Modifier.padding(start = 8.dp))
    }
    OutlinedButton({ onEvent(WriteEvent.AgainTapped) }, Modifier.fillMaxWidth().heightIn(min = 48.dp), enabled = state.plan !is Asked.Waiting) {
        Text(strings.anotherPlan)
    }
}

@Composable
private fun Section(section: SongSection, locks: Set<String>, notation: Notation, onEvent: (WriteEvent) -> Unit) {
    Surface(Modifier.fillMaxWidth(), MaterialTheme.shapes.medium, MaterialTheme.colorScheme.surfaceContainer) {
        Column(Modifier.padding(start = 16.dp, end = 4.dp, top = 4.dp, bottom = 16.dp), Arrangement.spacedBy(4.dp)) {
            Row(verticalAlignment = Alignment.CenterVertically) {
                Heading(section.title, Modifier.weight(1f))
                Lock("sections.${section.name}.chords", section.title, locks, onEvent)
            }
            Text(
                section.chords.joinToString("  ") { NoteNames.write(it.symbol, notation) },
                Modifier.padding(end = 12.dp),
                MaterialTheme.colorScheme.primary,
                style = MaterialTheme.typography.titleLarge,
            )
            Text(section.why, Modifier.padding(end = 12.dp), style = MaterialTheme.typography.bodyMedium)
        }
    }
}

/** What is locked stays when the plan is written anew. */
@Composable
private fun Lock(path: String, what: String, locks: Set<String>, onEvent: (WriteEvent) -> Unit) {
    val strings = LocalStrings.current
    val locked = path in locks
    IconToggleButton(
        locked,
        { onEvent(WriteEvent.LockTapped(path)) },
        Modifier.semantics {
            contentDescription = strings.lock(what)
            stateDescription = if (locked) strings.locked else strings.unlocked
        },
    ) {
        Icon(if (locked) Glyphs.Locked else Glyphs.Unlocked, null)
    }
}

@Composable
private fun ColumnScope.Steps(steps: List<SongStep>, done: Set<Int>, onEvent: (WriteEvent) -> Unit) {
    val strings = LocalStrings.current
    Text(strings.stepsDone(steps.count { it.number in done }, steps.size), color = MaterialTheme.colorScheme.onSurfaceVariant)
    if (steps.isNotEmpty()) LinearProgressIndicator({ steps.count { it.number in done } / steps.size.toFloat() }, Modifier.fillMaxWidth())
    for (step in steps) {
        val ticked = step.number in done
        Row(
            Modifier.fillMaxWidth().heightIn(min = 48.dp)
                .toggleable(ticked, role = Role.Checkbox) { onEvent(WriteEvent.StepTapped(step.number)) }
                .padding(vertical = 8.dp),
            Arrangement.spacedBy(12.dp),
        ) {
            Checkbox(ticked, null)
            Column {
                Text(
                    "${step.number}. ${step.title}",
                    style = MaterialTheme.typography.titleMedium,
                    textDecoration = if (ticked) TextDecoration.LineThrough else null,
                )
                if (!ticked) Text(step.text, style = MaterialTheme.typography.bodyMedium)
                Text(strings.minutes(step.minutes), style = MaterialTheme.typography.labelMedium, color = MaterialTheme.colorScheme.onSurfaceVariant)
            }
        }
    }
}
