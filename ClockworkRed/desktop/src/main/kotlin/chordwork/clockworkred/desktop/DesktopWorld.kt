package chordwork.clockworkred.desktop

import chordwork.clockworkred.data.OkHttpChordServer
import chordwork.clockworkred.data.OkHttpSongServer
import chordwork.clockworkred.data.ServerAddress
import chordwork.clockworkred.domain.AudioSource
import chordwork.clockworkred.domain.AudioSourceException
import chordwork.clockworkred.domain.BandForm
import chordwork.clockworkred.domain.ChordServer
import chordwork.clockworkred.domain.MonotonicClock
import chordwork.clockworkred.domain.PcmBuffer
import chordwork.clockworkred.domain.PcmFormat
import chordwork.clockworkred.domain.Settings
import chordwork.clockworkred.domain.SettingsStore
import chordwork.clockworkred.domain.SongServer
import chordwork.clockworkred.domain.screen.AppDriver
import chordwork.clockworkred.domain.screen.AppEvent
import chordwork.clockworkred.domain.screen.ListenEvent
import chordwork.clockworkred.domain.screen.Player
import chordwork.clockworkred.domain.screen.World
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.flowOn
import okhttp3.OkHttpClient
import java.nio.ByteBuffer
import java.nio.ByteOrder
import javax.sound.sampled.AudioFormat
import javax.sound.sampled.AudioSystem
import javax.sound.sampled.Clip
import javax.sound.sampled.LineUnavailableException

/** A computer instead of a phone: what is set is forgotten with the window, and nobody asks for permissions. */
internal class DesktopWorld(options: Options) : World {
    private val client = OkHttpClient()
    lateinit var driver: AppDriver

    override val store =
        object : SettingsStore {
            override val settings = MutableStateFlow(Settings(options.server, options.key))

            override suspend fun update(change: (Settings) -> Settings) {
                settings.value = change(settings.value)
            }
        }

    override val player = DesktopPlayer()
    override val bandForm = BandForm.WAV

    override fun chords(settings: Settings): ChordServer = OkHttpChordServer(client, ServerAddress.of(settings.serverUrl), settings.serverKey)

    override fun songs(settings: Settings): SongServer = OkHttpSongServer(client, ServerAddress.of(settings.serverUrl), settings.serverKey)

    override fun microphone(): AudioSource = DesktopMicrophone()

    override fun askPermission() = driver.dispatch(AppEvent.OfListen(ListenEvent.PermissionAnswered(granted = true, mayAskAgain = true)))

    override fun openAppSettings() = Unit
}

/** The computer's own microphone. */
private class DesktopMicrophone(override val format: PcmFormat = PcmFormat()) : AudioSource {
    override fun capture(): Flow<PcmBuffer> =
        flow {
            val line =
                try {
                    AudioSystem.getTargetDataLine(AudioFormat(format.sampleRateHz.toFloat(), 16, format.channels, true, false)).apply { open() }
                } catch (failure: LineUnavailableException) {
                    throw AudioSourceException(AudioSourceException.Code.BUSY, "another program uses the microphone", failure)
                } catch (failure: IllegalArgumentException) {
                    throw AudioSourceException(AudioSourceException.Code.UNSUPPORTED, "this computer has no microphone", failure)
                }
            line.use {
                line.start()
                while (true) {
                    val bytes = ByteArray(format.bytesOf(CHUNK_MS))
                    val count = line.read(bytes, 0, bytes.size)
                    emit(PcmBuffer(bytes, count, MonotonicClock.SYSTEM.nowUs() - CHUNK_MS * 1000))
                }
            }
        }.flowOn(Dispatchers.IO)

    private companion object {
        const val CHUNK_MS = 20
    }
}

/** Plays by Java's sound; where there is none, in silence, so that the screens can be tried. */
internal class DesktopPlayer : Player {
    private var clip: Clip? = null

    override suspend fun play(samples: ShortArray, sampleRateHz: Int) {
        val bytes = ByteBuffer.allocate(samples.size * 2).order(ByteOrder.LITTLE_ENDIAN).apply { asShortBuffer().put(samples) }.array()
        val format = AudioFormat(sampleRateHz.toFloat(), 16, 1, true, false)
        val line = runCatching { AudioSystem.getClip().apply { open(format, bytes, 0, bytes.size) } }.getOrNull()
        line?.start()
        try {
            delay(samples.size * 1000L / sampleRateHz)
        } finally {
            line?.close()
        }
    }

    override suspend fun load(file: ByteArray, mediaType: String): Double {
        clip?.close()
        val stream = AudioSystem.getAudioInputStream(file.inputStream())
        clip = runCatching { AudioSystem.getClip().apply { open(stream) } }.getOrNull()
        return stream.frameLength / stream.format.frameRate.toDouble()
    }

    override fun resume(fromS: Double) {
        clip?.apply {
            microsecondPosition = (fromS * US_PER_S).toLong()
            start()
        }
    }

    override fun pause() {
        clip?.stop()
    }

    override fun stop() = pause()

    override fun positionS(): Double? = clip?.takeIf { it.microsecondPosition < it.microsecondLength }?.let { it.microsecondPosition / US_PER_S }

    private companion object {
        const val US_PER_S = 1e6
    }
}
