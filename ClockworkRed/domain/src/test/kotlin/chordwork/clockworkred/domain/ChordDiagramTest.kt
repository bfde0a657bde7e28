package chordwork.clockworkred.domain

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertNotNull

class ChordDiagramTest {
    private val shapes = ServerShapes.read()

    @Test
    fun `a barre chord is a bar and the dots beside it`() {
        val diagram = ChordDiagram.of(shapes.getValue("guitar F"), Hand.LEFT)
        assertEquals(listOf(ChordDiagram.Bar(0, 5, 1, 1)), diagram.bars)
        assertEquals(listOf(1 to 3, 2 to 3, 3 to 2), diagram.dots.map { it.column to it.row })
        assertEquals(1, diagram.firstFret)
        assertEquals(emptyList(), diagram.open + diagram.muted)
    }

    @Test
    fun `open and muted strings are marked above the nut`() {
        val diagram = ChordDiagram.of(shapes.getValue("guitar D"), Hand.LEFT)
        assertEquals(listOf(0, 1), diagram.muted)
        assertEquals(listOf(2), diagram.open)
        assertEquals(setOf(3 to 2, 4 to 3, 5 to 2), diagram.dots.map { it.column to it.row }.toSet())
    }

    @Test
    fun `the other hand sees the mirror of it`() {
        for (shape in shapes.values) {
            val left = ChordDiagram.of(shape, Hand.LEFT)
            val right = ChordDiagram.of(shape, Hand.RIGHT)
            val last = left.strings - 1
            assertEquals(left.open.map { last - it }.sorted(), right.open)
            assertEquals(left.muted.map { last - it }.sorted(), right.muted)
            assertEquals(left.dots.map { it.copy(column = last - it.column) }.toSet(), right.dots.toSet())
            assertEquals(left.bars.map { it.copy(left = last - it.right, right = last - it.left) }, right.bars)
        }
    }

    @Test
    fun `every string of every shape of the server is drawn, at its fret and with its finger`() {
        for ((name, shape) in shapes) {
            val diagram = ChordDiagram.of(shape, Hand.LEFT)
            shape.frets.forEachIndexed { string, fret ->
                when (fret) {
                    null -> assert(string in diagram.muted) { name }
                    0 -> assert(string in diagram.open) { name }
                    else -> {
                        val row = fret - diagram.firstFret + 1
                        assert(row in 1..diagram.rows) { "$name: row $row of ${diagram.rows}" }
                        val dot = diagram.dots.find { it.column == string && it.row == row }
                        val finger = dot?.finger ?: assertNotNull(diagram.bars.find { string in it.left..it.right && it.row == row }, name).finger
                        assertEquals(shape.fingers[string], finger, "$name, string $string")
                    }
                }
            }
        }
    }

    @Test
    fun `barres are where the server says they are`() {
        for ((name, shape) in shapes) {
            val diagram = ChordDiagram.of(shape, Hand.LEFT)
            val drawn = diagram.bars.map { "${it.row + diagram.firstFret - 1}-${it.left}-${it.right}" }
            assertEquals(ServerShapes.barres(name), drawn, name)
        }
    }

    @Test
    fun `a shape high up says at which fret it begins`() {
        val high = FretShape("D♭", "D♭", listOf(9, 11, 11, 10, 9, 9), listOf(1, 3, 4, 2, 1, 1))
        val diagram = ChordDiagram.of(high, Hand.LEFT)
        assertEquals(9, diagram.firstFret)
        assertEquals(4, diagram.rows)
        assertEquals(1, diagram.bars.single().row)
    }
}

/** Shapes as `/tabs` gives them, kept in a text file; a Python test holds that file against the server. */
internal object ServerShapes {
    private val lines =
        checkNotNull(javaClass.getResourceAsStream("/shapes.txt")).bufferedReader().readLines()
            .filter { it.isNotBlank() && it[0] != '#' }
            .map { line -> line.split(";").map(String::trim) }

    /** By instrument and chord. */
    fun read(): Map<String, FretShape> =
        lines.associate { (instrument, symbol, frets, fingers) ->
            "$instrument $symbol" to
                FretShape(symbol, symbol, frets.split(" ").map { it.toIntOrNull() }, fingers.split(" ").map(String::toInt))
        }

    /** As fret, lowest and highest string. */
    fun barres(name: String): List<String> =
        lines.single { "${it[0]} ${it[1]}" == name }[4].split(" ").filter(String::isNotEmpty)
}
