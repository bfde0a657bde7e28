package chordwork.clockworkred.ui

import androidx.compose.foundation.Canvas
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.aspectRatio
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.material3.MaterialTheme
import androidx.compose.runtime.Composable
import androidx.compose.runtime.remember
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.geometry.CornerRadius
import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.geometry.Size
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.drawscope.DrawScope
import androidx.compose.ui.graphics.drawscope.Stroke
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.text.TextMeasurer
import androidx.compose.ui.text.TextStyle
import androidx.compose.ui.text.drawText
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.text.rememberTextMeasurer
import chordwork.clockworkred.domain.ChordDiagram
import chordwork.clockworkred.domain.FretShape
import chordwork.clockworkred.domain.Hand
import chordwork.clockworkred.domain.NoteNames
import chordwork.clockworkred.domain.Notation

/** A shape with its name above. A screen reader hears string by string what the fingers do. */
@Composable
internal fun ChordDiagramView(shape: FretShape, hand: Hand, notation: Notation, modifier: Modifier = Modifier) {
    val strings = LocalStrings.current
    val name = NoteNames.write(shape.shape, notation)
    Column(
        modifier.clearAndSetSemantics { contentDescription = strings.described(shape, name) },
        horizontalAlignment = Alignment.CenterHorizontally,
    ) {
        FittingText(name, MaterialTheme.typography.titleMedium, Modifier.fillMaxWidth())
        DiagramCanvas(ChordDiagram.of(shape, hand), Modifier.fillMaxWidth())
    }
}

@Composable
private fun DiagramCanvas(diagram: ChordDiagram, modifier: Modifier) {
    val ink = MaterialTheme.colorScheme.onSurface
    val line = MaterialTheme.colorScheme.outline
    val finger = MaterialTheme.colorScheme.primary
    val onFinger = MaterialTheme.colorScheme.onPrimary
    val measurer = rememberTextMeasurer()
    val drawing = remember(diagram, measurer, ink) { DiagramDrawing(diagram, measurer, ink, line, finger, onFinger) }
    Canvas(modifier.aspectRatio(ASPECT)) { drawing.draw(this) }
}

private class DiagramDrawing(
    private val diagram: ChordDiagram,
    private val measurer: TextMeasurer,
    private val ink: Color,
    private val line: Color,
    private val finger: Color,
    private val onFinger: Color,
) {
    fun draw(scope: DrawScope) = with(scope) {
        // Room at the left for the number of the fret, above for what rings open.
        val left = size.width * 0.24f
        val right = size.width * 0.93f
        val top = size.height * 0.15f
        val bottom = size.height * 0.96f
        val stringStep = (right - left) / (diagram.strings - 1).coerceAtLeast(1)
        val fretStep = (bottom - top) / diagram.rows
        fun x(column: Int) = left + column * stringStep
        fun y(row: Int) = top + (row - 0.5f) * fretStep
        val radius = minOf(stringStep, fretStep) * 0.42f
        val thin = size.width / 110f

        for (row in 0..diagram.rows) {
            val nut = row == 0 && diagram.firstFret == 1
            drawLine(if (nut) ink else line, Offset(left - thin / 2, top + row * fretStep), Offset(right + thin / 2, top + row * fretStep), if (nut) thin * 4 else thin)
        }
        for (column in 0 until diagram.strings) drawLine(line, Offset(x(column), top), Offset(x(column), bottom), thin)
        if (diagram.firstFret > 1) number("${diagram.firstFret}", Offset((left - radius) * 0.5f, y(1)), fretStep * 0.4f, ink)

        val mark = radius * 0.6f
        val above = top - radius * 1.15f
        for (column in diagram.open) drawCircle(ink, mark, Offset(x(column), above), style = Stroke(thin * 1.5f))
        for (column in diagram.muted) {
            drawLine(ink, Offset(x(column) - mark, above - mark), Offset(x(column) + mark, above + mark), thin * 1.5f)
            drawLine(ink, Offset(x(column) - mark, above + mark), Offset(x(column) + mark, above - mark), thin * 1.5f)
        }
        for (bar in diagram.bars) {
            drawRoundRect(
                finger,
                Offset(x(bar.left) - radius, y(bar.row) - radius),
                Size(x(bar.right) - x(bar.left) + 2 * radius, 2 * radius),
                CornerRadius(radius),
            )
            number("${bar.finger}", Offset(x(bar.left), y(bar.row)), radius * 1.3f, onFinger)
        }
        for (dot in diagram.dots) {
            drawCircle(finger, radius, Offset(x(dot.column), y(dot.row)))
            if (dot.finger > 0) number("${dot.finger}", Offset(x(dot.column), y(dot.row)), radius * 1.3f, onFinger)
        }
    }

    private fun DrawScope.number(text: String, centre: Offset, sizePx: Float, colour: Color) {
        val laid = measurer.measure(text, TextStyle(colour, sizePx.toSp(), FontWeight.Bold))
        drawText(laid, topLeft = centre - Offset(laid.size.width / 2f, laid.size.height / 2f))
    }
}

private const val ASPECT = 0.85f
