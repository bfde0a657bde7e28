package chordwork.clockworkred.domain

/**
 * A chord diagram, ready to be drawn: columns 0 … [strings] − 1 from left to right, rows 1 … [rows] from the nut down.
 * [firstFret] is what row 1 is; above 1 there is no nut but a number.
 */
data class ChordDiagram(
    val strings: Int,
    val rows: Int,
    val firstFret: Int,
    val open: List<Int>,
    val muted: List<Int>,
    val dots: List<Dot>,
    val bars: List<Bar>,
) {
    /** A fingertip; [finger] 0 where none is told. */
    data class Dot(val column: Int, val row: Int, val finger: Int)

    /** A finger laid over columns [left] … [right]. */
    data class Bar(val left: Int, val right: Int, val row: Int, val finger: Int)

    companion object {
        /** Shapes within the first four frets are drawn from the nut. */
        private const val ROWS = 4

        /** For people who fret with the right hand the picture is mirrored: their bass string is at the right. */
        fun of(shape: FretShape, frettingHand: Hand): ChordDiagram {
            val last = shape.frets.lastIndex
            fun column(string: Int) = if (frettingHand == Hand.RIGHT) last - string else string
            val fretted = shape.frets.filterNotNull().filter { it > 0 }
            val highest = fretted.maxOrNull() ?: 0
            val first = if (highest <= ROWS) 1 else fretted.min()
            fun strings(wanted: (Int?) -> Boolean) = shape.frets.indices.filter { wanted(shape.frets[it]) }.map(::column).sorted()

            // A finger on more than one string of a fret is laid over all between.
            val bars =
                shape.frets.indices.filter { (shape.frets[it] ?: 0) > 0 && shape.fingers[it] > 0 }
                    .groupBy { shape.frets[it]!! to shape.fingers[it] }
                    .filterValues { it.size > 1 }
                    .map { (pressed, under) ->
                        val ends = listOf(column(under.first()), column(under.last()))
                        Bar(ends.min(), ends.max(), pressed.first - first + 1, pressed.second)
                    }
            val dots =
                shape.frets.indices.filter { (shape.frets[it] ?: 0) > 0 }.map { string ->
                    Dot(column(string), shape.frets[string]!! - first + 1, shape.fingers[string])
                }
            return ChordDiagram(
                strings = shape.frets.size,
                rows = maxOf(ROWS, highest - first + 1),
                firstFret = first,
                open = strings { it == 0 },
                muted = strings { it == null },
                // What lies under a barre needs no dot of its own.
                dots = dots.filter { dot -> bars.none { dot.row == it.row && dot.column in it.left..it.right } }.sortedBy { it.column },
                bars = bars,
            )
        }
    }
}
