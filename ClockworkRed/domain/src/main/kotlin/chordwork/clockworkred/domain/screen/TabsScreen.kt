package chordwork.clockworkred.domain.screen

import chordwork.clockworkred.domain.TabSheet
import chordwork.clockworkred.domain.Trouble

/** The two ways to look at a tab. */
enum class TabView { DIAGRAMS, TAB }

/** Chords in, tab and diagrams out. [asked] numbers the questions, so that a late answer to an old one is known. */
data class TabsState(
    val chords: String = "",
    val easyCapo: Boolean = false,
    val view: TabView = TabView.DIAGRAMS,
    val sheet: Asked<TabSheet> = Asked.NotYet,
    val asked: Int = 0,
) {
    val mayAsk: Boolean
        get() = chords.isNotBlank() && sheet !is Asked.Waiting
}

sealed interface TabsEvent {
    data class ChordsTyped(val text: String) : TabsEvent

    data class EasyCapoChosen(val easy: Boolean) : TabsEvent

    data class ViewChosen(val view: TabView) : TabsEvent

    data object AskTapped : TabsEvent

    data class Found(val asked: Int, val sheet: TabSheet) : TabsEvent

    data class Failed(val asked: Int, val why: Trouble) : TabsEvent
}

/** Ask `/tabs`; instrument, hand and notation are those of the settings. */
data class FindTab(val asked: Int, val chords: String, val easyCapo: Boolean)

fun TabsState.on(event: TabsEvent): Next<TabsState, FindTab> =
    when (event) {
        is TabsEvent.ChordsTyped -> stay(copy(chords = event.text.take(MAX_CHORDS)))
        is TabsEvent.EasyCapoChosen -> copy(easyCapo = event.easy).let { if (it.sheet == Asked.NotYet) stay(it) else it.ask() }
        is TabsEvent.ViewChosen -> stay(copy(view = event.view))
        TabsEvent.AskTapped -> ask()
        is TabsEvent.Found -> stay(if (event.asked == asked) copy(sheet = Asked.Answered(event.sheet)) else this)
        is TabsEvent.Failed -> stay(if (event.asked == asked) copy(sheet = Asked.Failed(event.why, sheet.value)) else this)
    }

private fun TabsState.ask(): Next<TabsState, FindTab> {
    if (chords.isBlank()) return stay(this)
    val next = copy(asked = asked + 1, sheet = Asked.Waiting(sheet.value))
    return Next(next, listOf(FindTab(next.asked, chords.trim(), easyCapo)))
}

private const val MAX_CHORDS = 4000
