package chordwork.clockworkred.desktop

import chordwork.clockworkred.data.BASE_URL
import chordwork.clockworkred.ui.ChordNow
import chordwork.clockworkred.ui.ChordworkTheme
import kotlin.system.exitProcess

internal const val USAGE =
    """ClockworkRed on a desktop: the app's screens and connection, without a phone.

  --help    this text

Without an option a window opens. The server is at $BASE_URL."""

fun main(args: Array<String>) {
    when {
        args.isEmpty() ->
            openWindow("ClockworkRed", widthDp = 400, heightDp = 800) {
                ChordworkTheme { ChordNow("–", BASE_URL, "Nothing was heard yet") }
            }
        args.toList() == listOf("--help") -> println(USAGE)
        else -> {
            System.err.println("unknown option: ${args.joinToString(" ")}\n\n$USAGE")
            exitProcess(2)
        }
    }
}
