package chordwork.clockworkred.domain

/** A name and when it begins. */
data class Mark(val text: String, val atS: Double)

/** What a backing band plays: [tempo] says what the tempo counts, [seconds] leaves out what rings on. */
data class BackingTrack(
    val title: String,
    val tempo: String,
    val metre: String,
    val seconds: Double,
    val chords: List<Mark>,
    val sections: List<Mark>,
    val remarks: List<String>,
)
