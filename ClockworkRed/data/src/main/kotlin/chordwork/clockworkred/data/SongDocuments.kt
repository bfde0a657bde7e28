package chordwork.clockworkred.data

import chordwork.clockworkred.domain.ChartSong
import chordwork.clockworkred.domain.FretShape
import chordwork.clockworkred.domain.Groove
import chordwork.clockworkred.domain.InstrumentOffer
import chordwork.clockworkred.domain.PlannedChord
import chordwork.clockworkred.domain.ReadChart
import chordwork.clockworkred.domain.SongPlan
import chordwork.clockworkred.domain.SongSection
import chordwork.clockworkred.domain.SongStep
import chordwork.clockworkred.domain.Suggestion
import chordwork.clockworkred.domain.TabSheet
import kotlinx.serialization.SerialName
import kotlinx.serialization.Serializable
import kotlinx.serialization.json.Json

/** The server's documents, as far as they are shown. Fields that are not named here may come, and more will. */
internal val DOCUMENTS = Json { ignoreUnknownKeys = true }

@Serializable
internal data class TabDocument(
    val title: String,
    val instrument: String,
    val tuning: List<String>,
    val capo: Int,
    val metre: String,
    @SerialName("tempo_bpm") val tempoBpm: Double,
    val key: String? = null,
    val chords: List<String>,
    val shapes: List<ShapeDocument>,
    val notes: List<String>,
    val text: String,
) {
    fun sheet() =
        TabSheet(title, instrument, tuning, capo, metre, tempoBpm, key, chords, shapes.map { it.fretShape() }, notes, text)
}

@Serializable
internal data class ShapeDocument(
    val symbol: String,
    val shape: String,
    val frets: List<Int?>,
    val fingers: List<Int>,
) {
    fun fretShape() = FretShape(symbol, shape, frets, fingers)
}

@Serializable
internal data class SuggestDocument(val suggestions: List<SuggestionDocument>)

@Serializable
internal data class SuggestionDocument(
    val label: String,
    val symbol: String,
    val roman: String,
    val probability: Double,
    val reason: String,
) {
    fun suggestion() = Suggestion(label, symbol, roman, probability, reason)
}

@Serializable
internal data class PlanDocument(
    val title: String,
    val theme: String,
    val key: String,
    @SerialName("key_why") val keyWhy: String,
    @SerialName("tempo_bpm") val tempoBpm: Int,
    val metre: String,
    val groove: String,
    val capo: Int,
    val form: List<FormDocument>,
    val sections: List<SectionDocument>,
    val steps: List<StepDocument>,
) {
    fun plan(document: String) =
        SongPlan(
            title,
            theme,
            key,
            keyWhy,
            tempoBpm,
            metre,
            groove,
            capo,
            form.map { it.title },
            sections.map(SectionDocument::section),
            steps.map { SongStep(it.number, it.title, it.text, it.minutes) },
            document,
        )
}

@Serializable
internal data class FormDocument(val title: String)

@Serializable
internal data class SectionDocument(
    val name: String,
    val title: String,
    val chords: List<PlannedChordDocument>,
    val why: String,
) {
    fun section() = SongSection(name, title, chords.map { PlannedChord(it.symbol, it.bars, it.roman, it.why) }, why)
}

@Serializable
internal data class PlannedChordDocument(val symbol: String, val bars: Double, val roman: String, val why: String)

@Serializable
internal data class StepDocument(val number: Int, val title: String, val text: String, val minutes: Int)

@Serializable
internal data class InstrumentsDocument(val instruments: List<InstrumentDocument>)

@Serializable
internal data class InstrumentDocument(
    val name: String,
    val title: String,
    val tuning: List<String>,
    val frets: Int,
    val tunings: List<String>,
) {
    fun offer() = InstrumentOffer(name, title, tuning, frets, tunings)
}

@Serializable
internal data class GroovesDocument(val grooves: List<GrooveDocument>)

@Serializable
internal data class GrooveDocument(
    val name: String,
    val title: String,
    val metre: String,
    @SerialName("tempo_bpm") val tempoBpm: Double,
    @SerialName("beats_a_bar") val beatsABar: Int,
) {
    fun groove() = Groove(name, title, metre, tempoBpm, beatsABar)
}

@Serializable
internal data class ChartsDocument(val songs: List<ChartSongDocument>, val played: List<String>, val remarks: List<RemarkDocument>) {
    fun chart() = ReadChart(songs.mapIndexed { at, song -> ChartSong(song.title, played.getOrElse(at) { "" }) }, remarks.map { it.text })
}

/** What goes without saying is left out by the server. */
@Serializable
internal data class ChartSongDocument(val title: String = "")

@Serializable
internal data class RemarkDocument(val text: String)
