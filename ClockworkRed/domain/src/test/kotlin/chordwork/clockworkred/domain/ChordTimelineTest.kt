package chordwork.clockworkred.domain

import kotlin.random.Random
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertNull
import kotlin.test.assertSame
import kotlin.test.assertTrue

class ChordTimelineTest {
    @Test
    fun `a provisional chord is replaced, and gone when it has become final`() {
        val guessed = ChordTimeline().hear(Said.provisional("C", 0.0)).hear(Said.provisional("G", 0.0))
        assertEquals("G", guessed.current?.chord?.symbol)
        val sure = guessed.hear(Said.final(0, "G", 0.0, 2.0))
        assertNull(sure.provisional)
        assertEquals(listOf("G"), sure.finals.map { it.chord.symbol })
    }

    @Test
    fun `a provisional chord that follows the final stays`() {
        val timeline = ChordTimeline().hear(Said.provisional("F", 2.0)).hear(Said.final(0, "C", 0.0, 2.0))
        assertEquals("F", timeline.current?.chord?.symbol)
        assertEquals(1, timeline.provisional?.index)
    }

    @Test
    fun `finals said again after a lost connection count once`() {
        val before = ChordTimeline().hear(Said.final(0, "C", 0.0, 2.0)).hear(Said.final(1, "G", 2.0, 4.0))
        assertSame(before, before.hear(Said.final(0, "C", 0.0, 2.0)))
        assertEquals(2, before.hear(Said.final(1, "G", 2.0, 4.0)).finals.size)
    }

    @Test
    fun `hours need no more memory than the capacity`() {
        var timeline = ChordTimeline(capacity = 8, beats = Beats(capacity = 16))
        repeat(10_000) {
            timeline = timeline.hear(Said.final(it, "C", it.toDouble(), it + 1.0)).hear(Said.beat(it + 0.5))
        }
        assertEquals((9_992..9_999).toList(), timeline.finals.map { it.index })
        assertEquals(16, timeline.beats.timesS.size)
        assertEquals(10_000, timeline.nextIndex)
    }

    @Test
    fun `borders near a beat are shown on it, others where they were`() {
        var timeline = ChordTimeline()
        for (beat in listOf(1.0, 1.5, 2.0)) timeline = timeline.hear(Said.beat(beat))
        timeline = timeline.hear(Said.final(0, "C", 1.04, 1.75)).hear(Said.provisional("G", 1.93))
        assertEquals(listOf(1.0 to 1.75, 2.0 to null), timeline.snapped().map { it.startS to it.endS })
    }

    @Test
    fun `snapping keeps every segment, in order, with a length`() {
        val random = Random(7)
        repeat(200) {
            var timeline = ChordTimeline()
            var beat = 0.0
            repeat(40) { timeline = timeline.hear(Said.beat(beat)); beat += random.nextDouble(0.2, 0.7) }
            var startS = 0.0
            repeat(30) { index ->
                val endS = startS + random.nextDouble(0.02, 1.0)
                timeline = timeline.hear(Said.final(index, "C", startS, endS))
                startS = endS
            }
            val shown = timeline.snapped()
            assertEquals(timeline.finals.map { it.index }, shown.map { it.index })
            assertTrue(shown.all { checkNotNull(it.endS) > it.startS })
            assertTrue(shown.zipWithNext().all { (one, other) -> one.startS <= other.startS }, "$shown")
        }
    }
}
