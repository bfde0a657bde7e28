package chordwork.clockworkred.ui

import chordwork.clockworkred.domain.BackingTrack
import chordwork.clockworkred.domain.Beats
import chordwork.clockworkred.domain.ChartSong
import chordwork.clockworkred.domain.Chord
import chordwork.clockworkred.domain.ChordSegment
import chordwork.clockworkred.domain.ChordTimeline
import chordwork.clockworkred.domain.Connection
import chordwork.clockworkred.domain.FretShape
import chordwork.clockworkred.domain.Groove
import chordwork.clockworkred.domain.LatencyStatistics
import chordwork.clockworkred.domain.LatencyWindow
import chordwork.clockworkred.domain.Listening
import chordwork.clockworkred.domain.Mark
import chordwork.clockworkred.domain.PlannedChord
import chordwork.clockworkred.domain.ReadChart
import chordwork.clockworkred.domain.ServerEvent
import chordwork.clockworkred.domain.Settings
import chordwork.clockworkred.domain.SharedChart
import chordwork.clockworkred.domain.SongPlan
import chordwork.clockworkred.domain.SongSection
import chordwork.clockworkred.domain.SongStep
import chordwork.clockworkred.domain.Suggestion
import chordwork.clockworkred.domain.TabSheet
import chordwork.clockworkred.domain.Trouble
import chordwork.clockworkred.domain.screen.AppState
import chordwork.clockworkred.domain.screen.Asked
import chordwork.clockworkred.domain.screen.BandState
import chordwork.clockworkred.domain.screen.ListenState
import chordwork.clockworkred.domain.screen.Microphone
import chordwork.clockworkred.domain.screen.Screen
import chordwork.clockworkred.domain.screen.SettingsState
import chordwork.clockworkred.domain.screen.TabView
import chordwork.clockworkred.domain.screen.TabsState
import chordwork.clockworkred.domain.screen.WritePage
import chordwork.clockworkred.domain.screen.WriteState

/** Every screen in every state it can be in. */
internal object Examples {
    private val settings = Settings("http://192.168.1.20:8765")
    private val start = AppState(settings)
    private val unreachable = Trouble("no_server", "nothing answers at 192.168.1.20")

    private val F = FretShape("F", "F", listOf(1, 3, 3, 2, 1, 1), listOf(1, 3, 4, 2, 1, 1))
    private val C = FretShape("C", "C", listOf(null, 3, 2, 0, 1, 0), listOf(0, 3, 2, 0, 1, 0))
    private val Am = FretShape("Am", "Am", listOf(null, 0, 2, 2, 1, 0), listOf(0, 0, 2, 3, 1, 0))
    private val high = FretShape("C#m7b5/G", "C#m7b5/G", listOf(9, 10, 9, 11, 10, null), listOf(1, 2, 1, 4, 3, 0))

    private fun chord(label: String, symbol: String) = Chord(label, symbol, symbol.take(1))

    private val progression = listOf(chord("C", "C"), chord("G", "G"), chord("A:min", "Am"), chord("F:maj7", "Fmaj7"), chord("Bb:7", "Bb7"))

    private fun timeline(count: Int, provisional: Chord? = null): ChordTimeline {
        val finals = List(count) { ChordSegment(it, progression[it % progression.size], it * 2.03, (it + 1) * 2.03, 0.93) }
        val beats = List(count * 4 + 4) { it * 0.5075 }
        return ChordTimeline(
            finals.takeLast(512), provisional?.let { ChordSegment(count, it, count * 2.03, null, 0.61) }, count, Beats(beats.takeLast(256)),
        )
    }

    private val next =
        listOf(
            Suggestion("G:maj", "G", "V", 0.38, "It leans towards home: after it, C sounds like an arrival."),
            Suggestion("A:min", "Am", "vi", 0.21, "The sad neighbour of C, which shares two of its notes."),
            Suggestion("D:min7", "Dm7", "ii7", 0.12, "A soft step away that makes room for G."),
        )

    private val playing =
        Listening(
            connection = Connection.Live("s", false),
            timeline = timeline(6),
            key = ServerEvent.Key("C major", 0, false, 0.9, false, 12.0),
            tempo = ServerEvent.Tempo(118.2, 0.9, 0.2, 12.0),
            tuning = ServerEvent.Tuning(-12.4, 12.0),
            level = ServerEvent.Level(-9.0, -21.0, 0, 0, 12.0),
            suggestions = ServerEvent.Suggestions("C", "C major", next, 12.0),
            heardS = 13.1,
            acks = listOf(38.0, 43.0, 61.0).fold(LatencyWindow(), LatencyWindow::plus),
        )
    private val playingState = ListenState(Microphone.On, playing, C, "C")
    private val longest = chord("F:hdim7/b5", "Fm7b5/Cb")

    private fun listen(state: ListenState) = start.copy(listen = state)

    val listen: Map<String, AppState> =
        linkedMapOf(
            "empty" to listen(ListenState()),
            "denied" to listen(ListenState(Microphone.Denied(forGood = false))),
            "denied-for-good" to listen(ListenState(Microphone.Denied(forGood = true))),
            "connecting" to listen(ListenState(Microphone.On, Listening(connection = Connection.Connecting))),
            "waiting-for-sound" to listen(ListenState(Microphone.On, Listening(connection = Connection.Live("s", false), level = ServerEvent.Level(-54.0, -58.0, 0, 0, 1.0)))),
            "perhaps" to listen(playingState.copy(listening = playing.copy(timeline = timeline(6, chord("G", "G"))))),
            "sure" to listen(playingState),
            "silence" to listen(playingState.copy(listening = playing.copy(timeline = timeline(6, Chord("N", "N.C.", null)), suggestions = null))),
            "reconnecting" to listen(playingState.copy(listening = playing.copy(connection = Connection.Waiting(3, 2400, Trouble("connection_lost", "")), droppedS = 0.4))),
            "refused" to listen(ListenState(Microphone.Off, Listening(connection = Connection.Refused(Trouble("key_unknown", ""))))),
            "microphone-busy" to listen(ListenState(Microphone.Failed(Trouble("BUSY", "")))),
            "too-loud" to
                listen(
                    playingState.copy(
                        clipped = true,
                        hearing = "G",
                        listening =
                            playing.copy(
                                level = ServerEvent.Level(0.0, -6.0, 120, 0, 12.0),
                                warnings = listOf(ServerEvent.Warning("channels_cancel", "left and right are each other's opposite: one was turned over")),
                            ),
                    ),
                ),
            "longest" to
                listen(
                    ListenState(
                        Microphone.On,
                        playing.copy(
                            timeline = timeline(1800, longest),
                            heardS = 1800 * 2.03 + 1.2,
                            key = ServerEvent.Key("F# mixolydian", 6, false, 0.9, false, 12.0),
                            tempo = ServerEvent.Tempo(214.6, 0.9, 0.2, 12.0),
                            tuning = ServerEvent.Tuning(49.6, 12.0),
                            droppedS = 123.4,
                            suggestions =
                                ServerEvent.Suggestions(
                                    "C", "C major",
                                    next + Suggestion("F:hdim7/b5", "Fm7b5/Cb", "#ivø7/bII", 0.04, "A chord that jazz players use to slide down a half step, because two of its notes lead where the ear wants to go, and the other two lie still."),
                                    12.0,
                                ),
                        ),
                        high,
                        "C#m7b5/G",
                    ),
                ),
        )

    private val sheet =
        TabSheet(
            "Evening", "guitar", listOf("E2", "A2", "D3", "G3", "B3", "E4"), 0, "4/4", 100.0, "C major", listOf("C", "Am", "F", "C"),
            listOf(C, Am, F, C), emptyList(),
            "Evening\n\n   C               Am\ne|-0---0---0---0-|-0---0---0---0-|\nB|-1---1---1---1-|-1---1---1---1-|\nG|-0---0---0---0-|-2---2---2---2-|\n" +
                "D|-2---2---2---2-|-2---2---2---2-|\nA|-3---3---3---3-|-0---0---0---0-|\nE|---------------|---------------|",
        )
    private val longSheet =
        sheet.copy(
            title = "A very long evening on which nobody wanted to go home, and then nobody did",
            capo = 3,
            chords = List(60) { listOf("C#m7b5/G", "Am", "F", "C")[it % 4] },
            shapes = List(14) { listOf(high.copy(shape = "C#m7b5/G"), F, Am, C)[it % 4].let { shape -> shape.copy(symbol = "${shape.symbol}$it", frets = shape.frets.map { fret -> fret?.let { f -> if (f > 0) f + it / 4 else f } }) } },
            notes = listOf("Two chords have no shape without a mute: the lowest string is left out."),
        )

    private fun tabs(state: TabsState) = start.copy(screen = Screen.TABS, tabs = state)

    private val asked = TabsState("C Am F C", asked = 1)
    private val chart = SharedChart("evening.cho", ByteArray(0))
    private val evening = ChartSong("Evening", "| C | Am | F | C |")

    val tabs: Map<String, AppState> =
        linkedMapOf(
            "empty" to tabs(TabsState()),
            "loading" to tabs(asked.copy(sheet = Asked.Waiting())),
            "offline" to tabs(asked.copy(sheet = Asked.Failed(unreachable))),
            "not-understood" to tabs(asked.copy(chords = "C Q7", sheet = Asked.Failed(Trouble("chord_symbol", "'Q7' is no chord: write for example m7, maj9, sus4"), sheet))),
            "diagrams" to tabs(asked.copy(sheet = Asked.Answered(sheet))),
            "tab" to tabs(asked.copy(sheet = Asked.Answered(sheet), view = TabView.TAB)),
            "shared" to tabs(TabsState(asked = 1, shared = chart, chart = Asked.Waiting())),
            "share-offline" to tabs(TabsState(asked = 1, shared = chart, chart = Asked.Failed(unreachable))),
            "share-empty" to tabs(TabsState(asked = 1, chart = Asked.Failed(SharedChart.UNREADABLE))),
            "shared-song" to tabs(asked.copy(chords = evening.played, shared = chart, chart = Asked.Answered(ReadChart(listOf(evening), emptyList())), sheet = Asked.Answered(sheet))),
            "shared-playlist" to
                tabs(
                    asked.copy(
                        chords = evening.played,
                        shared = chart,
                        chart =
                            Asked.Answered(
                                ReadChart(
                                    listOf(evening) + List(30) { ChartSong(if (it == 4) "" else "Another song of the evening, no. $it", "C") },
                                    listOf("a coda sign without a second one: left out"),
                                ),
                            ),
                        sheet = Asked.Waiting(),
                    ),
                ),
            "shared-unplayable" to tabs(TabsState(asked = 1, shared = chart, chart = Asked.Answered(ReadChart(listOf(evening.copy(played = "")), emptyList())))),
            "longest" to tabs(asked.copy(chords = "C#m7b5/G | Am F | C ".repeat(12), easyCapo = true, sheet = Asked.Answered(longSheet))),
        )

    private val plan =
        SongPlan(
            "Walking home", "walking home through the rain", "A minor", "Minor keys sound like rain: the third is a little lower.", 84, "4/4", "folk", 0,
            listOf("Intro", "Verse 1", "Chorus", "Verse 2", "Chorus", "Bridge", "Chorus"),
            listOf(
                SongSection("verse", "Verse", listOf("Am", "F", "C", "G").map { PlannedChord(it, 1.0, "i", "") }, "Four chords that turn in a circle, as steps do."),
                SongSection("chorus", "Chorus", listOf("F", "C", "G", "Am").map { PlannedChord(it, 1.0, "VI", "") }, "The same chords, begun where the light is."),
                SongSection("bridge", "Bridge", listOf("Dm7", "E7", "Bbmaj7", "E7").map { PlannedChord(it, 0.5, "iv", "") }, "Something new, so that the last chorus is news."),
            ),
            listOf(
                SongStep(1, "Hear it", "Let the band play the verse twice, and hum whatever comes.", 5),
                SongStep(2, "Learn the shapes", "Am, F, C and G: change between them slowly, four beats each.", 15),
                SongStep(3, "Write the first line", "Say what you see on the way home, in eight syllables.", 10),
            ),
            "{}",
        )
    private val longPlan =
        plan.copy(
            title = "The song about everything that ever happened between the harbour and the last tram",
            sections = List(9) { plan.sections[it % 3].copy(name = "s$it", title = "${plan.sections[it % 3].title} with a long name $it", chords = List(16) { at -> PlannedChord(listOf("Fm7b5/Cb", "Bbmaj7", "E7", "Am")[at % 4], 1.0, "", "") }) },
            steps = List(14) { plan.steps[it % 3].copy(number = it + 1, text = plan.steps[it % 3].text.repeat(3)) },
        )

    private fun write(state: WriteState) = start.copy(screen = Screen.WRITE, write = state)

    private val themed = WriteState(theme = "walking home through the rain", asked = 1)

    val write: Map<String, AppState> =
        linkedMapOf(
            "empty" to write(WriteState()),
            "loading" to write(themed.copy(plan = Asked.Waiting())),
            "offline" to write(themed.copy(plan = Asked.Failed(unreachable))),
            "plan" to write(themed.copy(page = WritePage.PLAN, plan = Asked.Answered(plan), locks = setOf("key", "sections.chorus.chords"))),
            "again" to write(themed.copy(page = WritePage.PLAN, plan = Asked.Waiting(plan), locks = setOf("key"))),
            "steps" to write(themed.copy(page = WritePage.STEPS, plan = Asked.Answered(plan), done = setOf(1))),
            "longest" to write(themed.copy(page = WritePage.PLAN, theme = themed.theme.repeat(20), plan = Asked.Answered(longPlan))),
            "longest-steps" to write(themed.copy(page = WritePage.STEPS, plan = Asked.Answered(longPlan), done = setOf(1, 2))),
        )

    private val grooves =
        listOf("Pop", "Rock", "Ballad", "Bossa nova", "Swing", "Waltz", "Shuffle", "Reggae", "Funk", "Five, jazz").map { Groove(it.lowercase(), it, "4/4", 100.0, 4) }
    private val track =
        BackingTrack(
            "Walking home", "84 bpm", "4/4", 192.0, listOf(Mark("Am", 0.0), Mark("Fmaj7", 60.0), Mark("C/G", 70.0)), listOf(Mark("Verse 1", 0.0), Mark("Chorus", 60.0)),
            listOf("The groove has no bridge of its own: the verse is played."),
        )

    private fun band(state: BandState) = start.copy(screen = Screen.BAND, band = state)

    private val ready = BandState("Am F C G", grooves = Asked.Answered(grooves), groove = "bossa nova")

    val band: Map<String, AppState> =
        linkedMapOf(
            "empty" to band(BandState(grooves = Asked.Answered(grooves))),
            "grooves-offline" to band(BandState(grooves = Asked.Failed(unreachable))),
            "loading" to band(ready.copy(track = Asked.Waiting())),
            "offline" to band(ready.copy(track = Asked.Failed(Trouble("engine_full", "")))),
            "playing" to band(ready.copy(track = Asked.Answered(track), playing = true, positionS = 63.4, tempoBpm = 84)),
            "paused" to band(ready.copy(track = Asked.Answered(track), positionS = 63.4)),
            "plan" to band(ready.copy(plan = plan, track = Asked.Answered(track), positionS = 3.0)),
            "longest" to
                band(
                    ready.copy(
                        chords = "Fm7b5/Cb | Bbmaj7 E7 | ".repeat(20),
                        grooves = Asked.Answered(List(40) { grooves[it % grooves.size].copy(name = "g$it", title = "${grooves[it % grooves.size].title} no. $it") }),
                        track = Asked.Answered(track.copy(title = longPlan.title, chords = listOf(Mark("Fm7b5/Cb", 0.0)), seconds = 3000.0)),
                        positionS = 2345.0,
                        repeats = 12,
                    ),
                ),
        )

    private fun settings(state: SettingsState) = start.copy(screen = Screen.SETTINGS, settings = state)

    private val set = SettingsState(settings.copy(serverKey = "a-secret"), acks = LatencyStatistics(256, 43.2, 71.9, 183.0), chords = LatencyStatistics(256, 8.4, 21.7, 44.1))

    val settingsScreen: Map<String, AppState> =
        linkedMapOf(
            "empty" to settings(SettingsState(settings)),
            "wrong-address" to settings(SettingsState(settings, url = "music.example", urlWrong = true)),
            "checking" to settings(set.copy(check = Asked.Waiting())),
            "offline" to settings(set.copy(check = Asked.Failed(unreachable))),
            "full" to settings(set.copy(check = Asked.Answered("chordwork/0.1"))),
            "longest" to
                settings(
                    SettingsState(
                        settings.copy(serverUrl = "https://music.a-very-long-name-of-a-host.example.org:8765/below/a/path/that/goes/on", serverKey = "k".repeat(120)),
                        acks = LatencyStatistics(256, 12_345.6, 23_456.7, 99_999.0),
                        check = Asked.Failed(Trouble("http_500", "the server has a problem (HTTP 500); try again later, or ask who runs it, with the id 0b8e81e5a09673fa")),
                    ),
                ),
        )

    val all: Map<String, Map<String, AppState>> =
        linkedMapOf("listen" to listen, "tabs" to tabs, "write" to write, "band" to band, "settings" to settingsScreen)
}
