package chordwork.clockworkred.ui

import androidx.compose.foundation.layout.BoxWithConstraints
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.safeDrawingPadding
import androidx.compose.foundation.layout.width
import androidx.compose.material3.Icon
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.NavigationBar
import androidx.compose.material3.NavigationBarItem
import androidx.compose.material3.NavigationRail
import androidx.compose.material3.NavigationRailItem
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.vector.ImageVector
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.unit.dp
import chordwork.clockworkred.domain.screen.AppEvent
import chordwork.clockworkred.domain.screen.AppState
import chordwork.clockworkred.domain.screen.Screen

/** The whole app: a bar below on phones, a rail at the side from 600 dp on. */
@Composable
fun AppContent(state: AppState, onEvent: (AppEvent) -> Unit, modifier: Modifier = Modifier) {
    BoxWithConstraints(modifier.fillMaxSize().safeDrawingPadding()) {
        if (maxWidth >= RAIL) {
            Row {
                NavigationRail {
                    for (place in places()) {
                        NavigationRailItem(
                            state.screen == place.screen,
                            { onEvent(AppEvent.Open(place.screen)) },
                            { Icon(place.glyph, null) },
                            label = { Label(place, Modifier.width(72.dp)) },
                        )
                    }
                }
                Shown(state, onEvent, Modifier.weight(1f))
            }
        } else {
            Column {
                Shown(state, onEvent, Modifier.weight(1f))
                NavigationBar {
                    for (place in places()) {
                        NavigationBarItem(
                            state.screen == place.screen,
                            { onEvent(AppEvent.Open(place.screen)) },
                            { Icon(place.glyph, null) },
                            label = { Label(place, Modifier.fillMaxWidth()) },
                        )
                    }
                }
            }
        }
    }
}

@Composable
private fun Shown(state: AppState, onEvent: (AppEvent) -> Unit, modifier: Modifier) {
    val settings = state.settings.settings
    when (state.screen) {
        Screen.LISTEN -> ListenContent(state.listen, settings, { onEvent(AppEvent.OfListen(it)) }, modifier)
        Screen.TABS -> TabsContent(state.tabs, settings, { onEvent(AppEvent.OfTabs(it)) }, modifier)
        Screen.WRITE -> WriteContent(state.write, settings, { onEvent(AppEvent.OfWrite(it)) }, modifier)
        Screen.BAND -> BandContent(state.band, settings, { onEvent(AppEvent.OfBand(it)) }, modifier)
        Screen.SETTINGS -> SettingsContent(state.settings, { onEvent(AppEvent.OfSettings(it)) }, modifier)
    }
}

/** Grows a little with the font scale: five names have to share the width of a phone. */
@Composable
private fun Label(place: Place, modifier: Modifier) {
    val style = MaterialTheme.typography.labelMedium
    val scale = LocalDensity.current.fontScale
    FittingText(place.name, style.copy(fontSize = style.fontSize * (scale.coerceAtMost(MOST_SCALE) / scale)), modifier)
}

private class Place(val screen: Screen, val name: String, val glyph: ImageVector)

@Composable
private fun places(): List<Place> {
    val strings = LocalStrings.current
    return listOf(
        Place(Screen.LISTEN, strings.listen, Glyphs.Listen),
        Place(Screen.TABS, strings.tabs, Glyphs.Tabs),
        Place(Screen.WRITE, strings.write, Glyphs.Write),
        Place(Screen.BAND, strings.band, Glyphs.Band),
        Place(Screen.SETTINGS, strings.settings, Glyphs.Settings),
    )
}

private val RAIL = 600.dp
private const val MOST_SCALE = 1.2f
