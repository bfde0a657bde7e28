package chordwork.clockworkred.platform

import android.Manifest
import android.content.Context
import android.content.pm.PackageManager
import android.os.Build

/** What has to be asked for before capturing. */
object MicrophonePermission {
    /** The microphone, and from Android 13 on the notification that says so. */
    fun asked(sdk: Int = Build.VERSION.SDK_INT): List<String> =
        listOfNotNull(
            Manifest.permission.RECORD_AUDIO,
            Manifest.permission.POST_NOTIFICATIONS.takeIf { sdk >= Build.VERSION_CODES.TIRAMISU },
        )

    /** Capturing needs this one only. */
    fun isGranted(context: Context): Boolean =
        context.checkSelfPermission(Manifest.permission.RECORD_AUDIO) == PackageManager.PERMISSION_GRANTED
}
