package chordwork.clockworkred.ui

import androidx.compose.runtime.Composable
import androidx.compose.ui.InternalComposeUiApi
import androidx.compose.ui.graphics.asComposeCanvas
import androidx.compose.ui.platform.PlatformContext
import androidx.compose.ui.scene.CanvasLayersComposeScene
import androidx.compose.ui.scene.ComposeSceneContext
import androidx.compose.ui.semantics.SemanticsNode
import androidx.compose.ui.semantics.SemanticsOwner
import androidx.compose.ui.semantics.getAllSemanticsNodes
import androidx.compose.ui.unit.Density
import androidx.compose.ui.unit.IntSize
import androidx.compose.ui.unit.LayoutDirection
import kotlinx.coroutines.Dispatchers
import org.jetbrains.skia.Bitmap
import org.jetbrains.skia.EncodedImageFormat
import org.jetbrains.skia.Image
import org.jetbrains.skia.Surface
import java.io.File
import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.nio.file.Path
import java.util.Locale
import kotlin.io.path.createDirectories
import kotlin.io.path.writeBytes

internal object Words {
    private val folder = File("../app/src/main/res")

    /** By name, of a language's `strings.xml`. */
    fun of(language: String): Map<String, String> =
        File(folder, if (language == "en") "values/strings.xml" else "values-$language/strings.xml").inputStream().use(::readStringsXml)

    val english = Strings(Locale.ENGLISH, of("en")::getValue)
    val german = Strings(Locale.GERMAN, of("de")::getValue)
}

/** How a screen is looked at. */
internal data class Look(
    val widthDp: Int,
    val heightDp: Int,
    val dark: Boolean = false,
    val fontScale: Float = 1f,
    val strings: Strings = Words.english,
    val density: Float = 1f,
)

/** What was drawn, and what a screen reader finds in it: every node by itself, and with what belongs together as one. */
internal class Seen(val image: Image, val each: List<SemanticsNode>, val merged: List<SemanticsNode>)

/** Shows [content] without a display, and has [look] look at it before it is gone. */
@OptIn(InternalComposeUiApi::class)
internal fun <T> shown(at: Look, content: @Composable () -> Unit, look: (Seen) -> T): T {
    val size = IntSize((at.widthDp * at.density).toInt(), (at.heightDp * at.density).toInt())
    val owners = Owners()
    val scene = CanvasLayersComposeScene(Density(at.density, at.fontScale), LayoutDirection.Ltr, size, Dispatchers.Unconfined, owners) { }
    try {
        scene.setContent { ChordworkTheme(at.strings, at.dark, content) }
        Surface.makeRasterN32Premul(size.width, size.height).use { surface ->
            // The second frame, well after the first: what fades or ripples in has come to rest.
            for (timeNs in listOf(0L, 2_000_000_000L)) {
                surface.canvas.clear(0)
                scene.render(surface.canvas.asComposeCanvas(), timeNs)
            }
            val (each, merged) = listOf(false, true).map { together -> owners.known.flatMap { it.getAllSemanticsNodes(together) } }
            return look(Seen(surface.makeImageSnapshot(), each, merged))
        }
    } finally {
        scene.close()
    }
}

/** Who knows what a screen reader would be told. */
@OptIn(InternalComposeUiApi::class)
private class Owners : ComposeSceneContext {
    val known = mutableListOf<SemanticsOwner>()

    override val platformContext: PlatformContext =
        object : PlatformContext by PlatformContext.Empty {
            override val semanticsOwnerListener =
                object : PlatformContext.SemanticsOwnerListener {
                    override fun onSemanticsOwnerAppended(semanticsOwner: SemanticsOwner) {
                        known += semanticsOwner
                    }

                    override fun onSemanticsOwnerRemoved(semanticsOwner: SemanticsOwner) {
                        known -= semanticsOwner
                    }

                    override fun onSemanticsChange(semanticsOwner: SemanticsOwner) = Unit

                    override fun onLayoutChange(semanticsOwner: SemanticsOwner, semanticsNodeId: Int) = Unit
                }
        }
}

/** What [content] looks like. */
internal fun picture(at: Look, content: @Composable () -> Unit): Image = shown(at, content) { it.image }

/** Writes the picture to `target/pictures/NAME.png`, for people. */
internal fun Image.keep(name: String): Path {
    val file = Path.of("target", "pictures", "$name.png")
    file.parent.createDirectories()
    file.writeBytes(checkNotNull(encodeToData(EncodedImageFormat.PNG)) { "Skia made no PNG" }.bytes)
    return file
}

/** How many different colours a sample of the picture has: one or two where nothing was drawn. */
internal fun Image.colours(): Int = pixels().asSequence().filterIndexed { at, _ -> at % SAMPLED == 0 }.toSet().size

internal fun Image.pixels(): IntArray =
    Bitmap.makeFromImage(this).use { bitmap ->
        val bytes = checkNotNull(bitmap.readPixels()) { "Skia drew nothing" }
        IntArray(width * height).also { ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(it) }
    }

private const val SAMPLED = 13
