package chordwork.clockworkred.ui

import androidx.compose.foundation.Canvas
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.height
import androidx.compose.foundation.layout.padding
import androidx.compose.material3.MaterialTheme
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.unit.dp
import chordwork.clockworkred.domain.Listening

/** The beat that is now, of four that follow one another; where the bar begins is not known. */
@Composable
internal fun BeatDots(listening: Listening, modifier: Modifier = Modifier) {
    val colours = MaterialTheme.colorScheme
    val beats = listening.timeline.beats
    val passed = listening.tempo?.let { beats.countTo(listening.heardS) }
    Canvas(modifier.fillMaxWidth().height(16.dp).padding(top = 4.dp)) {
        for (dot in 0 until DOTS) {
            val now = passed != null && passed > 0 && (passed - 1) % DOTS == dot
            drawCircle(if (now) colours.primary else colours.outlineVariant, (if (now) 6.dp else 4.dp).toPx(), Offset(8.dp.toPx() + dot * 16.dp.toPx(), size.height / 2))
        }
    }
}

private const val DOTS = 4
