package chordwork.clockworkred.ui

import androidx.compose.foundation.horizontalScroll
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.BoxWithConstraints
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.ExperimentalLayoutApi
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxHeight
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.selection.selectableGroup
import androidx.compose.foundation.verticalScroll
import androidx.compose.material3.FilterChip
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.role
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp

/** One below the other (the second one first if it is [secondOnTop]), or beside one another where the window is at least 840 dp wide (the rail takes 80 of them). */
@Composable
internal fun Panes(
    modifier: Modifier = Modifier,
    secondOnTop: Boolean = false,
    first: @Composable ColumnScope.() -> Unit,
    second: @Composable ColumnScope.() -> Unit,
) {
    BoxWithConstraints(modifier.fillMaxSize()) {
        if (maxWidth >= TWO_PANES) {
            Row(Modifier.fillMaxSize(), Arrangement.spacedBy(8.dp)) {
                Pane(Modifier.weight(1f), first)
                Pane(Modifier.weight(1f), second)
            }
        } else {
            Pane(Modifier.fillMaxWidth()) {
                if (secondOnTop) second()
                first()
                if (!secondOnTop) second()
            }
        }
    }
}

@Composable
private fun Pane(modifier: Modifier, content: @Composable ColumnScope.() -> Unit) =
    Column(
        modifier.fillMaxHeight().verticalScroll(rememberScrollState()).padding(16.dp),
        Arrangement.spacedBy(16.dp),
        content = content,
    )

@Composable
internal fun Heading(text: String, modifier: Modifier = Modifier) =
    Text(text, modifier.semantics { heading() }, style = MaterialTheme.typography.titleMedium)

/** One of some, each with its name: a few flow onto as many lines as they need, many stand in one that is moved sideways. */
@OptIn(ExperimentalLayoutApi::class)
@Composable
internal fun <T> Choice(
    title: String,
    options: List<Pair<T, String>>,
    chosen: T?,
    onChoose: (T) -> Unit,
    modifier: Modifier = Modifier,
) {
    Column(modifier) {
        Text(title, style = MaterialTheme.typography.labelLarge, color = MaterialTheme.colorScheme.onSurfaceVariant)
        val group = Modifier.selectableGroup().semantics { contentDescription = title }
        val chips: @Composable () -> Unit = {
            for ((option, name) in options) {
                FilterChip(
                    selected = option == chosen,
                    onClick = { onChoose(option) },
                    label = { Text(name) },
                    modifier = Modifier.semantics { role = Role.RadioButton },
                )
            }
        }
        if (options.size > MOST_LINES) {
            Row(group.horizontalScroll(rememberScrollState()), Arrangement.spacedBy(8.dp)) { chips() }
        } else {
            FlowRow(group, horizontalArrangement = Arrangement.spacedBy(8.dp)) { chips() }
        }
    }
}

private val TWO_PANES = 756.dp
private const val MOST_LINES = 8
