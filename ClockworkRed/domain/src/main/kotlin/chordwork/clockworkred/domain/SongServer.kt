package chordwork.clockworkred.domain

/** What the server answers to single questions. Each call fails with [ServerException], and can be cancelled. */
interface SongServer {
    suspend fun tabs(request: TabRequest): TabSheet

    /** What could follow [chords], likeliest first, at most [limit] 1 … 20 of them. */
    suspend fun suggest(chords: List<String>, key: String? = null, limit: Int = 5): List<Suggestion>

    suspend fun instructions(request: SongRequest): SongPlan

    suspend fun accompaniment(request: BandRequest): BandRecording

    /** The songs of a chart in any format. */
    suspend fun charts(chart: SharedChart): ReadChart

    suspend fun instruments(): List<InstrumentOffer>

    suspend fun grooves(): List<Groove>
}

/**
 * The server refused, or was not reached: [trouble] has a code for programs and a message that says what can be done.
 * [status] of HTTP is null if there was no answer; [retryAfterS] is how long the server asked to wait.
 */
class ServerException(
    val trouble: Trouble,
    val status: Int? = null,
    val retryAfterS: Double? = null,
    cause: Throwable? = null,
) : Exception(trouble.message, cause)

enum class Level { BEGINNER, INTERMEDIATE, ADVANCED }

/** [chords] as they are typed: `C | G Am | F`. [capo] null: where it is easy. */
data class TabRequest(
    val chords: String,
    val instrument: String = Instrument.GUITAR.id,
    val level: Level = Level.INTERMEDIATE,
    val capo: Int? = 0,
    val leftHanded: Boolean = false,
    val transpose: Int = 0,
    val title: String? = null,
)

/** A way to hold a chord: a fret for each string from the bass side, null where it is not played; fingers 0 … 4, 0 for none. */
data class FretShape(val symbol: String, val shape: String, val frets: List<Int?>, val fingers: List<Int>)

data class TabSheet(
    val title: String,
    val instrument: String,
    val tuning: List<String>,
    val capo: Int,
    val metre: String,
    val tempoBpm: Double,
    val key: String?,
    val chords: List<String>,
    val shapes: List<FretShape>,
    val notes: List<String>,
    val text: String,
)

/** [theme] in any language. [plan] is one to be changed; then what is in [locked] (`sections.verse.chords` to `G | D`) is set and stays. */
data class SongRequest(
    val theme: String? = null,
    val instrument: String? = null,
    val level: Level? = null,
    val genre: String? = null,
    val mood: Mood? = null,
    val key: String? = null,
    val seed: Long? = null,
    val locked: Map<String, String> = emptyMap(),
    val plan: SongPlan? = null,
) {
    init {
        require(theme != null || plan != null) { "a song needs a theme, or a plan that is to be changed" }
    }
}

data class PlannedChord(val symbol: String, val bars: Double, val roman: String, val why: String)

data class SongSection(val name: String, val title: String, val chords: List<PlannedChord>, val why: String)

data class SongStep(val number: Int, val title: String, val text: String, val minutes: Int)

/** [document] is the plan as the server wrote it; whoever sends a plan back sends that, and looks not into it. */
data class SongPlan(
    val title: String,
    val theme: String,
    val key: String,
    val keyWhy: String,
    val tempoBpm: Int,
    val metre: String,
    val groove: String,
    val capo: Int,
    val form: List<String>,
    val sections: List<SongSection>,
    val steps: List<SongStep>,
    val document: String,
)

/** Of [chords], or of a whole [plan]. What is null is the groove's or the plan's own. */
data class BandRequest(
    val chords: String? = null,
    val plan: SongPlan? = null,
    val groove: String? = null,
    val tempoBpm: Double? = null,
    val repeats: Int = 1,
    val form: BandForm = BandForm.OGG,
) {
    init {
        require((chords == null) != (plan == null)) { "a band plays chords or a plan, and not both" }
    }
}

enum class BandForm { WAV, MP3, OGG, OPUS, MIDI }

/** Sound, or MIDI, as a file of [mediaType]; [remarks] are the server's. */
class BandRecording(val file: ByteArray, val mediaType: String, val remarks: List<String>)

/** [name] is for requests, [title] for people. */
data class InstrumentOffer(
    val name: String,
    val title: String,
    val tuning: List<String>,
    val frets: Int,
    val tunings: List<String>,
)

data class Groove(val name: String, val title: String, val metre: String, val tempoBpm: Double, val beatsABar: Int)
