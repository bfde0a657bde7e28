package chordwork.clockworkred.desktop

import androidx.compose.runtime.Composable
import androidx.compose.ui.ImageComposeScene
import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.input.pointer.PointerEventType
import androidx.compose.ui.unit.Density
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.swing.Swing
import org.jetbrains.skia.Bitmap
import java.awt.Dimension
import java.awt.Graphics
import java.awt.event.MouseAdapter
import java.awt.event.MouseEvent
import java.awt.event.MouseWheelEvent
import java.awt.event.WindowAdapter
import java.awt.event.WindowEvent
import java.awt.image.BufferedImage
import java.nio.ByteBuffer
import java.nio.ByteOrder
import javax.swing.JFrame
import javax.swing.JPanel
import javax.swing.SwingUtilities
import javax.swing.Timer

/**
 * A window of Swing that shows a Compose scene. Compose's own window needs `androidx.lifecycle`, without which we
 * build (docs/decisions/080).
 */
internal class SceneWindow(
    title: String,
    private val widthDp: Int,
    private val heightDp: Int,
    content: @Composable () -> Unit,
) {
    private val scene = ImageComposeScene(widthDp, heightDp, Density(1f), Dispatchers.Swing, content)
    private val startedNs = System.nanoTime()
    private val panel = Panel()
    private val frames = Timer(FRAME_MS) { if (scene.hasInvalidations()) panel.repaint() }
    private val window = JFrame(title)

    init {
        panel.preferredSize = Dimension(widthDp, heightDp)
        window.contentPane.add(panel)
        // A scene's surface keeps its size.
        window.isResizable = false
        window.addWindowListener(
            object : WindowAdapter() {
                override fun windowClosing(event: WindowEvent) = close()
            },
        )
    }

    /** Call it, and the constructor, on Swing's thread. */
    fun show() {
        window.pack()
        window.isVisible = true
        panel.requestFocusInWindow()
        frames.start()
    }

    private fun close() {
        frames.stop()
        window.dispose()
        scene.close()
    }

    private inner class Panel : JPanel() {
        init {
            isFocusable = true
            val mouse =
                object : MouseAdapter() {
                    override fun mousePressed(event: MouseEvent) = send(PointerEventType.Press, event)

                    override fun mouseReleased(event: MouseEvent) = send(PointerEventType.Release, event)

                    override fun mouseMoved(event: MouseEvent) = send(PointerEventType.Move, event)

                    override fun mouseDragged(event: MouseEvent) = send(PointerEventType.Move, event)

                    override fun mouseWheelMoved(event: MouseWheelEvent) =
                        send(PointerEventType.Scroll, event, Offset(0f, event.preciseWheelRotation.toFloat()))
                }
            addMouseListener(mouse)
            addMouseMotionListener(mouse)
            addMouseWheelListener(mouse)
        }

        private fun send(type: PointerEventType, event: MouseEvent, scroll: Offset = Offset.Zero) {
            scene.sendPointerEvent(
                type,
                Offset(event.x.toFloat(), event.y.toFloat()),
                scrollDelta = scroll,
                timeMillis = event.`when`,
                nativeEvent = event,
            )
        }

        override fun paintComponent(graphics: Graphics) {
            val pixels = IntArray(widthDp * heightDp)
            scene.render(System.nanoTime() - startedNs).use { frame ->
                Bitmap.makeFromImage(frame).use { bitmap ->
                    val bytes = checkNotNull(bitmap.readPixels()) { "Skia drew nothing" }
                    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(pixels)
                }
            }
            val shown = BufferedImage(widthDp, heightDp, BufferedImage.TYPE_INT_ARGB_PRE)
            shown.raster.setDataElements(0, 0, widthDp, heightDp, pixels)
            graphics.drawImage(shown, 0, 0, null)
        }
    }

    private companion object {
        const val FRAME_MS = 16
    }
}

/** Opens a window; it lives until it is closed. */
internal fun openWindow(title: String, widthDp: Int, heightDp: Int, content: @Composable () -> Unit) =
    SwingUtilities.invokeAndWait { SceneWindow(title, widthDp, heightDp, content).show() }
