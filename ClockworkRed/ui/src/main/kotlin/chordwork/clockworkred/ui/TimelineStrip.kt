package chordwork.clockworkred.ui

import androidx.compose.foundation.Canvas
import androidx.compose.foundation.gestures.Orientation
import androidx.compose.foundation.gestures.draggable
import androidx.compose.foundation.gestures.rememberDraggableState
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.height
import androidx.compose.material3.MaterialTheme
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableFloatStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clipToBounds
import androidx.compose.ui.geometry.CornerRadius
import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.geometry.Size
import androidx.compose.ui.graphics.PathEffect
import androidx.compose.ui.graphics.drawscope.Stroke
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.semantics.CustomAccessibilityAction
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.customActions
import androidx.compose.ui.text.drawText
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.text.rememberTextMeasurer
import androidx.compose.ui.unit.dp
import chordwork.clockworkred.domain.ChordTimeline
import chordwork.clockworkred.domain.NoteNames
import chordwork.clockworkred.domain.Notation
import chordwork.clockworkred.domain.between

/**
 * What was played, now at the right; drag it to look back. Only what can be seen is drawn, however long the session is.
 *
 * @param nowS seconds of audio heard
 */
@Composable
internal fun TimelineStrip(timeline: ChordTimeline, nowS: Double, notation: Notation, modifier: Modifier = Modifier) {
    val strings = LocalStrings.current
    val colours = MaterialTheme.colorScheme
    val segments = remember(timeline) { timeline.snapped() }
    val measurer = rememberTextMeasurer(cacheSize = 64)
    val pxPerS = with(LocalDensity.current) { PER_SECOND.toPx() }
    val earliestS = segments.firstOrNull()?.startS ?: nowS
    var backS by remember { mutableFloatStateOf(0f) }
    val dragging =
        rememberDraggableState { px ->
            backS = (backS + px / pxPerS).coerceIn(0f, (nowS - earliestS).toFloat().coerceAtLeast(0f))
        }
    val last = timeline.finals.takeLast(SAID).joinToString { NoteNames.write(it.chord.symbol, notation) }
    val style = MaterialTheme.typography.titleMedium.copy(fontWeight = FontWeight.SemiBold)
    Canvas(
        modifier.fillMaxWidth().height(HEIGHT).clipToBounds()
            .draggable(dragging, Orientation.Horizontal)
            .clearAndSetSemantics {
                contentDescription = strings.lastChords(last)
                customActions = listOf(CustomAccessibilityAction(strings.timelineToNow) { backS = 0f; true })
            },
    ) {
        val rightS = nowS - backS
        val leftS = rightS - size.width / pxPerS
        fun x(timeS: Double) = ((timeS - leftS) * pxPerS).toFloat()
        val barTop = 8.dp.toPx()
        val barHeight = size.height - barTop * 2
        drawRect(colours.surfaceContainerLow)
        for (beat in timeline.beats.between(leftS, rightS)) {
            drawLine(colours.outlineVariant, Offset(x(beat), 0f), Offset(x(beat), size.height), 1.dp.toPx())
        }
        for (segment in segments.between(leftS, rightS)) {
            if (!segment.chord.sounds) continue
            val from = x(segment.startS) + 1.dp.toPx()
            val to = x(minOf(segment.endS ?: rightS, rightS)) - 1.dp.toPx()
            val box = Size((to - from).coerceAtLeast(1f), barHeight)
            val corner = CornerRadius(8.dp.toPx())
            val sure = segment.endS != null
            if (sure) {
                drawRoundRect(colours.secondaryContainer, Offset(from, barTop), box, corner)
            } else {
                val dashes = PathEffect.dashPathEffect(floatArrayOf(6.dp.toPx(), 4.dp.toPx()))
                drawRoundRect(colours.provisional, Offset(from, barTop), box, corner, Stroke(1.5.dp.toPx(), pathEffect = dashes))
            }
            // Of a chord that began before the left edge, the name stays in sight.
            val seen = (to - maxOf(from, 0f)) - 8.dp.toPx()
            val colour = if (sure) colours.onSecondaryContainer else colours.onSurfaceVariant
            val whole = measurer.measure(NoteNames.write(segment.chord.symbol, notation), style.copy(colour), softWrap = false, maxLines = 1)
            val scale = (seen / whole.size.width).coerceAtMost((barHeight / whole.size.height)).coerceAtMost(1f)
            if (scale * style.fontSize.toPx() < LEAST_TEXT.toPx()) continue
            val laid = if (scale == 1f) whole else measurer.measure(whole.layoutInput.text, style.copy(colour, fontSize = style.fontSize * scale * 0.97f), softWrap = false, maxLines = 1)
            drawText(laid, topLeft = Offset(maxOf(from, 0f) + 4.dp.toPx(), barTop + (barHeight - laid.size.height) / 2))
        }
        if (backS == 0f) drawLine(colours.primary, Offset(size.width - 1.dp.toPx(), 0f), Offset(size.width - 1.dp.toPx(), size.height), 2.dp.toPx())
    }
}

private val PER_SECOND = 32.dp
private val HEIGHT = 64.dp
private val LEAST_TEXT = 9.dp
private const val SAID = 8
