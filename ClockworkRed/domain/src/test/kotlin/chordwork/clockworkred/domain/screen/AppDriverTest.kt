package chordwork.clockworkred.domain.screen

import chordwork.clockworkred.domain.AudioSource
import chordwork.clockworkred.domain.AudioSourceException
import chordwork.clockworkred.domain.BandRecording
import chordwork.clockworkred.domain.BandRequest
import chordwork.clockworkred.domain.ChartSong
import chordwork.clockworkred.domain.ChordServer
import chordwork.clockworkred.domain.ChordSound
import chordwork.clockworkred.domain.Connection
import chordwork.clockworkred.domain.FretShape
import chordwork.clockworkred.domain.Groove
import chordwork.clockworkred.domain.InstrumentOffer
import chordwork.clockworkred.domain.PcmBuffer
import chordwork.clockworkred.domain.PcmFormat
import chordwork.clockworkred.domain.PlannedChord
import chordwork.clockworkred.domain.ReadChart
import chordwork.clockworkred.domain.Said
import chordwork.clockworkred.domain.ServerEvent
import chordwork.clockworkred.domain.ServerException
import chordwork.clockworkred.domain.SessionChange
import chordwork.clockworkred.domain.SessionNews
import chordwork.clockworkred.domain.SessionRequest
import chordwork.clockworkred.domain.Settings
import chordwork.clockworkred.domain.SettingsStore
import chordwork.clockworkred.domain.SharedChart
import chordwork.clockworkred.domain.SongPlan
import chordwork.clockworkred.domain.SongRequest
import chordwork.clockworkred.domain.SongSection
import chordwork.clockworkred.domain.SongServer
import chordwork.clockworkred.domain.Suggestion
import chordwork.clockworkred.domain.TabRequest
import chordwork.clockworkred.domain.TabSheet
import chordwork.clockworkred.domain.Trouble
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.emptyFlow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertIs
import kotlin.test.assertTrue

@OptIn(ExperimentalCoroutinesApi::class)
class AppDriverTest {
    private class Pretended : World, SongServer, Player, AudioSource {
        var news: Flow<SessionNews> = emptyFlow()
        var open = 0
        var asked = 0
        var refuse: Trouble? = null
        val sent = mutableListOf<Any>()
        val said = mutableListOf<String>()
        var at: Double? = 0.0

        override val store =
            object : SettingsStore {
                override val settings = MutableStateFlow(Settings("http://h:1"))

                override suspend fun update(change: (Settings) -> Settings) {
                    settings.value = change(settings.value)
                }
            }
        override val player = this
        override val format = PcmFormat()

        override fun capture(): Flow<PcmBuffer> = emptyFlow()

        override fun chords(settings: Settings) =
            object : ChordServer {
                override fun listen(request: SessionRequest, source: AudioSource, changes: Flow<SessionChange>) =
                    flow {
                        open++
                        try {
                            news.collect { emit(it) }
                        } finally {
                            open--
                        }
                    }
            }

        override fun songs(settings: Settings) = this

        override fun microphone() = this

        override fun askPermission() {
            asked++
        }

        override fun openAppSettings() = Unit

        private fun <T> answer(question: Any, value: T): T {
            sent += question
            refuse?.let { throw ServerException(it) }
            return value
        }

        override suspend fun tabs(request: TabRequest) =
            answer(
                request,
                TabSheet("", "guitar", emptyList(), 0, "4/4", 100.0, null, listOf(request.chords), listOf(FretShape(request.chords, "C", listOf(0), listOf(0))), emptyList(), ""),
            )

        override suspend fun suggest(chords: List<String>, key: String?, limit: Int): List<Suggestion> = emptyList()

        override suspend fun instructions(request: SongRequest) = answer(request, plan)

        override suspend fun accompaniment(request: BandRequest) = answer(request, BandRecording(ByteArray(4), "audio/ogg", listOf("loud")))

        override suspend fun charts(chart: SharedChart) = answer(chart.name, ReadChart(listOf(ChartSong("Rain", "| C | G |")), emptyList()))

        override suspend fun instruments() = answer("instruments", listOf(InstrumentOffer("guitar", "Guitar", emptyList(), 12, emptyList())))

        override suspend fun grooves() = answer("grooves", listOf(Groove("pop", "Pop", "4/4", 100.0, 4)))

        override suspend fun play(samples: ShortArray, sampleRateHz: Int) {
            said += "sound"
        }

        override suspend fun load(file: ByteArray, mediaType: String) = 12.0

        override fun resume(fromS: Double) {
            said += "from $fromS"
        }

        override fun pause() {
            said += "pause"
        }

        override fun stop() {
            said += "stop"
        }

        override fun positionS() = at
    }

    private fun driven(test: suspend TestScope.(Pretended, AppDriver) -> Unit) =
        runTest {
            val world = Pretended()
            test(world, AppDriver(backgroundScope, world))
        }

    private fun AppDriver.listen(vararg events: ListenEvent) = events.forEach { dispatch(AppEvent.OfListen(it)) }

    private val start = arrayOf(ListenEvent.StartTapped, ListenEvent.PermissionAnswered(granted = true, mayAskAgain = true))

    @Test
    fun `what the server says is shown, and stop closes the session`() = driven { world, driver ->
        val heard = listOf(Said.ready(false), Said.final(0, "C", 0.0, 1.0)).map { SessionNews.Heard(it, 0) }
        world.news = flow { heard.forEach { emit(it) }; awaitCancellation() }
        driver.listen(*start)
        runCurrent()
        assertEquals(1, world.asked)
        assertEquals(1, world.open)
        assertEquals("C", driver.state.value.listen.listening.timeline.current?.chord?.symbol)
        assertEquals("C", driver.state.value.listen.shape?.symbol)
        driver.listen(ListenEvent.StopTapped)
        runCurrent()
        assertEquals(0, world.open)
    }

    @Test
    fun `a microphone that fails is said, and can be tried again`() = driven { world, driver ->
        world.news = flow { throw AudioSourceException(AudioSourceException.Code.BUSY, "taken") }
        driver.listen(*start)
        runCurrent()
        assertEquals(Microphone.Failed(Trouble("BUSY", "taken")), driver.state.value.listen.microphone)
        world.news = flow { emit(SessionNews.Stands(Connection.Connecting)); awaitCancellation() }
        driver.listen(*start)
        runCurrent()
        assertTrue(driver.state.value.listen.capturing)
        assertEquals(1, world.open)
    }

    @Test
    fun `a server that refuses is said on the screen that asked`() = driven { world, driver ->
        world.refuse = Trouble("no_server", "gone")
        driver.dispatch(AppEvent.OfTabs(TabsEvent.ChordsTyped("C")))
        driver.dispatch(AppEvent.OfTabs(TabsEvent.AskTapped))
        driver.dispatch(AppEvent.Open(Screen.BAND))
        runCurrent()
        assertEquals(Asked.Failed(Trouble("no_server", "gone"), null), driver.state.value.tabs.sheet)
        assertIs<Asked.Failed<List<Groove>>>(driver.state.value.band.grooves)
    }

    @Test
    fun `a shared chart is read by the server, and becomes a tab under its title`() = driven { world, driver ->
        driver.dispatch(AppEvent.OfTabs(TabsEvent.Shared(SharedChart("rain.cho", ByteArray(3)))))
        runCurrent()
        assertEquals(listOf("rain.cho", TabRequest("| C | G |", title = "Rain")), world.sent)
        assertEquals(listOf("| C | G |"), driver.state.value.tabs.sheet.value?.chords)
        world.refuse = Trouble("unknown_chart", "no chart")
        driver.dispatch(AppEvent.OfTabs(TabsEvent.Shared(SharedChart("", ByteArray(3)))))
        runCurrent()
        assertEquals(Asked.Failed(Trouble("unknown_chart", "no chart")), driver.state.value.tabs.chart)
    }

    @Test
    fun `a plan is changed by sending it back with what is locked`() = driven { world, driver ->
        for (event in listOf(WriteEvent.ThemeTyped("rain"), WriteEvent.AskTapped)) driver.dispatch(AppEvent.OfWrite(event))
        runCurrent()
        for (event in listOf(WriteEvent.LockTapped("sections.verse.chords"), WriteEvent.AgainTapped)) driver.dispatch(AppEvent.OfWrite(event))
        runCurrent()
        val (first, second) = world.sent.map { it as SongRequest }
        assertEquals("rain", first.theme)
        assertEquals(mapOf("sections.verse.chords" to "C | G Am | F | F"), second.locked)
        assertEquals(plan, second.plan)
        assertFalse(first.seed == second.seed)
    }

    @Test
    fun `the band is loaded, plays, says where it is, and ends`() = driven { world, driver ->
        fun band(event: BandEvent) = driver.dispatch(AppEvent.OfBand(event))
        band(BandEvent.ChordsTyped("C G"))
        band(BandEvent.AskTapped)
        runCurrent()
        assertEquals(listOf("from 0.0"), world.said)
        assertEquals(12.0, driver.state.value.band.track.value?.seconds)
        world.at = 3.5
        testScheduler.advanceTimeBy(150)
        runCurrent()
        assertEquals(3.5, driver.state.value.band.positionS)
        band(BandEvent.PauseTapped)
        assertEquals("pause", world.said.last())
        band(BandEvent.PlayTapped)
        assertEquals("from 3.5", world.said.last())
        world.at = null
        testScheduler.advanceTimeBy(150)
        runCurrent()
        assertFalse(driver.state.value.band.playing)
    }

    @Test
    fun `a suggestion is heard`() = driven { world, driver ->
        val next = listOf(Suggestion("G:7", "G7", "V7", 0.5, "home"))
        driver.listen(ListenEvent.Heard(ServerEvent.Suggestions("C", "C major", next, 1.0), 0), ListenEvent.SuggestionTapped("G7"))
        assertEquals("G7", driver.state.value.listen.hearing)
        runCurrent()
        assertEquals(listOf("sound"), world.said)
        assertEquals(null, driver.state.value.listen.hearing)
    }

    @Test
    fun `settings are kept`() = driven { world, driver ->
        driver.dispatch(AppEvent.OfSettings(SettingsEvent.UrlTyped("https://music.example")))
        driver.dispatch(AppEvent.OfSettings(SettingsEvent.SaveTapped))
        runCurrent()
        assertEquals("https://music.example", world.store.settings.value.serverUrl)
        assertEquals(Asked.Answered("Guitar"), driver.state.value.settings.check)
    }

    @Test
    fun `a chord sounds as it is written`() {
        assertEquals(listOf(43, 67, 71, 62, 65), ChordSound.keys("G:7"))
        assertEquals(listOf(46, 70, 61, 65), ChordSound.keys("Bb:min/b3"))
        assertEquals(emptyList(), ChordSound.keys("N"))
        val pcm = ChordSound.pcm("C", 0.2)
        assertEquals(8820, pcm.size)
        assertTrue(pcm.any { it > 10_000 })
        assertEquals(0, pcm.last())
    }

    private companion object {
        val plan =
            SongPlan(
                "Rain", "rain", "C major", "", 90, "4/4", "pop", 0, emptyList(),
                listOf(SongSection("verse", "Verse", listOf("C" to 1.0, "G" to 0.5, "Am" to 0.5, "F" to 2.0).map { (symbol, bars) -> PlannedChord(symbol, bars, "", "") }, "")),
                emptyList(), "{}",
            )
    }
}
