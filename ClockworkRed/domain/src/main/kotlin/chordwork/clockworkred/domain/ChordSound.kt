package chordwork.clockworkred.domain

import kotlin.math.PI
import kotlin.math.exp
import kotlin.math.pow
import kotlin.math.sin

/** A chord as it sounds, made here: a suggestion can be heard at once, and without a server. */
object ChordSound {
    const val SAMPLE_RATE_HZ = 44_100

    /** Semitones above the root, by the Harte shorthand. */
    private val tones =
        mapOf(
            "maj" to listOf(0, 4, 7), "min" to listOf(0, 3, 7), "7" to listOf(0, 4, 7, 10), "maj7" to listOf(0, 4, 7, 11), "min7" to listOf(0, 3, 7, 10),
            "maj6" to listOf(0, 4, 7, 9), "min6" to listOf(0, 3, 7, 9), "dim" to listOf(0, 3, 6), "dim7" to listOf(0, 3, 6, 9), "hdim7" to listOf(0, 3, 6, 10),
            "aug" to listOf(0, 4, 8), "sus2" to listOf(0, 2, 7), "sus4" to listOf(0, 5, 7), "minmaj7" to listOf(0, 3, 7, 11), "5" to listOf(0, 7),
        )
    private val letters = mapOf('C' to 0, 'D' to 2, 'E' to 4, 'F' to 5, 'G' to 7, 'A' to 9, 'B' to 11)

    /** The keys of a piano that a Harte [label] means, in MIDI numbers: its root below, its notes around middle C. Empty for `N` and `X`. */
    fun keys(label: String): List<Int> {
        val root = label.substringBefore(':').substringBefore('/')
        val letter = letters[root.firstOrNull()] ?: return emptyList()
        val pitch = (letter + root.count { it == '#' } - root.drop(1).count { it == 'b' }).mod(12)
        val shorthand = label.substringAfter(':', "maj").substringBefore('/')
        val chord = tones[shorthand] ?: tones.getValue("maj")
        return listOf(LOW + pitch) + chord.map { MIDDLE + (pitch + it).mod(12) }
    }

    /** [seconds] of it, 16-bit mono at [SAMPLE_RATE_HZ]: plucked, dying away, and silent at the end. */
    fun pcm(label: String, seconds: Double = 1.6): ShortArray {
        val samples = DoubleArray((seconds * SAMPLE_RATE_HZ).toInt())
        keys(label).sorted().forEachIndexed { at, key ->
            val hz = 440 * 2.0.pow((key - 69) / 12.0)
            // As a hand does it: one string after the other.
            val from = (at * 0.02 * SAMPLE_RATE_HZ).toInt()
            for (sample in from until samples.size) {
                val t = (sample - from) / SAMPLE_RATE_HZ.toDouble()
                val attack = (t / 0.005).coerceAtMost(1.0)
                samples[sample] += attack * (1..PARTIALS).sumOf { sin(2 * PI * hz * it * t) * exp(-t * (1.2 + it)) / it }
            }
        }
        val fade = SAMPLE_RATE_HZ / 20
        val loudest = samples.maxOfOrNull { kotlin.math.abs(it) }?.takeIf { it > 0 } ?: 1.0
        return ShortArray(samples.size) { at ->
            val out = ((samples.size - 1 - at) / fade.toDouble()).coerceAtMost(1.0)
            (samples[at] / loudest * out * PEAK).toInt().toShort()
        }
    }

    private const val LOW = 36
    private const val MIDDLE = 60
    private const val PARTIALS = 5
    private const val PEAK = 16_000
}
