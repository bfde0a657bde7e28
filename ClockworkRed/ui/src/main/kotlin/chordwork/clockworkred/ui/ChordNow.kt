package chordwork.clockworkred.ui

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp
import chordwork.clockworkred.domain.Chord
import chordwork.clockworkred.domain.ChordTimeline
import chordwork.clockworkred.domain.NoteNames
import chordwork.clockworkred.domain.Notation

/**
 * The chord that rings, as large as the screen allows: faint while it may still change, solid when it will not. A screen reader says
 * only what is sure, or it would never be silent.
 */
@Composable
internal fun ChordNow(timeline: ChordTimeline, notation: Notation, modifier: Modifier = Modifier) {
    val strings = LocalStrings.current
    val shown = timeline.current
    val sure = timeline.provisional == null
    val said = timeline.finals.lastOrNull()?.chord?.let { strings.chordWords.say(it, notation) } ?: strings.listenNothing
    Surface(modifier.fillMaxWidth(), MaterialTheme.shapes.large, MaterialTheme.colorScheme.surfaceContainerLow) {
        Column(
            Modifier.padding(16.dp).heightIn(min = 148.dp).clearAndSetSemantics {
                contentDescription = said
                liveRegion = LiveRegionMode.Polite
            },
            Arrangement.Center,
            Alignment.CenterHorizontally,
        ) {
            // The chord is large already: it does not grow with the font scale, or nothing else would have room.
            val size = with(LocalDensity.current) { LARGEST.toSp() }
            FittingText(
                shown?.let { NoteNames.write(it.chord.symbol, notation) } ?: "–",
                MaterialTheme.typography.displayLarge.copy(fontSize = size, fontWeight = FontWeight.Bold),
                Modifier.fillMaxWidth(),
                if (sure && shown?.chord?.sounds != false) MaterialTheme.colorScheme.primary else MaterialTheme.colorScheme.provisional,
            )
            Text(caption(shown?.chord, sure, shown?.confidence), color = MaterialTheme.colorScheme.onSurfaceVariant, textAlign = TextAlign.Center)
        }
    }
}

@Composable
private fun caption(chord: Chord?, sure: Boolean, confidence: Double?): String {
    val strings = LocalStrings.current
    return when {
        chord == null -> strings.listenNothing
        !chord.sounds -> strings.listenNoChord
        sure -> strings.certain(confidence ?: 0.0)
        else -> strings.perhaps(confidence ?: 0.0)
    }
}

private val LARGEST = 96.dp
