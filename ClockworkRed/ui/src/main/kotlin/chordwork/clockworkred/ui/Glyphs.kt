package chordwork.clockworkred.ui

import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.SolidColor
import androidx.compose.ui.graphics.StrokeCap
import androidx.compose.ui.graphics.StrokeJoin
import androidx.compose.ui.graphics.vector.ImageVector
import androidx.compose.ui.graphics.vector.PathBuilder
import androidx.compose.ui.graphics.vector.path
import androidx.compose.ui.unit.dp

/** The app's few signs, drawn here: a library of icons would be larger than the app. */
internal object Glyphs {
    val Listen = drawn("listen") { line(4, 10, 4, 14); line(8, 6, 8, 18); line(12, 3, 12, 21); line(16, 7, 16, 17); line(20, 10, 20, 14) }

    val Tabs = drawn("tabs") { for (x in 5..19 step 7) line(x, 4, x, 20); line(5, 4, 19, 4); line(5, 12, 19, 12); line(5, 20, 19, 20); ring(8, 8); ring(15, 16) }

    val Write = drawn("write") { moveTo(4f, 20f); lineTo(5f, 15f); lineTo(16f, 4f); lineTo(20f, 8f); lineTo(9f, 19f); close(); line(14, 6, 18, 10) }

    val Band = drawn("band") { line(9, 18, 9, 5); line(9, 5, 20, 3); line(20, 3, 20, 16); ring(7, 18); ring(18, 16) }

    val Settings = drawn("settings") { line(4, 6, 20, 6); line(4, 12, 20, 12); line(4, 18, 20, 18); ring(15, 6); ring(8, 12); ring(16, 18) }

    val Play = drawn("play", filled = true) { moveTo(8f, 5f); lineTo(19f, 12f); lineTo(8f, 19f); close() }

    val Pause = drawn("pause") { line(8, 5, 8, 19); line(16, 5, 16, 19) }

    val Stop = drawn("stop", filled = true) { moveTo(6f, 6f); lineTo(18f, 6f); lineTo(18f, 18f); lineTo(6f, 18f); close() }

    val Locked = drawn("locked") { box(5, 11, 19, 20); moveTo(8f, 11f); lineTo(8f, 8f); curveTo(8f, 2.5f, 16f, 2.5f, 16f, 8f); lineTo(16f, 11f) }

    val Unlocked = drawn("unlocked") { box(5, 11, 19, 20); moveTo(8f, 11f); lineTo(8f, 7f); curveTo(8f, 1.5f, 15f, 1.5f, 16f, 6f) }

    val Sound = drawn("sound") { moveTo(4f, 9f); lineTo(8f, 9f); lineTo(13f, 5f); lineTo(13f, 19f); lineTo(8f, 15f); lineTo(4f, 15f); close(); moveTo(16f, 8f); curveTo(19f, 10f, 19f, 14f, 16f, 16f) }

    val Fewer = drawn("fewer") { line(6, 12, 18, 12) }

    val More = drawn("more") { line(6, 12, 18, 12); line(12, 6, 12, 18) }

    private fun drawn(name: String, filled: Boolean = false, draw: PathBuilder.() -> Unit): ImageVector =
        ImageVector.Builder(name, 24.dp, 24.dp, 24f, 24f)
            .path(
                fill = if (filled) SolidColor(Color.Black) else null,
                stroke = SolidColor(Color.Black),
                strokeLineWidth = 2f,
                strokeLineCap = StrokeCap.Round,
                strokeLineJoin = StrokeJoin.Round,
                pathBuilder = draw,
            ).build()

    private fun PathBuilder.line(fromX: Int, fromY: Int, toX: Int, toY: Int) {
        moveTo(fromX.toFloat(), fromY.toFloat())
        lineTo(toX.toFloat(), toY.toFloat())
    }

    private fun PathBuilder.box(left: Int, top: Int, right: Int, bottom: Int) {
        line(left, top, right, top)
        lineTo(right.toFloat(), bottom.toFloat())
        lineTo(left.toFloat(), bottom.toFloat())
        close()
    }

    private fun PathBuilder.ring(x: Int, y: Int) {
        moveTo(x - 2f, y.toFloat())
        arcToRelative(2f, 2f, 0f, true, true, 4f, 0f)
        arcToRelative(2f, 2f, 0f, true, true, -4f, 0f)
    }
}
