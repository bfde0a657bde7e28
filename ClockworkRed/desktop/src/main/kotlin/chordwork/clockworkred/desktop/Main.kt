package chordwork.clockworkred.desktop

import kotlin.system.exitProcess

fun main(args: Array<String>) {
    val options =
        try {
            Options.read(args.toList())
        } catch (error: IllegalArgumentException) {
            System.err.println("${error.message}\n\n$USAGE")
            exitProcess(2)
        }
    when {
        options.help -> println(USAGE)
        options.wav != null -> exitProcess(Headless(options, System.out, System.err).run())
        else -> openWindow("ClockworkRed", widthDp = 400, heightDp = 800) { Screens(options) }
    }
}
