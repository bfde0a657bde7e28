package chordwork.clockworkred.domain

import kotlin.test.Test
import kotlin.test.assertEquals

class NamesTest {
    private val words =
        ChordWords(
            mapOf("maj" to "", "min7" to "minor seven", "hdim7" to "half-diminished"), "sharp", "flat", "%1\$s over %2\$s", "no chord", "unknown",
        )

    @Test
    fun `symbols are written as songbooks of the country do`() {
        val german = listOf("B" to "H", "Bb" to "B", "Bbm7/F#" to "Bm7/Fis", "Eb6/9" to "Es6/9", "Ab" to "As", "Abb" to "Ases", "Db" to "Des", "Bbb" to "Heses", "N.C." to "N.C.", "?" to "?")
        for ((symbol, written) in german) assertEquals(written, NoteNames.write(symbol, Notation.GERMAN))
        assertEquals("Si♭7/La", NoteNames.write("Bb7/A", Notation.SOLFEGE))
        assertEquals("F♯m7♭5/C♭", NoteNames.write("F#m7b5/Cb", Notation.ENGLISH))
        assertEquals("B♭7/A", NoteNames.write("B♭7/A", Notation.ENGLISH))
        assertEquals("Es major", NoteNames.write("E♭ major", Notation.GERMAN))
    }

    @Test
    fun `a chord is said in words`() {
        assertEquals("A minor seven over C", words.say(Chord("A:min7/b3", "Am7/C", "C"), Notation.ENGLISH))
        assertEquals("B flat", words.say(Chord("Bb:maj", "Bb", "Bb"), Notation.ENGLISH))
        assertEquals("F sharp half-diminished", words.say(Chord("F#:hdim7", "F#m7b5", "F#"), Notation.ENGLISH))
        assertEquals("H", words.say(Chord("B", "B", "B"), Notation.GERMAN))
        assertEquals("no chord", words.say(Chord("N", "N.C.", null), Notation.ENGLISH))
    }

    @Test
    fun `beats are counted on when the first of them are forgotten`() {
        val beats = (1..20).fold(Beats(capacity = 4)) { beats, at -> beats + at.toDouble() }
        assertEquals(19, beats.countTo(19.5))
        assertEquals(4, beats.timesS.size)
    }

    @Test
    fun `what can be seen of a timeline is found, and no more`() {
        val segments = List(3600) { ChordSegment(it, Said.chord("C"), it.toDouble(), it + 1.0, 1.0) } +
            ChordSegment(3600, Said.chord("G"), 3600.0, null, 1.0)
        assertEquals((3590..3600).toList(), segments.between(3590.5, 3601.0).map { it.index })
        assertEquals(listOf(0, 1), segments.between(-5.0, 2.0).map { it.index })
        assertEquals(emptyList(), segments.between(-5.0, 0.0))
        assertEquals(listOf(3600), segments.between(9000.0, 9001.0).map { it.index })
        assertEquals(listOf(2.0, 3.0), Beats(listOf(1.0, 2.0, 3.0, 4.0)).between(1.5, 3.0))
    }
}
