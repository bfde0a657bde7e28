package chordwork.clockworkred.desktop

import androidx.compose.runtime.Composable
import chordwork.clockworkred.ui.ChordNow
import chordwork.clockworkred.ui.ChordworkTheme

/** What the window shows. */
@Composable
internal fun Screens(server: String) {
    ChordworkTheme { ChordNow("–", server, "Nothing was heard yet") }
}
