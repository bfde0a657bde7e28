package chordwork.clockworkred.domain

/** A chart that another app hands over: a file, or a text or link as a file without a name. */
class SharedChart(val name: String, val bytes: ByteArray) {
    companion object {
        /** As much as the server takes. */
        const val MAX_BYTES = 4 shl 20

        /** What was too large to be read: nothing of it is kept. */
        val TOO_LARGE = Trouble("chart_too_large", "this is larger than any chart: share a single song")

        /** What gave nothing, or could not be opened. */
        val UNREADABLE = Trouble("chart_unreadable", "the other app gave nothing that can be read: share the file itself")

        /** A text, or a link such as `irealb://`; null where there is nothing in it. */
        fun ofText(text: String?): SharedChart? = text?.takeIf(String::isNotBlank)?.let { SharedChart("", it.encodeToByteArray()) }
    }
}

/** A song of a chart; [played] are its bars as they sound, as `/tabs` takes them, empty where its signs cannot be followed. */
data class ChartSong(val title: String, val played: String)

/** What the server read in a chart; [remarks] are what it guessed or passed over. */
data class ReadChart(val songs: List<ChartSong>, val remarks: List<String>)
