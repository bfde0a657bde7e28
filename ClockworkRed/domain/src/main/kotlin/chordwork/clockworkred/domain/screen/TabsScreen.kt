package chordwork.clockworkred.domain.screen

import chordwork.clockworkred.domain.ReadChart
import chordwork.clockworkred.domain.SharedChart
import chordwork.clockworkred.domain.TabSheet
import chordwork.clockworkred.domain.Trouble

/** The two ways to look at a tab. */
enum class TabView { DIAGRAMS, TAB }

/**
 * Chords in, tab and diagrams out. [asked] numbers the questions, so that a late answer to an old one is known. [shared] is what
 * another app handed over, [chart] what the server read in it, [song] which one of its songs the chords are from.
 */
data class TabsState(
    val chords: String = "",
    val easyCapo: Boolean = false,
    val view: TabView = TabView.DIAGRAMS,
    val sheet: Asked<TabSheet> = Asked.NotYet,
    val asked: Int = 0,
    val shared: SharedChart? = null,
    val chart: Asked<ReadChart> = Asked.NotYet,
    val song: Int = 0,
) {
    val mayAsk: Boolean
        get() = chords.isNotBlank() && sheet !is Asked.Waiting && chart !is Asked.Waiting

    /** Of the song whose chords these are; empty where somebody typed. */
    val title: String
        get() = chart.value?.songs?.getOrNull(song)?.takeIf { it.played == chords }?.title.orEmpty()
}

sealed interface TabsEvent {
    data class ChordsTyped(val text: String) : TabsEvent

    data class EasyCapoChosen(val easy: Boolean) : TabsEvent

    data class ViewChosen(val view: TabView) : TabsEvent

    data object AskTapped : TabsEvent

    data class Found(val asked: Int, val sheet: TabSheet) : TabsEvent

    data class Failed(val asked: Int, val why: Trouble) : TabsEvent

    /** Another app handed a chart over. */
    data class Shared(val chart: SharedChart) : TabsEvent

    /** Another app wanted to, and nothing came of it. */
    data class ShareFailed(val why: Trouble) : TabsEvent

    data object ReadAgainTapped : TabsEvent

    data class ChartRead(val asked: Int, val chart: ReadChart) : TabsEvent

    data class ChartFailed(val asked: Int, val why: Trouble) : TabsEvent

    /** One of several of a chart, from 0. */
    data class SongChosen(val song: Int) : TabsEvent
}

sealed interface TabsEffect {
    /** Ask `/tabs`; instrument, hand and notation are those of the settings. */
    data class FindTab(val asked: Int, val chords: String, val easyCapo: Boolean, val title: String = "") : TabsEffect

    /** Ask `/charts` what stands in it. */
    data class ReadShared(val asked: Int, val chart: SharedChart) : TabsEffect
}

fun TabsState.on(event: TabsEvent): Next<TabsState, TabsEffect> =
    when (event) {
        is TabsEvent.ChordsTyped -> stay(copy(chords = event.text.take(MAX_CHORDS)))
        is TabsEvent.EasyCapoChosen -> copy(easyCapo = event.easy).let { if (it.sheet == Asked.NotYet) stay(it) else it.ask() }
        is TabsEvent.ViewChosen -> stay(copy(view = event.view))
        TabsEvent.AskTapped -> ask()
        is TabsEvent.Found -> stay(if (event.asked == asked) copy(sheet = Asked.Answered(event.sheet)) else this)
        is TabsEvent.Failed -> stay(if (event.asked == asked) copy(sheet = Asked.Failed(event.why, sheet.value)) else this)
        is TabsEvent.Shared -> read(event.chart)
        // What is asked for now is no longer wanted: its answer would stand below the trouble of another song.
        is TabsEvent.ShareFailed -> stay(copy(asked = asked + 1, shared = null, chart = Asked.Failed(event.why), sheet = Asked.NotYet))
        TabsEvent.ReadAgainTapped -> shared?.let { read(it) } ?: stay(this)
        is TabsEvent.ChartRead -> if (event.asked == asked) copy(chart = Asked.Answered(event.chart)).choose(0) else stay(this)
        is TabsEvent.ChartFailed -> stay(if (event.asked == asked) copy(chart = Asked.Failed(event.why)) else this)
        is TabsEvent.SongChosen -> choose(event.song)
    }

private fun TabsState.read(chart: SharedChart): Next<TabsState, TabsEffect> {
    val next = copy(asked = asked + 1, shared = chart, chart = Asked.Waiting(), song = 0, sheet = Asked.NotYet)
    return Next(next, listOf(TabsEffect.ReadShared(next.asked, chart)))
}

/** The chords of a song, and at once its tab; a song that cannot be played, or is longer than a tab, is left to be read. */
private fun TabsState.choose(song: Int): Next<TabsState, TabsEffect> {
    val chosen = chart.value?.songs?.getOrNull(song) ?: return stay(this)
    val next = copy(song = song, chords = chosen.played.takeIf { it.length <= MAX_CHORDS }.orEmpty(), sheet = Asked.NotYet)
    return next.ask()
}

private fun TabsState.ask(): Next<TabsState, TabsEffect> {
    if (chords.isBlank()) return stay(this)
    val next = copy(asked = asked + 1, sheet = Asked.Waiting(sheet.value))
    return Next(next, listOf(TabsEffect.FindTab(next.asked, chords.trim(), easyCapo, title)))
}

/** As many letters as `/tabs` takes. */
private const val MAX_CHORDS = 20_000
