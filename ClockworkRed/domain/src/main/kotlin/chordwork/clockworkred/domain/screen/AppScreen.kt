package chordwork.clockworkred.domain.screen

import chordwork.clockworkred.domain.Settings

enum class Screen { LISTEN, TABS, WRITE, BAND, SETTINGS }

/** The whole app, so that one holder is enough. */
data class AppState(
    val settings: SettingsState,
    val screen: Screen = Screen.LISTEN,
    val listen: ListenState = ListenState(),
    val tabs: TabsState = TabsState(),
    val write: WriteState = WriteState(),
    val band: BandState = BandState(),
) {
    constructor(settings: Settings) : this(SettingsState(settings))
}

sealed interface AppEvent {
    data class Open(val screen: Screen) : AppEvent

    data class OfListen(val event: ListenEvent) : AppEvent

    data class OfTabs(val event: TabsEvent) : AppEvent

    data class OfWrite(val event: WriteEvent) : AppEvent

    data class OfBand(val event: BandEvent) : AppEvent

    data class OfSettings(val event: SettingsEvent) : AppEvent
}

sealed interface AppEffect {
    data class OfListen(val effect: ListenEffect) : AppEffect

    data class OfTabs(val effect: TabsEffect) : AppEffect

    data class OfWrite(val effect: WriteEffect.FindPlan) : AppEffect

    data class OfBand(val effect: BandEffect) : AppEffect

    data class OfSettings(val effect: SettingsEffect) : AppEffect
}

fun AppState.on(event: AppEvent): Next<AppState, AppEffect> =
    when (event) {
        is AppEvent.Open -> open(event.screen)
        is AppEvent.OfListen -> listen.on(event.event).let { Next(copy(listen = it.state), it.effects.map(AppEffect::OfListen)) }
        is AppEvent.OfTabs -> tabs(event.event)
        is AppEvent.OfWrite -> write(event.event)
        is AppEvent.OfBand -> band(event.event)
        is AppEvent.OfSettings -> settings(event.event)
    }

private fun AppState.open(next: Screen): Next<AppState, AppEffect> =
    when (next) {
        Screen.BAND -> copy(screen = next).band(BandEvent.Shown)
        Screen.SETTINGS -> {
            val measured = listen.listening
            stay(copy(screen = next, settings = settings.copy(acks = measured.acks.statistics(), chords = measured.chords.statistics())))
        }
        else -> stay(copy(screen = next))
    }

/** What another app hands over is shown, wherever one was. */
private fun AppState.tabs(event: TabsEvent): Next<AppState, AppEffect> {
    val to = if (event is TabsEvent.Shared || event is TabsEvent.ShareFailed) Screen.TABS else screen
    return tabs.on(event).let { Next(copy(screen = to, tabs = it.state), it.effects.map(AppEffect::OfTabs)) }
}

private fun AppState.band(event: BandEvent) =
    band.on(event).let { Next(copy(band = it.state), it.effects.map(AppEffect::OfBand)) }

private fun AppState.write(event: WriteEvent): Next<AppState, AppEffect> {
    val written = write.on(event)
    var next = Next<AppState, AppEffect>(copy(write = written.state))
    for (effect in written.effects) {
        next =
            when (effect) {
                is WriteEffect.FindPlan -> next.with(AppEffect.OfWrite(effect))
                is WriteEffect.PlayPlan -> {
                    val opened = next.state.open(Screen.BAND)
                    val given = opened.state.band(BandEvent.PlanGiven(effect.plan))
                    Next(given.state, next.effects + opened.effects + given.effects)
                }
            }
    }
    return next
}

private fun AppState.settings(event: SettingsEvent): Next<AppState, AppEffect> {
    val set = settings.on(event)
    // Another instrument has other shapes: the one on the screen is asked for anew with the next chord.
    val same = set.state.settings.instrument == settings.settings.instrument
    val next = copy(settings = set.state, listen = if (same) listen else listen.copy(shape = null, shapeOf = null))
    return Next(next, set.effects.map(AppEffect::OfSettings))
}
