package chordwork.clockworkred.ui

import chordwork.clockworkred.domain.ChordWords
import chordwork.clockworkred.domain.FretShape
import chordwork.clockworkred.domain.NoteNames
import chordwork.clockworkred.domain.Notation
import java.util.Locale
import kotlin.math.roundToInt

/**
 * Everything the screens say, in one language. [text] gives the string of a name in `strings.xml`: the app asks its resources, the
 * desktop reads the same file. All are fetched at once, so that one that is missing is known at the start.
 */
class Strings(private val locale: Locale, text: (name: String) -> String) {
    val listen = text("listen")
    val tabs = text("tabs")
    val write = text("write")
    val band = text("band")
    val settings = text("settings")
    val listenStart = text("listen_start")
    val listenStop = text("listen_stop")
    val listenNothing = text("listen_nothing")
    val listenNoChord = text("listen_no_chord")
    val deniedTitle = text("denied_title")
    val deniedText = text("denied_text")
    val deniedForGood = text("denied_for_good")
    val openAppSettings = text("open_app_settings")
    val allow = text("allow")
    val microphoneTitle = text("microphone_title")
    val again = text("again")
    val reconnecting = text("reconnecting")
    val refused = text("refused")
    val ended = text("ended")
    val connecting = text("connecting")
    val live = text("live")
    val clippedTitle = text("clipped_title")
    val clippedText = text("clipped_text")
    val understood = text("understood")
    val warningTitle = text("warning_title")
    val key = text("key")
    val tempo = text("tempo")
    val tuning = text("tuning")
    val suggestionsTitle = text("suggestions_title")
    val suggestionsEmpty = text("suggestions_empty")
    val hear = text("hear")
    val timelineToNow = text("timeline_to_now")
    val chords = text("chords")
    val chordsHint = text("chords_hint")
    val easyCapo = text("easy_capo")
    val makeTab = text("make_tab")
    val tabsEmptyTitle = text("tabs_empty_title")
    val tabsEmptyText = text("tabs_empty_text")
    val readingChart = text("reading_chart")
    val chartFailed = text("chart_failed")
    val notPlayable = text("not_playable")
    val notPlayableText = text("not_playable_text")
    val waiting = text("waiting")
    val failed = text("failed")
    val view = text("view")
    val diagrams = text("diagrams")
    val tab = text("tab")
    val page = text("page")
    val pageTheme = text("page_theme")
    val pagePlan = text("page_plan")
    val pageSteps = text("page_steps")
    val theme = text("theme")
    val themeHint = text("theme_hint")
    val yourLevel = text("your_level")
    val beginner = text("beginner")
    val intermediate = text("intermediate")
    val advanced = text("advanced")
    val makePlan = text("make_plan")
    val writeEmptyTitle = text("write_empty_title")
    val writeEmptyText = text("write_empty_text")
    val playPlan = text("play_plan")
    val anotherPlan = text("another_plan")
    val locked = text("locked")
    val unlocked = text("unlocked")
    val bandEmptyTitle = text("band_empty_title")
    val bandEmptyText = text("band_empty_text")
    val rendering = text("rendering")
    val groove = text("groove")
    val groovesFailed = text("grooves_failed")
    val ownTempo = text("own_tempo")
    val fewer = text("fewer")
    val more = text("more")
    val makeBand = text("make_band")
    val position = text("position")
    val play = text("play")
    val pause = text("pause")
    val stop = text("stop")
    val wholePlanText = text("whole_plan_text")
    val playChordsInstead = text("play_chords_instead")
    val server = text("server")
    val serverUrl = text("server_url")
    val serverUrlWrong = text("server_url_wrong")
    val serverKey = text("server_key")
    val serverKeyHint = text("server_key_hint")
    val save = text("save")
    val check = text("check")
    val checking = text("checking")
    val notReached = text("not_reached")
    val reached = text("reached")
    val you = text("you")
    val instrument = text("instrument")
    val hand = text("hand")
    val handLeft = text("hand_left")
    val handRight = text("hand_right")
    val notation = text("notation")
    val english = text("english")
    val german = text("german")
    val solfege = text("solfege")
    val appearance = text("appearance")
    val asSystem = text("as_system")
    val light = text("light")
    val dark = text("dark")
    val latency = text("latency")
    val latencyAcks = text("latency_acks")
    val latencyChords = text("latency_chords")
    val notMeasured = text("not_measured")
    val median = text("median")
    val p95 = text("p95")
    val worst = text("worst")
    val privacy = text("privacy")
    val privacyText = text("privacy_text")

    /** What an instrument is called; its own name where it is none of ours. */
    private val instruments = listOf("guitar", "ukulele", "banjo", "mandolin").associateWith { text("instrument_$it") }

    fun instrument(id: String): String = instruments[id] ?: id

    private val certainForm = text("certain")
    private val perhapsForm = text("perhaps")
    private val nextTryForm = text("next_try")
    private val millisecondsForm = text("milliseconds")
    private val lostForm = text("lost")
    private val bpmForm = text("bpm")
    private val centsForm = text("cents")
    private val tunedForm = text("tuned")
    private val tunedUnknownForm = text("tuned_unknown")
    private val levelDescribedForm = text("level_described")
    private val levelClippedForm = text("level_clipped")
    private val suggestedForm = text("suggested")
    private val percentForm = text("percent")
    private val lastChordsForm = text("last_chords")
    private val lastChordsNoneForm = text("last_chords_none")
    private val songsForm = text("songs")
    private val songNumberForm = text("song_number")
    private val capoForm = text("capo")
    private val tabOfForm = text("tab_of")
    private val lockForm = text("lock")
    private val stepsDoneForm = text("steps_done")
    private val minutesForm = text("minutes")
    private val repeatsForm = text("repeats")
    private val wholePlanForm = text("whole_plan")
    private val diagramDescribedForm = text("diagram_described")
    private val stringMutedForm = text("string_muted")
    private val stringOpenForm = text("string_open")
    private val stringFretForm = text("string_fret")
    private val stringFingerForm = text("string_finger")
    private val keyMajorForm = text("key_major")
    private val keyMinorForm = text("key_minor")

    fun certain(confidence: Double) = say(certainForm, hundredths(confidence))

    fun perhaps(confidence: Double) = say(perhapsForm, hundredths(confidence))

    fun percent(share: Double) = say(percentForm, hundredths(share))

    fun nextTry(inMs: Long, number: Int) = say(nextTryForm, decimal(inMs / 1000.0), number)

    fun milliseconds(ms: Double) = say(millisecondsForm, if (ms < 10) decimal(ms) else whole(ms))

    fun lost(seconds: Double) = say(lostForm, decimal(seconds))

    fun bpm(bpm: Double) = say(bpmForm, bpm.roundToInt())

    fun cents(cents: Double?) = if (cents == null) "–" else say(centsForm, signed(cents))

    fun tuned(cents: Double?) = if (cents == null) tunedUnknownForm else say(tunedForm, signed(cents))

    fun level(dbfs: Double, clipped: Boolean) = say(if (clipped) levelClippedForm else levelDescribedForm, dbfs.roundToInt())

    fun suggested(chord: String, probability: Double) = say(suggestedForm, chord, hundredths(probability))

    fun lastChords(chords: String) = if (chords.isEmpty()) lastChordsNoneForm else say(lastChordsForm, chords)

    fun songs(count: Int) = say(songsForm, count)

    fun songNumber(number: Int) = say(songNumberForm, number)

    fun capo(fret: Int) = say(capoForm, fret)

    fun tabOf(title: String) = say(tabOfForm, title).trim()

    fun lock(what: String) = say(lockForm, what)

    fun stepsDone(done: Int, of: Int) = say(stepsDoneForm, done, of)

    fun minutes(minutes: Int) = say(minutesForm, minutes)

    fun repeats(times: Int) = say(repeatsForm, times)

    fun wholePlan(title: String) = say(wholePlanForm, title)

    /** Minutes and seconds. */
    fun clock(seconds: Double): String = String.format(locale, "%d:%02d", seconds.toInt() / 60, seconds.toInt() % 60)

    /** A key as the server names it, `Eb major`. */
    fun keyName(key: String, notation: Notation): String {
        val tonic = NoteNames.write(key.substringBefore(' '), notation)
        return when (val mode = key.substringAfter(' ', "")) {
            "major" -> say(keyMajorForm, tonic)
            "minor" -> say(keyMinorForm, tonic)
            else -> "$tonic $mode".trim()
        }
    }

    /** A shape, string by string. */
    fun described(shape: FretShape, name: String): String =
        say(
            diagramDescribedForm,
            name,
            shape.frets.mapIndexed { string, fret ->
                when {
                    fret == null -> stringMutedForm
                    fret == 0 -> stringOpenForm
                    shape.fingers[string] > 0 -> say(stringFingerForm, fret, shape.fingers[string])
                    else -> say(stringFretForm, fret)
                }
            }.joinToString(),
        )

    val chordWords: ChordWords =
        ChordWords(
            ChordWords.QUALITIES.associateWith { text("chord_$it") },
            text("chord_sharp"),
            text("chord_flat"),
            text("chord_over"),
            text("chord_none"),
            text("chord_unknown"),
        )

    private val troubles: Map<String, String> = TROUBLES.flatMap { (name, codes) -> codes.map { it to text("trouble_$name") } }.toMap()

    /** What a [code] means, null where the message that came with it has to do. */
    fun trouble(code: String): String? = troubles[code]

    private fun say(form: String, vararg values: Any): String = String.format(locale, form, *values)

    private fun hundredths(share: Double) = (share * 100).roundToInt()

    private fun whole(number: Double) = String.format(locale, "%.0f", number)

    private fun decimal(number: Double) = String.format(locale, "%.1f", number)

    private fun signed(number: Double) = number.roundToInt().let { if (it == 0) "0" else String.format(locale, "%+d", it).replace('-', '−') }

    private companion object {
        val TROUBLES =
            mapOf(
                "unreachable" to listOf("unknown_host", "no_server", "connection_lost"),
                "slow" to listOf("timeout"),
                "key" to listOf("key_missing", "key_unknown"),
                "full" to listOf("engine_full", "engine_overloaded", "too_many_connections", "busy"),
                "cleartext" to listOf("cleartext_refused"),
                "not_trusted" to listOf("not_trusted"),
                "no_chordwork" to listOf("no_chordwork"),
                "microphone_busy" to listOf("BUSY"),
                "no_chart" to listOf("unknown_chart"),
                "chart_too_large" to listOf("chart_too_large", "body_too_big"),
                "chart_unreadable" to listOf("chart_unreadable"),
            )
    }
}
