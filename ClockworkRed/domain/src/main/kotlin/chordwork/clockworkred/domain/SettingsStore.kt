package chordwork.clockworkred.domain

import kotlinx.coroutines.flow.StateFlow

/** Where settings outlive the app. */
interface SettingsStore {
    val settings: StateFlow<Settings>

    /** The change is kept when this returns. */
    suspend fun update(change: (Settings) -> Settings)
}

/** Settings as names and texts, as files and `SharedPreferences` keep them. */
object SettingsEntries {
    fun of(settings: Settings): Map<String, String> = buildMap {
        put("server_url", settings.serverUrl)
        settings.serverKey?.let { put("server_key", it) }
        put("instrument", settings.instrument.id)
        put("instrument_strings", settings.instrument.strings.toString())
        put("fretting_hand", settings.frettingHand.name)
        put("suggestions", settings.taste.suggestions.toString())
        settings.taste.mood?.let { put("mood", it.name) }
        settings.taste.genre?.let { put("genre", it.name) }
        put("appearance", settings.appearance.name)
        put("notation", settings.notation.name)
    }

    /** What is missing, or not understood (another version wrote it), is as in [fallback]. */
    fun read(entries: Map<String, String>, fallback: Settings): Settings {
        val strings = entries["instrument_strings"]?.toIntOrNull()?.takeIf { it >= 0 }
        val instrument = entries["instrument"]?.takeIf(String::isNotBlank)
        return Settings(
            serverUrl = entries["server_url"]?.takeIf(String::isNotBlank) ?: fallback.serverUrl,
            serverKey = entries["server_key"]?.takeIf(String::isNotBlank),
            instrument = if (instrument != null && strings != null) Instrument(instrument, strings) else fallback.instrument,
            frettingHand = Hand.entries.named(entries["fretting_hand"]) ?: fallback.frettingHand,
            taste =
                Taste(
                    suggestions = entries["suggestions"]?.toIntOrNull()?.takeIf { it in 0..10 } ?: fallback.taste.suggestions,
                    mood = Mood.entries.named(entries["mood"]),
                    genre = Genre.entries.named(entries["genre"]),
                ),
            appearance = Appearance.entries.named(entries["appearance"]) ?: fallback.appearance,
        )
    }
    private fun <T : Enum<T>> List<T>.named(name: String?): T? = firstOrNull { it.name == name }
}
