package chordwork.clockworkred.platform

import android.content.ContentResolver
import android.content.Intent
import android.net.Uri
import android.provider.OpenableColumns
import chordwork.clockworkred.domain.SharedChart
import chordwork.clockworkred.domain.Trouble
import java.io.IOException
import java.io.InputStream

/** What another app shares, or opens with this one: a text, a link, or a file. */
class SharedIntents(private val resolver: ContentResolver) {
    /** A chart, or why there is none; null for an intent that brings none. Reads a file: not on the main thread. */
    fun read(intent: Intent): Shared? {
        val text = intent.getStringExtra(Intent.EXTRA_TEXT)
        return when (intent.action) {
            Intent.ACTION_SEND -> streamOf(intent)?.let(::open) ?: Shared.of(SharedChart.ofText(text))
            Intent.ACTION_VIEW -> intent.data?.let { if (it.scheme in LINKS) Shared.of(SharedChart.ofText(it.toString())) else open(it) }
            else -> null
        }
    }

    @Suppress("DEPRECATION")
    private fun streamOf(intent: Intent): Uri? = intent.getParcelableExtra(Intent.EXTRA_STREAM)

    private fun open(uri: Uri): Shared {
        // A path could be one of this app's own files, which no other may have read out.
        if (uri.scheme != ContentResolver.SCHEME_CONTENT) return Shared.Not(SharedChart.UNREADABLE)
        return try {
            resolver.openInputStream(uri)?.use { charted(it, nameOf(uri)) } ?: Shared.Not(SharedChart.UNREADABLE)
        } catch (_: IOException) {
            Shared.Not(SharedChart.UNREADABLE)
        } catch (_: SecurityException) {
            Shared.Not(SharedChart.UNREADABLE)
        }
    }

    private fun nameOf(uri: Uri): String =
        resolver.query(uri, arrayOf(OpenableColumns.DISPLAY_NAME), null, null, null)?.use { if (it.moveToFirst()) it.getString(0) else null }.orEmpty()

    companion object {
        private val LINKS = setOf("irealb", "irealbook")

        /** The chart in a stream, with a bound. */
        fun charted(stream: InputStream, name: String): Shared {
            val bytes = ByteArray(SharedChart.MAX_BYTES + 1)
            var count = 0
            while (count < bytes.size) {
                val more = stream.read(bytes, count, bytes.size - count)
                if (more < 0) break
                count += more
            }
            return when {
                count == 0 -> Shared.Not(SharedChart.UNREADABLE)
                count > SharedChart.MAX_BYTES -> Shared.Not(SharedChart.TOO_LARGE)
                else -> Shared.Chart(SharedChart(name, bytes.copyOf(count)))
            }
        }
    }
}

/** What came of it. */
sealed interface Shared {
    class Chart(val chart: SharedChart) : Shared

    data class Not(val why: Trouble) : Shared

    companion object {
        fun of(chart: SharedChart?): Shared = chart?.let(::Chart) ?: Not(SharedChart.UNREADABLE)
    }
}
