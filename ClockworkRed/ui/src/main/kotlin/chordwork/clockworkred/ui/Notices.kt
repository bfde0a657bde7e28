package chordwork.clockworkred.ui

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.material3.Button
import androidx.compose.material3.CircularProgressIndicator
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp
import chordwork.clockworkred.domain.Trouble

/** Why a screen is empty, and what to do about it. */
@Composable
internal fun EmptyNotice(title: String, text: String, modifier: Modifier = Modifier) {
    Column(
        modifier.fillMaxWidth().padding(24.dp),
        horizontalAlignment = Alignment.CenterHorizontally,
        verticalArrangement = Arrangement.spacedBy(8.dp),
    ) {
        Text(title, style = MaterialTheme.typography.titleLarge, textAlign = TextAlign.Center)
        Text(text, color = MaterialTheme.colorScheme.onSurfaceVariant, textAlign = TextAlign.Center)
    }
}

@Composable
internal fun WaitingNotice(text: String, modifier: Modifier = Modifier) {
    Row(
        modifier.fillMaxWidth().padding(16.dp).semantics(mergeDescendants = true) { liveRegion = LiveRegionMode.Polite },
        horizontalArrangement = Arrangement.spacedBy(16.dp, Alignment.CenterHorizontally),
        verticalAlignment = Alignment.CenterVertically,
    ) {
        CircularProgressIndicator(Modifier.size(32.dp))
        Text(text, Modifier.weight(1f, fill = false))
    }
}

/** What went wrong, with something to do about it; read aloud when it comes. */
@Composable
internal fun TroubleNotice(
    title: String,
    text: String,
    modifier: Modifier = Modifier,
    action: String? = null,
    onAction: () -> Unit = {},
) = Notice(title, text, MaterialTheme.colorScheme.errorContainer, MaterialTheme.colorScheme.onErrorContainer, modifier) {
    if (action != null) Button(onAction) { Text(action) }
}

/** Something to know, not to worry about. */
@Composable
internal fun HintNotice(
    title: String,
    text: String,
    modifier: Modifier = Modifier,
    action: String? = null,
    onAction: () -> Unit = {},
) = Notice(title, text, MaterialTheme.colorScheme.tertiaryContainer, MaterialTheme.colorScheme.onTertiaryContainer, modifier) {
    if (action != null) TextButton(onAction) { Text(action, color = MaterialTheme.colorScheme.onTertiaryContainer) }
}

@Composable
private fun Notice(
    title: String,
    text: String,
    container: Color,
    content: Color,
    modifier: Modifier,
    action: @Composable () -> Unit,
) {
    Surface(modifier.fillMaxWidth(), MaterialTheme.shapes.medium, container, content) {
        Column(Modifier.padding(16.dp), verticalArrangement = Arrangement.spacedBy(8.dp)) {
            Column(Modifier.semantics(mergeDescendants = true) { liveRegion = LiveRegionMode.Polite }) {
                Text(title, style = MaterialTheme.typography.titleMedium)
                if (text.isNotEmpty()) Text(text, style = MaterialTheme.typography.bodyMedium)
            }
            action()
        }
    }
}

/** The server's own message is in English; what is known by its code is said in the user's language. */
@Composable
internal fun Trouble.said(): String = LocalStrings.current.trouble(code) ?: message
