package chordwork.clockworkred.domain.screen

import chordwork.clockworkred.domain.Trouble

/** What an event leads to: the next [state], and [effects] to be carried out by whoever holds the world. */
data class Next<out S, out E>(val state: S, val effects: List<E> = emptyList())

internal fun <S> stay(state: S) = Next<S, Nothing>(state)

internal fun <S, E> Next<S, E>.with(vararg more: E) = Next(state, effects + more)

/** Something that is asked of the server. */
sealed interface Asked<out T> {
    /** Nobody asked yet. */
    data object NotYet : Asked<Nothing>

    /** On its way; [before] is the last answer, to be shown until then. */
    data class Waiting<T>(val before: T? = null) : Asked<T>

    data class Failed<T>(val why: Trouble, val before: T? = null) : Asked<T>

    data class Answered<T>(val value: T) : Asked<T>
}

/** The answer, or the one before it. */
val <T> Asked<T>.value: T?
    get() =
        when (this) {
            Asked.NotYet -> null
            is Asked.Waiting -> before
            is Asked.Failed -> before
            is Asked.Answered -> value
        }
