package chordwork.clockworkred.ui

import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.unit.dp

/** The chord that rings, large; [described] is what a screen reader says of it. */
@Composable
fun ChordNow(symbol: String, caption: String, described: String, modifier: Modifier = Modifier) {
    Surface(modifier.fillMaxWidth()) {
        Column(
            Modifier.padding(24.dp).semantics(mergeDescendants = true) { contentDescription = described },
            horizontalAlignment = Alignment.CenterHorizontally,
        ) {
            Text(
                symbol,
                color = MaterialTheme.colorScheme.primary,
                style = MaterialTheme.typography.displayLarge,
                fontWeight = FontWeight.Bold,
            )
            Text(caption, style = MaterialTheme.typography.bodyLarge)
        }
    }
}
