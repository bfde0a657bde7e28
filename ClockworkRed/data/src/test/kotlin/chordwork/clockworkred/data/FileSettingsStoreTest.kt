package chordwork.clockworkred.data

import chordwork.clockworkred.domain.Appearance
import chordwork.clockworkred.domain.Settings
import kotlinx.coroutines.test.runTest
import org.junit.jupiter.api.io.TempDir
import java.io.File
import java.nio.file.Files
import java.nio.file.attribute.PosixFilePermissions
import kotlin.test.Test
import kotlin.test.assertEquals

class FileSettingsStoreTest {
    @TempDir
    lateinit var folder: File

    @Test
    fun `settings are kept, for their owner alone`() = runTest {
        val file = File(folder, "of/clockworkred.properties")
        val store = FileSettingsStore(file)
        assertEquals(Settings(BASE_URL), store.settings.value)
        store.update { it.copy(serverKey = "cw_ä=#", appearance = Appearance.DARK) }
        store.update { it.copy(serverUrl = "https://h.example") }
        assertEquals(Settings("https://h.example", "cw_ä=#", appearance = Appearance.DARK), FileSettingsStore(file).settings.value)
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file.toPath())))
        assertEquals(listOf(file.name), file.parentFile.list()?.toList())
    }
}
