package chordwork.clockworkred.domain.screen

import chordwork.clockworkred.domain.Level
import chordwork.clockworkred.domain.SongPlan
import chordwork.clockworkred.domain.Trouble

/** The three pages of the wizard. */
enum class WritePage { THEME, PLAN, STEPS }

/** From a theme to a plan to its steps. [locks] are paths in the plan that stay when it is written anew; [done] numbers of steps. */
data class WriteState(
    val page: WritePage = WritePage.THEME,
    val theme: String = "",
    val level: Level = Level.BEGINNER,
    val plan: Asked<SongPlan> = Asked.NotYet,
    val locks: Set<String> = emptySet(),
    val done: Set<Int> = emptySet(),
    val asked: Int = 0,
) {
    val mayAsk: Boolean
        get() = theme.isNotBlank() && plan !is Asked.Waiting
}

sealed interface WriteEvent {
    data class ThemeTyped(val text: String) : WriteEvent

    data class LevelChosen(val level: Level) : WriteEvent

    /** A new plan for the theme. */
    data object AskTapped : WriteEvent

    /** The plan again, with all but what is locked written anew. */
    data object AgainTapped : WriteEvent

    data class LockTapped(val path: String) : WriteEvent

    data class PageChosen(val page: WritePage) : WriteEvent

    data class StepTapped(val number: Int) : WriteEvent

    data object PlayTapped : WriteEvent

    data class Found(val asked: Int, val plan: SongPlan) : WriteEvent

    data class Failed(val asked: Int, val why: Trouble) : WriteEvent
}

sealed interface WriteEffect {
    /** A plan is asked of `/instructions`; [instead] is the one to be changed, of which [keep] stays. */
    data class FindPlan(
        val asked: Int,
        val theme: String,
        val level: Level,
        val seed: Long,
        val instead: SongPlan?,
        val keep: Set<String>,
    ) : WriteEffect

    /** To the band, with the whole plan. */
    data class PlayPlan(val plan: SongPlan) : WriteEffect
}

fun WriteState.on(event: WriteEvent): Next<WriteState, WriteEffect> =
    when (event) {
        is WriteEvent.ThemeTyped -> stay(copy(theme = event.text.take(MAX_THEME)))
        is WriteEvent.LevelChosen -> stay(copy(level = event.level))
        WriteEvent.AskTapped -> if (mayAsk) copy(locks = emptySet()).ask(instead = null) else stay(this)
        WriteEvent.AgainTapped -> plan.value.let { if (it == null || plan is Asked.Waiting) stay(this) else ask(it) }
        is WriteEvent.LockTapped -> stay(copy(locks = if (event.path in locks) locks - event.path else locks + event.path))
        is WriteEvent.PageChosen -> stay(if (event.page == WritePage.THEME || plan.value != null) copy(page = event.page) else this)
        is WriteEvent.StepTapped -> stay(copy(done = if (event.number in done) done - event.number else done + event.number))
        WriteEvent.PlayTapped -> Next(this, listOfNotNull(plan.value).map(WriteEffect::PlayPlan))
        is WriteEvent.Found ->
            // Another plan has other steps.
            stay(if (event.asked == asked) copy(plan = Asked.Answered(event.plan), page = WritePage.PLAN, done = emptySet()) else this)
        is WriteEvent.Failed -> stay(if (event.asked == asked) copy(plan = Asked.Failed(event.why, plan.value)) else this)
    }

private fun WriteState.ask(instead: SongPlan?): Next<WriteState, WriteEffect> {
    val next = copy(asked = asked + 1, plan = Asked.Waiting(plan.value))
    val find = WriteEffect.FindPlan(next.asked, theme.trim(), level, next.asked.toLong(), instead, if (instead == null) emptySet() else locks)
    return Next(next, listOf(find))
}

private const val MAX_THEME = 2000
