package chordwork.clockworkred.ui

import androidx.compose.foundation.Canvas
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.height
import androidx.compose.foundation.layout.padding
import androidx.compose.material3.MaterialTheme
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.geometry.CornerRadius
import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.geometry.Size
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.unit.dp
import kotlin.math.abs

/** How far the instrument is from A4 = 440 Hz, −50 … 50 [cents]; in tune within five. */
@Composable
internal fun TuningNeedle(cents: Double?, modifier: Modifier = Modifier) {
    val strings = LocalStrings.current
    val colours = MaterialTheme.colorScheme
    val inTune = cents != null && abs(cents) <= IN_TUNE_CENTS
    Column(modifier.clearAndSetSemantics { contentDescription = strings.tuned(cents) }) {
        FittingText(strings.tuning, MaterialTheme.typography.labelMedium, color = colours.onSurfaceVariant)
        FittingText(
            strings.cents(cents),
            MaterialTheme.typography.titleMedium,
            Modifier.fillMaxWidth(),
            contentAlignment = Alignment.CenterStart,
        )
        Canvas(Modifier.fillMaxWidth().height(16.dp).padding(top = 4.dp)) {
            val middle = size.height / 2
            val zone = size.width * (IN_TUNE_CENTS / RANGE_CENTS).toFloat()
            drawLine(colours.outlineVariant, Offset(0f, middle), Offset(size.width, middle), 2.dp.toPx())
            drawRoundRect(colours.outline, Offset((size.width - zone) / 2, middle - 3.dp.toPx()), Size(zone, 6.dp.toPx()), CornerRadius(3.dp.toPx()))
            if (cents != null) {
                val x = size.width * ((cents + RANGE_CENTS / 2) / RANGE_CENTS).toFloat().coerceIn(0.01f, 0.99f)
                drawLine(if (inTune) colours.onSurface else colours.primary, Offset(x, 0f), Offset(x, size.height), 3.dp.toPx())
            }
        }
    }
}

/** How loud it is, from −60 dBFS on: the bar is what is felt, the line the peak. Red when samples were [clipped]. */
@Composable
internal fun LevelMeter(rmsDbfs: Double, peakDbfs: Double, clipped: Boolean, modifier: Modifier = Modifier) {
    val strings = LocalStrings.current
    val colours = MaterialTheme.colorScheme
    Canvas(
        modifier.fillMaxWidth().height(12.dp).clearAndSetSemantics { contentDescription = strings.level(peakDbfs, clipped) },
    ) {
        fun x(dbfs: Double) = size.width * ((dbfs + FLOOR_DB) / FLOOR_DB).toFloat().coerceIn(0f, 1f)
        val corner = CornerRadius(size.height / 2)
        drawRoundRect(colours.surfaceContainerHighest, Offset.Zero, size, corner)
        drawRoundRect(if (clipped) colours.error else colours.secondary, Offset.Zero, Size(x(rmsDbfs).coerceAtLeast(size.height), size.height), corner)
        val peak = x(peakDbfs).coerceAtMost(size.width - 2.dp.toPx())
        drawLine(if (clipped) colours.error else colours.onSurface, Offset(peak, 0f), Offset(peak, size.height), 3.dp.toPx())
    }
}

private const val IN_TUNE_CENTS = 5.0
private const val RANGE_CENTS = 100.0
private const val FLOOR_DB = 60.0
