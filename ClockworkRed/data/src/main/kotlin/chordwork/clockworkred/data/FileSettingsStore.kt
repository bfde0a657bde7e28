package chordwork.clockworkred.data

import chordwork.clockworkred.domain.Settings
import chordwork.clockworkred.domain.SettingsEntries
import chordwork.clockworkred.domain.SettingsStore
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withContext
import java.io.File
import java.nio.file.Files
import java.nio.file.StandardCopyOption.ATOMIC_MOVE
import java.nio.file.StandardCopyOption.REPLACE_EXISTING
import java.util.Properties

/** Settings in a file that only its owner can read, for it may hold a key. It is read here, and replaced as a whole. */
class FileSettingsStore(
    private val file: File,
    private val fallback: Settings = Settings(BASE_URL),
    private val dispatcher: CoroutineDispatcher = Dispatchers.IO,
) : SettingsStore {
    private val writing = Mutex()
    private val current = MutableStateFlow(read())
    override val settings: StateFlow<Settings> = current.asStateFlow()

    override suspend fun update(change: (Settings) -> Settings) =
        writing.withLock {
            val changed = change(current.value)
            withContext(dispatcher) { write(changed) }
            current.value = changed
        }

    private fun read(): Settings {
        if (!file.exists()) return fallback
        val found = Properties().apply { file.reader().use(::load) }
        return SettingsEntries.read(found.stringPropertyNames().associateWith(found::getProperty), fallback)
    }

    private fun write(settings: Settings) {
        val folder = file.absoluteFile.parentFile
        folder.mkdirs()
        // Of a new file of this kind nobody but its owner can read anything.
        val written = Files.createTempFile(folder.toPath(), file.name, ".new")
        try {
            val entries = Properties().apply { SettingsEntries.of(settings).forEach(::setProperty) }
            Files.newBufferedWriter(written).use { entries.store(it, "ClockworkRed") }
            Files.move(written, file.toPath(), ATOMIC_MOVE, REPLACE_EXISTING)
        } finally {
            Files.deleteIfExists(written)
        }
    }
}
