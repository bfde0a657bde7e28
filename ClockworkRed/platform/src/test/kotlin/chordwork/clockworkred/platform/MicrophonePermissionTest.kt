package chordwork.clockworkred.platform

import kotlin.test.Test
import kotlin.test.assertEquals

class MicrophonePermissionTest {
    @Test
    fun `the notification is asked for from Android 13 on`() {
        assertEquals(listOf("android.permission.RECORD_AUDIO"), MicrophonePermission.asked(32))
        assertEquals(2, MicrophonePermission.asked(33).size)
    }
}
