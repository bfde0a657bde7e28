package chordwork.clockworkred.domain.screen

import chordwork.clockworkred.domain.BackingTrack
import chordwork.clockworkred.domain.Groove
import chordwork.clockworkred.domain.SongPlan
import chordwork.clockworkred.domain.Trouble

/**
 * A band for the chords, or for [plan] in their place. [tempoBpm] null is the groove's own. [positionS] is where [track] plays,
 * or will go on. A change of what is asked for does not touch what plays.
 */
data class BandState(
    val chords: String = "",
    val plan: SongPlan? = null,
    val grooves: Asked<List<Groove>> = Asked.NotYet,
    val groove: String? = null,
    val tempoBpm: Int? = null,
    val repeats: Int = 2,
    val track: Asked<BackingTrack> = Asked.NotYet,
    val playing: Boolean = false,
    val positionS: Double = 0.0,
    val asked: Int = 0,
) {
    val mayAsk: Boolean
        get() = (plan != null || chords.isNotBlank()) && track !is Asked.Waiting

    /** What sounds at [positionS]; null before the first chord. */
    val chordNow: String?
        get() = track.value?.chords?.lastOrNull { it.atS <= positionS }?.text

    val sectionNow: String?
        get() = track.value?.sections?.lastOrNull { it.atS <= positionS }?.text
}

sealed interface BandEvent {
    /** The screen is shown. */
    data object Shown : BandEvent

    data class ChordsTyped(val text: String) : BandEvent

    data class PlanGiven(val plan: SongPlan) : BandEvent

    data object PlanDropped : BandEvent

    data class GroovesFound(val grooves: List<Groove>) : BandEvent

    data class GroovesFailed(val why: Trouble) : BandEvent

    data class GrooveChosen(val name: String) : BandEvent

    data class TempoChosen(val bpm: Int?) : BandEvent

    data class RepeatsChosen(val times: Int) : BandEvent

    data object AskTapped : BandEvent

    data class Rendered(val asked: Int, val track: BackingTrack) : BandEvent

    data class Failed(val asked: Int, val why: Trouble) : BandEvent

    data object PlayTapped : BandEvent

    data object PauseTapped : BandEvent

    data object StopTapped : BandEvent

    data class Sought(val toS: Double) : BandEvent

    /** The player says where it is. */
    data class Moved(val toS: Double) : BandEvent

    data object Finished : BandEvent
}

sealed interface BandEffect {
    data object FindGrooves : BandEffect

    data class Render(
        val asked: Int,
        val chords: String,
        val plan: SongPlan?,
        val groove: String?,
        val tempoBpm: Int?,
        val repeats: Int,
    ) : BandEffect

    data class Play(val fromS: Double) : BandEffect

    data object Pause : BandEffect

    data object Stop : BandEffect
}

fun BandState.on(event: BandEvent): Next<BandState, BandEffect> =
    when (event) {
        BandEvent.Shown ->
            if (grooves is Asked.Waiting || grooves is Asked.Answered) stay(this)
            else Next(copy(grooves = Asked.Waiting()), listOf(BandEffect.FindGrooves))
        is BandEvent.ChordsTyped -> stay(copy(chords = event.text.take(MAX_CHORDS)))
        is BandEvent.PlanGiven -> copy(plan = event.plan, groove = null, tempoBpm = null, repeats = 1).ask()
        BandEvent.PlanDropped -> stay(copy(plan = null))
        is BandEvent.GroovesFound -> stay(copy(grooves = Asked.Answered(event.grooves)))
        is BandEvent.GroovesFailed -> stay(copy(grooves = Asked.Failed(event.why)))
        is BandEvent.GrooveChosen -> stay(copy(groove = event.name))
        is BandEvent.TempoChosen -> stay(copy(tempoBpm = event.bpm?.coerceIn(TEMPI_BPM)))
        is BandEvent.RepeatsChosen -> stay(copy(repeats = event.times.coerceIn(REPEATS)))
        BandEvent.AskTapped -> if (mayAsk) ask() else stay(this)
        is BandEvent.Rendered ->
            if (event.asked != asked) stay(this)
            else Next(copy(track = Asked.Answered(event.track), playing = true, positionS = 0.0), listOf(BandEffect.Play(0.0)))
        is BandEvent.Failed -> stay(if (event.asked == asked) copy(track = Asked.Failed(event.why, track.value)) else this)
        else -> played(event)
    }

private fun BandState.played(event: BandEvent): Next<BandState, BandEffect> {
    val track = track.value ?: return stay(this)
    return when (event) {
        BandEvent.PlayTapped -> if (playing) stay(this) else Next(copy(playing = true), listOf(BandEffect.Play(positionS)))
        BandEvent.PauseTapped -> if (playing) Next(copy(playing = false), listOf(BandEffect.Pause)) else stay(this)
        BandEvent.StopTapped -> Next(copy(playing = false, positionS = 0.0), listOf(BandEffect.Stop))
        is BandEvent.Sought -> {
            val to = event.toS.coerceIn(0.0, track.seconds)
            Next(copy(positionS = to), if (playing) listOf(BandEffect.Play(to)) else emptyList())
        }
        is BandEvent.Moved -> stay(if (playing) copy(positionS = event.toS.coerceIn(0.0, track.seconds)) else this)
        BandEvent.Finished -> stay(copy(playing = false, positionS = 0.0))
        else -> stay(this)
    }
}

private fun BandState.ask(): Next<BandState, BandEffect> {
    val next = copy(asked = asked + 1, track = Asked.Waiting(track.value), playing = false)
    val render = BandEffect.Render(next.asked, chords.trim(), plan, groove, tempoBpm, repeats)
    return Next(next, if (playing) listOf(BandEffect.Stop, render) else listOf(render))
}

/** Felt beats a minute, as `/accompaniment` takes them; below and above nobody plays along. */
val TEMPI_BPM = 40..240

/** Sound is rendered up to five minutes long: more of them the server would refuse. */
val REPEATS = 1..12

private const val MAX_CHORDS = 4000
