package chordwork.clockworkred.desktop

import androidx.compose.runtime.Composable
import androidx.compose.runtime.collectAsState
import androidx.compose.runtime.getValue
import androidx.compose.runtime.remember
import androidx.compose.runtime.rememberCoroutineScope
import chordwork.clockworkred.domain.Appearance
import chordwork.clockworkred.domain.screen.AppDriver
import chordwork.clockworkred.ui.AppContent
import chordwork.clockworkred.ui.ChordworkTheme
import chordwork.clockworkred.ui.Strings
import chordwork.clockworkred.ui.readStringsXml
import java.util.Locale

/** What the window shows: the app's screens, with this computer's microphone and the server of [options]. */
@Composable
internal fun Screens(options: Options) {
    val scope = rememberCoroutineScope()
    val driver = remember { DesktopWorld(options).also { it.driver = AppDriver(scope, it) }.driver }
    val state by driver.state.collectAsState()
    val strings = remember { strings(Locale.getDefault()) }
    ChordworkTheme(strings, dark = state.settings.settings.appearance == Appearance.DARK) { AppContent(state, driver::dispatch) }
}

/** In the language of the computer, if the app speaks it, else in English. */
internal fun strings(locale: Locale): Strings {
    val own = Options::class.java.getResourceAsStream("/values-${locale.language}/strings.xml")
    val found = own ?: checkNotNull(Options::class.java.getResourceAsStream("/values/strings.xml")) { "the words of the screens are missing" }
    return Strings(locale, found.use(::readStringsXml)::getValue)
}
