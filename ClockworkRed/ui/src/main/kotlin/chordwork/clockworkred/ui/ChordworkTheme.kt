package chordwork.clockworkred.ui

import androidx.compose.foundation.isSystemInDarkTheme
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.darkColorScheme
import androidx.compose.material3.lightColorScheme
import androidx.compose.runtime.Composable
import androidx.compose.ui.graphics.Color

private val clockworkRed = Color(0xFFB3261E)
private val clockworkRose = Color(0xFFFFB4AB)

/** Material 3 in the app's red, light or dark. Everything that is shown stands inside it. */
@Composable
fun ChordworkTheme(dark: Boolean = isSystemInDarkTheme(), content: @Composable () -> Unit) {
    val scheme =
        if (dark) darkColorScheme(primary = clockworkRose) else lightColorScheme(primary = clockworkRed)
    MaterialTheme(colorScheme = scheme, content = content)
}
