package chordwork.clockworkred.desktop

import chordwork.clockworkred.data.BASE_URL
import java.io.File

internal const val USAGE =
    """ClockworkRed on a desktop: the app's screens and connection, without a phone.

  --wav FILE     no window: play FILE (16-bit PCM) to the server, and print the chords
  --server URL   instead of $BASE_URL
  --key KEY      that the server wants; better in the variable CHORDWORK_API_KEY
  --fast         as fast as the server hears, instead of at the pace of music
  --repeats N    play the file so often, without a pause
  --json         print one JSON object instead of lines to read
  --help         this text

Without --wav a window opens."""

/** What the command line asks for. */
internal data class Options(
    val wav: File? = null,
    val server: String = BASE_URL,
    val key: String? = null,
    val fast: Boolean = false,
    val repeats: Int = 1,
    val json: Boolean = false,
    val help: Boolean = false,
) {
    companion object {
        /** @throws IllegalArgumentException that says what was not understood */
        fun read(arguments: List<String>, environment: Map<String, String> = System.getenv()): Options {
            var options = Options(key = environment["CHORDWORK_API_KEY"]?.takeIf(String::isNotBlank))
            val left = ArrayDeque(arguments)
            while (left.isNotEmpty()) {
                val name = left.removeFirst()
                fun value() = left.removeFirstOrNull() ?: throw IllegalArgumentException("$name needs a value")
                options =
                    when (name) {
                        "--wav" -> options.copy(wav = File(value()))
                        "--server" -> options.copy(server = value())
                        "--key" -> options.copy(key = value())
                        "--fast" -> options.copy(fast = true)
                        "--repeats" ->
                            value().let { text ->
                                val repeats = text.toIntOrNull()?.takeIf { it > 0 }
                                options.copy(repeats = requireNotNull(repeats) { "--repeats is a number from 1 on, not '$text'" })
                            }
                        "--json" -> options.copy(json = true)
                        "--help" -> options.copy(help = true)
                        else -> throw IllegalArgumentException("unknown option: $name")
                    }
            }
            return options
        }
    }
}
