package chordwork.clockworkred.domain.screen

import chordwork.clockworkred.domain.BackingTrack
import chordwork.clockworkred.domain.ChartSong
import chordwork.clockworkred.domain.Groove
import chordwork.clockworkred.domain.Instrument
import chordwork.clockworkred.domain.Mark
import chordwork.clockworkred.domain.ReadChart
import chordwork.clockworkred.domain.Said
import chordwork.clockworkred.domain.Settings
import chordwork.clockworkred.domain.SharedChart
import chordwork.clockworkred.domain.SongPlan
import chordwork.clockworkred.domain.TabSheet
import chordwork.clockworkred.domain.Trouble
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertIs
import kotlin.test.assertNull
import kotlin.test.assertTrue

class AppScreenTest {
    private val start = AppState(Settings("http://h:1"))
    private val sheet = TabSheet("t", "guitar", listOf("E"), 0, "4/4", 100.0, null, listOf("C"), emptyList(), emptyList(), "C|--")
    private val plan =
        SongPlan("Rain", "rain", "C major", "", 90, "4/4", "pop", 0, emptyList(), emptyList(), emptyList(), "{}")
    private val track = BackingTrack("Rain", "90 bpm", "4/4", 20.0, listOf(Mark("C", 2.0), Mark("G", 4.0)), emptyList(), emptyList())
    private val gone = Trouble("network", "no way")

    private fun AppState.all(vararg events: AppEvent) = events.fold(this) { state, event -> state.on(event).state }

    private fun tabs(event: TabsEvent) = AppEvent.OfTabs(event)

    private fun write(event: WriteEvent) = AppEvent.OfWrite(event)

    private fun band(event: BandEvent) = AppEvent.OfBand(event)

    @Test
    fun `a late answer to an old question is not shown`() {
        val asked = start.all(tabs(TabsEvent.ChordsTyped("C")), tabs(TabsEvent.AskTapped), tabs(TabsEvent.ChordsTyped("G")), tabs(TabsEvent.AskTapped))
        assertEquals(2, asked.tabs.asked)
        assertIs<Asked.Waiting<TabSheet>>(asked.all(tabs(TabsEvent.Found(1, sheet))).tabs.sheet)
        assertIs<Asked.Waiting<TabSheet>>(asked.all(tabs(TabsEvent.Failed(1, gone))).tabs.sheet)
        assertEquals(Asked.Answered(sheet), asked.all(tabs(TabsEvent.Found(2, sheet))).tabs.sheet)
    }

    @Test
    fun `what was there stays while the next is fetched, and when that fails`() {
        val again = start.all(tabs(TabsEvent.ChordsTyped("C")), tabs(TabsEvent.AskTapped), tabs(TabsEvent.Found(1, sheet)), tabs(TabsEvent.AskTapped))
        assertEquals(sheet, again.tabs.sheet.value)
        assertEquals(Asked.Failed(gone, sheet), again.all(tabs(TabsEvent.Failed(2, gone))).tabs.sheet)
    }

    @Test
    fun `nothing is asked for no chords`() {
        assertEquals(emptyList(), start.on(tabs(TabsEvent.AskTapped)).effects)
        assertEquals(emptyList(), start.all(tabs(TabsEvent.ChordsTyped("  "))).on(tabs(TabsEvent.AskTapped)).effects)
    }

    private val shared = SharedChart("a.cho", "C | G".encodeToByteArray())
    private val two = ReadChart(listOf(ChartSong("One", "| C |"), ChartSong("Two", "| G |")), emptyList())

    private fun List<AppEffect>.ofTabs() = map { (it as AppEffect.OfTabs).effect }

    @Test
    fun `what another app hands over is read, and its first song is asked for`() {
        val handed = start.all(AppEvent.Open(Screen.BAND)).on(tabs(TabsEvent.Shared(shared)))
        assertEquals(Screen.TABS, handed.state.screen)
        assertEquals(listOf<TabsEffect>(TabsEffect.ReadShared(1, shared)), handed.effects.ofTabs())
        assertFalse(handed.state.tabs.mayAsk)
        val read = handed.state.on(tabs(TabsEvent.ChartRead(1, two)))
        assertEquals("| C |" to "One", read.state.tabs.chords to read.state.tabs.title)
        assertEquals(listOf<TabsEffect>(TabsEffect.FindTab(2, "| C |", false, "One")), read.effects.ofTabs())
        val second = read.state.on(tabs(TabsEvent.SongChosen(1)))
        assertEquals(listOf<TabsEffect>(TabsEffect.FindTab(3, "| G |", false, "Two")), second.effects.ofTabs())
        assertEquals("", second.state.all(tabs(TabsEvent.ChordsTyped("C"))).tabs.title)
        assertEquals(second.state, second.state.all(tabs(TabsEvent.SongChosen(2))))
    }

    @Test
    fun `a chart that came too late is not shown, and one that failed is read again`() {
        val handed = start.all(tabs(TabsEvent.Shared(shared)), tabs(TabsEvent.Shared(shared)))
        assertIs<Asked.Waiting<ReadChart>>(handed.all(tabs(TabsEvent.ChartRead(1, two))).tabs.chart)
        assertIs<Asked.Waiting<ReadChart>>(handed.all(tabs(TabsEvent.ChartFailed(1, gone))).tabs.chart)
        val failed = handed.all(tabs(TabsEvent.ChartFailed(2, gone)))
        assertEquals(Asked.Failed(gone), failed.tabs.chart)
        assertEquals(listOf<TabsEffect>(TabsEffect.ReadShared(3, shared)), failed.on(tabs(TabsEvent.ReadAgainTapped)).effects.ofTabs())
    }

    @Test
    fun `what cannot be opened is said, and takes no late answer`() {
        val failed = start.all(tabs(TabsEvent.Shared(shared)), tabs(TabsEvent.ShareFailed(SharedChart.TOO_LARGE)))
        assertEquals(Screen.TABS, failed.screen)
        assertEquals(Asked.Failed(SharedChart.TOO_LARGE), failed.tabs.chart)
        assertEquals(failed, failed.all(tabs(TabsEvent.ChartRead(1, two))))
        assertEquals(emptyList(), failed.on(tabs(TabsEvent.ReadAgainTapped)).effects)
    }

    @Test
    fun `a song that cannot be played, or is longer than a tab, asks for none`() {
        for (played in listOf("", "C ".repeat(10_001))) {
            val next = start.all(tabs(TabsEvent.Shared(shared))).on(tabs(TabsEvent.ChartRead(1, ReadChart(listOf(ChartSong("x", played)), emptyList()))))
            assertEquals(emptyList(), next.effects)
            assertEquals("", next.state.tabs.chords)
        }
        assertNull(SharedChart.ofText("  "))
        assertNull(SharedChart.ofText(null))
        assertEquals("irealb://x", SharedChart.ofText("irealb://x")?.bytes?.decodeToString())
    }

    @Test
    fun `a plan written anew keeps what is locked and has another seed`() {
        val planned = start.all(
            write(WriteEvent.ThemeTyped(" rain ")), write(WriteEvent.AskTapped), write(WriteEvent.Found(1, plan)),
            write(WriteEvent.LockTapped("key")), write(WriteEvent.LockTapped("tempo_bpm")), write(WriteEvent.LockTapped("tempo_bpm")),
        )
        assertEquals(WritePage.PLAN, planned.write.page)
        val effect = planned.on(write(WriteEvent.AgainTapped)).effects.single()
        assertEquals(WriteEffect.FindPlan(2, "rain", planned.write.level, 2, plan, setOf("key")), (effect as AppEffect.OfWrite).effect)
    }

    @Test
    fun `there are no steps before there is a plan, and another plan has none done`() {
        assertEquals(WritePage.THEME, start.all(write(WriteEvent.PageChosen(WritePage.STEPS))).write.page)
        val done = start.all(write(WriteEvent.ThemeTyped("rain")), write(WriteEvent.AskTapped), write(WriteEvent.Found(1, plan)), write(WriteEvent.StepTapped(3)))
        assertEquals(setOf(3), done.write.done)
        assertEquals(emptySet(), done.all(write(WriteEvent.AgainTapped), write(WriteEvent.Found(2, plan))).write.done)
    }

    @Test
    fun `a plan is played by the band`() {
        val planned = start.all(write(WriteEvent.ThemeTyped("rain")), write(WriteEvent.AskTapped), write(WriteEvent.Found(1, plan)))
        val next = planned.on(write(WriteEvent.PlayTapped))
        assertEquals(Screen.BAND, next.state.screen)
        val effects = next.effects.map { (it as AppEffect.OfBand).effect }
        assertEquals(listOf(BandEffect.FindGrooves, BandEffect.Render(1, "", plan, null, null, 1)), effects)
    }

    @Test
    fun `the band plays when it is ready, and says what sounds`() {
        val ready = start.all(band(BandEvent.ChordsTyped("C G")), band(BandEvent.AskTapped)).on(band(BandEvent.Rendered(1, track)))
        assertEquals(BandEffect.Play(0.0), (ready.effects.single() as AppEffect.OfBand).effect)
        assertNull(ready.state.band.chordNow)
        val moved = ready.state.all(band(BandEvent.Moved(4.5)))
        assertEquals("G", moved.band.chordNow)
        val paused = moved.all(band(BandEvent.PauseTapped), band(BandEvent.Moved(9.0)))
        assertEquals(4.5, paused.band.positionS)
        assertEquals(0.0, paused.all(band(BandEvent.StopTapped)).band.positionS)
        assertEquals(20.0, paused.all(band(BandEvent.Sought(99.0))).band.positionS)
        assertEquals(0.0, moved.all(band(BandEvent.Finished)).band.positionS)
    }

    @Test
    fun `asking for another track silences the one that plays`() {
        val playing = start.all(band(BandEvent.ChordsTyped("C")), band(BandEvent.AskTapped), band(BandEvent.Rendered(1, track)))
        val effects = playing.on(band(BandEvent.AskTapped)).effects.map { (it as AppEffect.OfBand).effect }
        assertEquals(BandEffect.Stop, effects.first())
        assertEquals(emptyList(), playing.on(band(BandEvent.Rendered(0, track))).effects)
    }

    @Test
    fun `grooves are fetched once, and again after a failure`() {
        val shown = start.on(AppEvent.Open(Screen.BAND))
        assertEquals(1, shown.effects.size)
        assertEquals(0, shown.state.on(AppEvent.Open(Screen.BAND)).effects.size)
        assertEquals(1, shown.state.all(band(BandEvent.GroovesFailed(gone))).on(AppEvent.Open(Screen.BAND)).effects.size)
        assertEquals(0, shown.state.all(band(BandEvent.GroovesFound(listOf(Groove("pop", "Pop", "4/4", 100.0, 4))))).on(AppEvent.Open(Screen.BAND)).effects.size)
    }

    @Test
    fun `an address that is none is not saved`() {
        val typed = start.all(AppEvent.OfSettings(SettingsEvent.UrlTyped("music.example")))
        val refused = typed.on(AppEvent.OfSettings(SettingsEvent.SaveTapped))
        assertTrue(refused.state.settings.urlWrong)
        assertEquals(emptyList(), refused.effects)
        val saved = typed.all(AppEvent.OfSettings(SettingsEvent.UrlTyped(" https://music.example/x "))).on(AppEvent.OfSettings(SettingsEvent.SaveTapped))
        assertEquals("https://music.example/x", saved.state.settings.settings.serverUrl)
        assertEquals(2, saved.effects.size)
        assertFalse(saved.state.settings.changed)
    }

    @Test
    fun `another instrument asks for other shapes`() {
        val heard = start.all(
            AppEvent.OfListen(ListenEvent.Heard(Said.final(0, "C", 0.0, 1.0), 0)),
            AppEvent.OfSettings(SettingsEvent.InstrumentChosen(Instrument.UKULELE)),
        )
        val next = heard.on(AppEvent.OfListen(ListenEvent.Heard(Said.final(1, "C", 1.0, 2.0), 0)))
        assertEquals(AppEffect.OfListen(ListenEffect.FindShape("C")), next.effects.single())
    }

    @Test
    fun `a key that is typed is in no log`() {
        val typed = start.all(AppEvent.OfSettings(SettingsEvent.KeyTyped("hush")))
        assertFalse("hush" in typed.toString())
        assertFalse("hush" in AppEvent.OfSettings(SettingsEvent.KeyTyped("hush")).toString())
    }
}
