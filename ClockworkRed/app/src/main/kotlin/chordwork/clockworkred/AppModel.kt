package chordwork.clockworkred

import android.app.Application
import android.content.Context
import androidx.lifecycle.AndroidViewModel
import androidx.lifecycle.viewModelScope
import chordwork.clockworkred.data.BASE_URL
import chordwork.clockworkred.data.OkHttpChordServer
import chordwork.clockworkred.data.OkHttpSongServer
import chordwork.clockworkred.data.ServerAddress
import chordwork.clockworkred.domain.AudioSource
import chordwork.clockworkred.domain.ChordServer
import chordwork.clockworkred.domain.Settings
import chordwork.clockworkred.domain.SongServer
import chordwork.clockworkred.domain.screen.AppDriver
import chordwork.clockworkred.domain.screen.World
import chordwork.clockworkred.platform.AndroidMicrophones
import chordwork.clockworkred.platform.AndroidPlayer
import chordwork.clockworkred.platform.ForegroundSource
import chordwork.clockworkred.platform.MicrophoneService
import chordwork.clockworkred.platform.PreferencesSettingsStore
import kotlinx.coroutines.channels.Channel
import okhttp3.OkHttpClient

/** What only an Activity can do. */
enum class Request { PERMISSION, APP_SETTINGS }

/** Outlives turning the phone: holds the app's state, the connection and the player. */
class AppModel(application: Application) : AndroidViewModel(application), World {
    private val client = OkHttpClient()
    val requests = Channel<Request>(Channel.CONFLATED)

    override val store =
        PreferencesSettingsStore(application.getSharedPreferences("settings", Context.MODE_PRIVATE), Settings(BASE_URL))
    override val player = AndroidPlayer()

    val driver = AppDriver(viewModelScope, this)

    override fun chords(settings: Settings): ChordServer =
        OkHttpChordServer(client, ServerAddress.of(settings.serverUrl), settings.serverKey, AndroidMicrophones.CLOCK)

    override fun songs(settings: Settings): SongServer =
        OkHttpSongServer(client, ServerAddress.of(settings.serverUrl), settings.serverKey)

    override fun microphone(): AudioSource {
        val context = getApplication<Application>()
        val texts = MicrophoneService.Texts(context.getString(R.string.listening_notification), context.getString(R.string.listen))
        return ForegroundSource(context, texts, AndroidMicrophones.source(context))
    }

    override fun askPermission() {
        requests.trySend(Request.PERMISSION)
    }

    override fun openAppSettings() {
        requests.trySend(Request.APP_SETTINGS)
    }

    override fun onCleared() {
        player.close()
        client.dispatcher.executorService.shutdown()
        client.connectionPool.evictAll()
    }
}
