package chordwork.clockworkred.ui

import androidx.compose.foundation.isSystemInDarkTheme
import androidx.compose.material3.ColorScheme
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.darkColorScheme
import androidx.compose.material3.lightColorScheme
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.runtime.staticCompositionLocalOf
import androidx.compose.ui.graphics.Color

internal val LightColours: ColorScheme =
    lightColorScheme(
        primary = Color(0xFFB3261E),
        onPrimary = Color.White,
        primaryContainer = Color(0xFFFFDAD5),
        onPrimaryContainer = Color(0xFF410002),
        secondary = Color(0xFF775652),
        onSecondary = Color.White,
        secondaryContainer = Color(0xFFFFDAD5),
        onSecondaryContainer = Color(0xFF2C1512),
        tertiary = Color(0xFF705C2E),
        onTertiary = Color.White,
        tertiaryContainer = Color(0xFFFCDFA6),
        onTertiaryContainer = Color(0xFF261A00),
        error = Color(0xFFBA1A1A),
        onError = Color.White,
        errorContainer = Color(0xFFFFDAD6),
        onErrorContainer = Color(0xFF410002),
        background = Color(0xFFFFF8F7),
        onBackground = Color(0xFF231918),
        surface = Color(0xFFFFF8F7),
        onSurface = Color(0xFF231918),
        surfaceVariant = Color(0xFFF5DDDA),
        onSurfaceVariant = Color(0xFF534341),
        surfaceTint = Color(0xFFB3261E),
        outline = Color(0xFF857370),
        outlineVariant = Color(0xFFD8C2BE),
        surfaceBright = Color(0xFFFFF8F7),
        surfaceDim = Color(0xFFE8D6D3),
        surfaceContainerLowest = Color.White,
        surfaceContainerLow = Color(0xFFFFF0EE),
        surfaceContainer = Color(0xFFFCEAE7),
        surfaceContainerHigh = Color(0xFFF7E4E1),
        surfaceContainerHighest = Color(0xFFF1DEDC),
        inverseSurface = Color(0xFF392E2C),
        inverseOnSurface = Color(0xFFFFEDEA),
        inversePrimary = Color(0xFFFFB4AB),
    )

internal val DarkColours: ColorScheme =
    darkColorScheme(
        primary = Color(0xFFFFB4AB),
        onPrimary = Color(0xFF690005),
        primaryContainer = Color(0xFF8C1D18),
        onPrimaryContainer = Color(0xFFFFDAD5),
        secondary = Color(0xFFE7BDB7),
        onSecondary = Color(0xFF442926),
        secondaryContainer = Color(0xFF5D3F3B),
        onSecondaryContainer = Color(0xFFFFDAD5),
        tertiary = Color(0xFFDFC38C),
        onTertiary = Color(0xFF3E2E04),
        tertiaryContainer = Color(0xFF574419),
        onTertiaryContainer = Color(0xFFFCDFA6),
        error = Color(0xFFFFB4AB),
        onError = Color(0xFF690005),
        errorContainer = Color(0xFF93000A),
        onErrorContainer = Color(0xFFFFDAD6),
        background = Color(0xFF1A1110),
        onBackground = Color(0xFFF1DEDC),
        surface = Color(0xFF1A1110),
        onSurface = Color(0xFFF1DEDC),
        surfaceVariant = Color(0xFF534341),
        onSurfaceVariant = Color(0xFFD8C2BE),
        surfaceTint = Color(0xFFFFB4AB),
        outline = Color(0xFFA08C89),
        outlineVariant = Color(0xFF534341),
        surfaceBright = Color(0xFF423735),
        surfaceDim = Color(0xFF1A1110),
        surfaceContainerLowest = Color(0xFF140C0B),
        surfaceContainerLow = Color(0xFF231918),
        surfaceContainer = Color(0xFF271D1C),
        surfaceContainerHigh = Color(0xFF322826),
        surfaceContainerHighest = Color(0xFF3D3231),
        inverseSurface = Color(0xFFF1DEDC),
        inverseOnSurface = Color(0xFF392E2C),
        inversePrimary = Color(0xFFB3261E),
    )

/** A chord that may still change: fainter than one that will not, and readable all the same. */
internal val ColorScheme.provisional: Color
    get() = outline

/** The words of the user's language. */
val LocalStrings = staticCompositionLocalOf<Strings> { error("no Strings were given: show this inside ChordworkTheme") }

/** Material 3 in the app's red, light or dark, with the words to say it in. Everything that is shown stands inside it. */
@Composable
fun ChordworkTheme(strings: Strings, dark: Boolean = isSystemInDarkTheme(), content: @Composable () -> Unit) {
    CompositionLocalProvider(LocalStrings provides strings) {
        MaterialTheme(colorScheme = if (dark) DarkColours else LightColours) {
            Surface(color = MaterialTheme.colorScheme.surface, content = content)
        }
    }
}
