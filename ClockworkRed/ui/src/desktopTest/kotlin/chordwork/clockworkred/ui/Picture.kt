package chordwork.clockworkred.ui

import androidx.compose.runtime.Composable
import androidx.compose.ui.ImageComposeScene
import androidx.compose.ui.unit.Density
import androidx.compose.ui.use
import org.jetbrains.skia.Bitmap
import org.jetbrains.skia.EncodedImageFormat
import org.jetbrains.skia.Image
import java.nio.file.Path
import kotlin.io.path.createDirectories
import kotlin.io.path.writeBytes

/** What [content] looks like on a screen of [widthDp] × [heightDp] at two pixels a dp, without a display. */
internal fun picture(
    widthDp: Int,
    heightDp: Int,
    dark: Boolean = false,
    fontScale: Float = 1f,
    content: @Composable () -> Unit,
): Image {
    val scene =
        ImageComposeScene(widthDp * 2, heightDp * 2, Density(2f, fontScale)) { ChordworkTheme(dark, content) }
    return scene.use {
        // The second frame, well after the first: what fades or ripples in has come to rest.
        it.render(0)
        it.render(2_000_000_000)
    }
}

/** Writes the picture to `target/pictures/NAME.png`, for people. */
internal fun Image.keep(name: String): Path {
    val file = Path.of("target", "pictures", "$name.png")
    file.parent.createDirectories()
    file.writeBytes(checkNotNull(encodeToData(EncodedImageFormat.PNG)) { "Skia made no PNG" }.bytes)
    return file
}

/** How many different colours the picture has: one or two where nothing was drawn. */
internal fun Image.colours(): Int = pixels().toSet().size

internal fun Image.pixels(): IntArray {
    val bitmap = Bitmap.makeFromImage(this)
    return IntArray(width * height) { bitmap.getColor(it % width, it / width) }
}
