package chordwork.clockworkred.platform

import android.app.Notification
import android.app.NotificationChannel
import android.app.NotificationManager
import android.app.PendingIntent
import android.app.Service
import android.content.Context
import android.content.Intent
import android.content.pm.ServiceInfo
import android.os.Build
import android.os.IBinder
import chordwork.clockworkred.domain.AudioSource
import chordwork.clockworkred.domain.PcmBuffer
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.onCompletion
import kotlinx.coroutines.flow.onStart

/** Tells the system, and with a notification the player, that we capture; it does nothing else. It runs only while we do. */
class MicrophoneService : Service() {
    override fun onBind(intent: Intent?): IBinder? = null

    override fun onStartCommand(intent: Intent?, flags: Int, startId: Int): Int {
        val shown = notification(intent?.getStringExtra(TITLE).orEmpty(), intent?.getStringExtra(CHANNEL_NAME).orEmpty())
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.R) {
            startForeground(ID, shown, ServiceInfo.FOREGROUND_SERVICE_TYPE_MICROPHONE)
        } else {
            startForeground(ID, shown)
        }
        // Whoever captures is gone with the process: there is nothing to go on with.
        return START_NOT_STICKY
    }

    private fun notification(title: String, channelName: String): Notification {
        val channel = NotificationChannel(CHANNEL, channelName, NotificationManager.IMPORTANCE_LOW)
        getSystemService(NotificationManager::class.java)?.createNotificationChannel(channel)
        val app = packageManager.getLaunchIntentForPackage(packageName)
        return Notification
            .Builder(this, CHANNEL)
            .setContentTitle(title)
            .setSmallIcon(android.R.drawable.ic_btn_speak_now)
            .setOngoing(true)
            .setContentIntent(app?.let { PendingIntent.getActivity(this, 0, it, PendingIntent.FLAG_IMMUTABLE) })
            .build()
    }

    /** What the notification says, in the player's language. */
    data class Texts(val title: String, val channelName: String)

    companion object {
        private const val ID = 1
        private const val CHANNEL = "microphone"
        private const val TITLE = "title"
        private const val CHANNEL_NAME = "channel"

        /** Only while the app is visible: Android 14 refuses a microphone to a service that was started later. */
        fun start(context: Context, texts: Texts) {
            val intent = Intent(context, MicrophoneService::class.java)
            context.startForegroundService(intent.putExtra(TITLE, texts.title).putExtra(CHANNEL_NAME, texts.channelName))
        }

        fun stop(context: Context) {
            context.stopService(Intent(context, MicrophoneService::class.java))
        }
    }
}

/** A microphone with [MicrophoneService] around it: the service runs while somebody collects, and not longer. */
class ForegroundSource(
    private val context: Context,
    private val texts: MicrophoneService.Texts,
    private val source: AudioSource,
) : AudioSource {
    override val format get() = source.format

    override fun capture(): Flow<PcmBuffer> =
        source
            .capture()
            .onStart { MicrophoneService.start(context, texts) }
            .onCompletion { MicrophoneService.stop(context) }
}
