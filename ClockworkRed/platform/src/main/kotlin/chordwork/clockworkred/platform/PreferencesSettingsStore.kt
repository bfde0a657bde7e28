package chordwork.clockworkred.platform

import android.content.SharedPreferences
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

/** Settings in the app's own preferences, which no other app can read. The manifest keeps them out of backups. */
class PreferencesSettingsStore(
    private val preferences: SharedPreferences,
    fallback: Settings,
    private val dispatcher: CoroutineDispatcher = Dispatchers.IO,
) : SettingsStore {
    private val writing = Mutex()
    private val current =
        MutableStateFlow(
            SettingsEntries.read(
                preferences.all.entries
                    .mapNotNull { (name, value) -> (value as? String)?.let { name to it } }
                    .toMap(),
                fallback,
            ),
        )
    override val settings: StateFlow<Settings> = current.asStateFlow()

    override suspend fun update(change: (Settings) -> Settings) =
        writing.withLock {
            val changed = change(current.value)
            withContext(dispatcher) {
                val editor = preferences.edit().clear()
                SettingsEntries.of(changed).forEach { (name, text) -> editor.putString(name, text) }
                check(editor.commit()) { "the settings could not be kept; is the storage full?" }
            }
            current.value = changed
        }
}
