package chordwork.clockworkred.ui

import androidx.compose.foundation.layout.BoxWithConstraints
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.remember
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.text.TextStyle
import androidx.compose.ui.text.rememberTextMeasurer
import androidx.compose.ui.text.style.TextOverflow
import androidx.compose.ui.unit.Dp
import androidx.compose.ui.unit.dp

/** One line, in the size of [style] or as much smaller as it takes to fit, down to [leastSize], whatever the font scale. */
@Composable
internal fun FittingText(
    text: String,
    style: TextStyle,
    modifier: Modifier = Modifier,
    color: Color = Color.Unspecified,
    leastSize: Dp = 9.dp,
    contentAlignment: Alignment = Alignment.Center,
) {
    BoxWithConstraints(modifier, contentAlignment) {
        val measurer = rememberTextMeasurer()
        val density = LocalDensity.current
        val room = constraints.maxWidth
        val fitting =
            remember(text, style, room, density) {
                with(density) {
                    val full = style.fontSize.toPx()
                    fun fits(px: Float) = measurer.measure(text, style.copy(fontSize = px.toSp()), maxLines = 1, softWrap = false).size.width <= room
                    var size = full
                    if (!fits(full)) {
                        var low = leastSize.toPx().coerceAtMost(full)
                        var high = full
                        repeat(HALVINGS) { val middle = (low + high) / 2; if (fits(middle)) low = middle else high = middle }
                        size = low
                    }
                    style.copy(fontSize = size.toSp(), lineHeight = (size * LINE).toSp())
                }
            }
        Text(text, color = color, style = fitting, maxLines = 1, softWrap = false, overflow = TextOverflow.Ellipsis)
    }
}

private const val HALVINGS = 7
private const val LINE = 1.2f
