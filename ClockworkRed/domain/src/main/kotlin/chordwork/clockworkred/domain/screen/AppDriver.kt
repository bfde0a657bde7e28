package chordwork.clockworkred.domain.screen

import chordwork.clockworkred.domain.AudioSource
import chordwork.clockworkred.domain.AudioSourceException
import chordwork.clockworkred.domain.BackingTrack
import chordwork.clockworkred.domain.BandForm
import chordwork.clockworkred.domain.BandRequest
import chordwork.clockworkred.domain.ChordServer
import chordwork.clockworkred.domain.ChordSound
import chordwork.clockworkred.domain.Hand
import chordwork.clockworkred.domain.ServerException
import chordwork.clockworkred.domain.SessionNews
import chordwork.clockworkred.domain.SessionRequest
import chordwork.clockworkred.domain.Settings
import chordwork.clockworkred.domain.SettingsStore
import chordwork.clockworkred.domain.SongPlan
import chordwork.clockworkred.domain.SongRequest
import chordwork.clockworkred.domain.SongServer
import chordwork.clockworkred.domain.TabRequest
import chordwork.clockworkred.domain.Trouble
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch

/** What is outside the app. */
interface World {
    val store: SettingsStore

    val player: Player

    /** What [player] can load. */
    val bandForm: BandForm
        get() = BandForm.OGG

    fun chords(settings: Settings): ChordServer

    fun songs(settings: Settings): SongServer

    fun microphone(): AudioSource

    /** The answer comes as [ListenEvent.PermissionAnswered]. */
    fun askPermission()

    fun openAppSettings()
}

/** Sound out. One thing is played at a time. */
interface Player {
    /** Plays 16-bit mono to its end. */
    suspend fun play(samples: ShortArray, sampleRateHz: Int)

    /** Makes a file ready; its length in seconds. */
    suspend fun load(file: ByteArray, mediaType: String): Double

    fun resume(fromS: Double)

    fun pause()

    fun stop()

    /** Where the loaded file plays, null when it is at its end. */
    fun positionS(): Double?
}

/**
 * Holds the app's state, and carries out what follows from events. Everything runs in [scope], whose dispatcher has one thread
 * (Android's main one), and ends with it.
 */
class AppDriver(private val scope: CoroutineScope, private val world: World) {
    private val states = MutableStateFlow(AppState(world.store.settings.value))
    val state: StateFlow<AppState> = states.asStateFlow()

    private val settings get() = state.value.settings.settings
    private var listening: Job? = null
    private var watching: Job? = null
    private var sounding: Job? = null

    fun dispatch(event: AppEvent) {
        val next = states.value.on(event)
        states.update { next.state }
        next.effects.forEach(::carryOut)
    }

    private fun carryOut(effect: AppEffect) {
        when (effect) {
            is AppEffect.OfListen -> listen(effect.effect)
            is AppEffect.OfTabs -> tabs(effect.effect)
            is AppEffect.OfWrite -> write(effect.effect)
            is AppEffect.OfBand -> band(effect.effect)
            is AppEffect.OfSettings -> settings(effect.effect)
        }
    }

    private fun listen(effect: ListenEffect) {
        fun say(event: ListenEvent) = dispatch(AppEvent.OfListen(event))
        when (effect) {
            ListenEffect.AskPermission -> world.askPermission()
            ListenEffect.OpenAppSettings -> world.openAppSettings()
            ListenEffect.StartCapture -> {
                listening?.cancel()
                listening = scope.launch { hear() }
            }
            ListenEffect.StopCapture -> listening?.cancel()
            is ListenEffect.FindShape ->
                ask({ say(ListenEvent.ShapeFound(effect.symbol, null)) }) {
                    val sheet = world.songs(settings).tabs(TabRequest(effect.symbol, settings.instrument.id))
                    say(ListenEvent.ShapeFound(effect.symbol, sheet.shapes.firstOrNull()))
                }
            is ListenEffect.PlayChord -> {
                val label = state.value.listen.listening.suggestions?.next?.find { it.symbol == effect.symbol }?.label ?: return
                sounding?.cancel()
                sounding =
                    scope.launch {
                        world.player.play(ChordSound.pcm(label), ChordSound.SAMPLE_RATE_HZ)
                        say(ListenEvent.SuggestionPlayed(effect.symbol))
                    }
            }
        }
    }

    private suspend fun hear() {
        fun say(event: ListenEvent) = dispatch(AppEvent.OfListen(event))
        val source = world.microphone()
        try {
            world.chords(settings).listen(SessionRequest(source.format, taste = settings.taste), source).collect { news ->
                when (news) {
                    is SessionNews.Heard -> say(ListenEvent.Heard(news.event, news.atUs))
                    is SessionNews.Stands -> say(ListenEvent.Connected(news.connection))
                    // The server says it, too: `dropped`.
                    is SessionNews.Skipped -> Unit
                }
            }
        } catch (failure: AudioSourceException) {
            say(ListenEvent.MicrophoneFailed(Trouble(failure.code.name, failure.message.orEmpty())))
        } catch (failure: IllegalArgumentException) {
            say(ListenEvent.MicrophoneFailed(Trouble("bad_settings", failure.message.orEmpty())))
        }
    }

    private fun tabs(effect: TabsEffect) {
        fun say(event: TabsEvent) = dispatch(AppEvent.OfTabs(event))
        when (effect) {
            is TabsEffect.FindTab ->
                ask({ say(TabsEvent.Failed(effect.asked, it)) }) {
                    val leftHanded = settings.frettingHand == Hand.RIGHT
                    val capo = if (effect.easyCapo) null else 0
                    val title = effect.title.takeIf(String::isNotEmpty)
                    val request = TabRequest(effect.chords, settings.instrument.id, capo = capo, leftHanded = leftHanded, title = title)
                    say(TabsEvent.Found(effect.asked, world.songs(settings).tabs(request)))
                }
            is TabsEffect.ReadShared ->
                ask({ say(TabsEvent.ChartFailed(effect.asked, it)) }) { say(TabsEvent.ChartRead(effect.asked, world.songs(settings).charts(effect.chart))) }
        }
    }

    private fun write(find: WriteEffect.FindPlan) =
        ask({ dispatch(AppEvent.OfWrite(WriteEvent.Failed(find.asked, it))) }) {
            val instead = find.instead
            val request =
                SongRequest(
                    theme = find.theme.takeIf { instead == null },
                    instrument = settings.instrument.id,
                    level = find.level,
                    seed = find.seed,
                    locked = instead?.let { plan -> find.keep.mapNotNull { path -> plan.at(path)?.let { path to it } }.toMap() }.orEmpty(),
                    plan = instead,
                )
            dispatch(AppEvent.OfWrite(WriteEvent.Found(find.asked, world.songs(settings).instructions(request))))
        }

    private fun band(effect: BandEffect) {
        fun say(event: BandEvent) = dispatch(AppEvent.OfBand(event))
        when (effect) {
            BandEffect.FindGrooves -> ask({ say(BandEvent.GroovesFailed(it)) }) { say(BandEvent.GroovesFound(world.songs(settings).grooves())) }
            is BandEffect.Render ->
                ask({ say(BandEvent.Failed(effect.asked, it)) }) {
                    val plan = effect.plan
                    val request =
                        BandRequest(effect.chords.takeIf { plan == null }, plan, effect.groove, effect.tempoBpm?.toDouble(), effect.repeats, world.bandForm)
                    val recording = world.songs(settings).accompaniment(request)
                    val seconds = world.player.load(recording.file, recording.mediaType)
                    val title = plan?.title ?: effect.chords
                    say(BandEvent.Rendered(effect.asked, BackingTrack(title, "", "", seconds, emptyList(), emptyList(), recording.remarks)))
                }
            is BandEffect.Play -> {
                world.player.resume(effect.fromS)
                watching?.cancel()
                watching = scope.launch { watch() }
            }
            BandEffect.Pause -> {
                watching?.cancel()
                world.player.pause()
            }
            BandEffect.Stop -> {
                watching?.cancel()
                world.player.stop()
            }
        }
    }

    private suspend fun watch() {
        while (true) {
            val at = world.player.positionS() ?: break
            dispatch(AppEvent.OfBand(BandEvent.Moved(at)))
            delay(WATCH_MS)
        }
        dispatch(AppEvent.OfBand(BandEvent.Finished))
    }

    private fun settings(effect: SettingsEffect) {
        when (effect) {
            is SettingsEffect.Save -> scope.launch { world.store.update { effect.settings } }
            is SettingsEffect.Check ->
                ask({ dispatch(AppEvent.OfSettings(SettingsEvent.ServerFailed(it))) }) {
                    val offers = world.songs(effect.settings).instruments()
                    dispatch(AppEvent.OfSettings(SettingsEvent.ServerAnswered(offers.joinToString { it.title })))
                }
        }
    }

    private fun ask(failed: (Trouble) -> Unit, question: suspend () -> Unit) {
        scope.launch {
            try {
                question()
            } catch (failure: ServerException) {
                failed(failure.trouble)
            } catch (failure: IllegalArgumentException) {
                failed(Trouble("bad_settings", failure.message.orEmpty()))
            }
        }
    }

    private companion object {
        const val WATCH_MS = 100L
    }
}

/** What stands at a path, as `/instructions` takes it in `locked`; null where nothing does. */
internal fun SongPlan.at(path: String): String? {
    if (path == "key") return key
    val section = sections.find { path == "sections.${it.name}.chords" } ?: return null
    val bars = mutableListOf<String>()
    var filled = 0.0
    for (chord in section.chords) {
        if (filled > 0 && filled < 1) bars[bars.lastIndex] += " ${chord.symbol}" else bars += chord.symbol
        filled = if (filled >= 1) chord.bars else filled + chord.bars
        // A chord of several bars is written in each of them.
        while (filled > 1) { bars += chord.symbol; filled -= 1 }
    }
    return bars.joinToString(" | ")
}
