package chordwork.clockworkred.platform

import android.media.AudioAttributes
import android.media.AudioFormat
import android.media.AudioTrack
import android.media.MediaDataSource
import android.media.MediaPlayer
import chordwork.clockworkred.domain.ServerException
import chordwork.clockworkred.domain.Trouble
import chordwork.clockworkred.domain.screen.Player
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.delay
import kotlinx.coroutines.withContext
import java.io.IOException

/** Plays by `MediaPlayer` and `AudioTrack`. Call it on one thread; whoever made it closes it. */
class AndroidPlayer(private val dispatcher: CoroutineDispatcher = Dispatchers.IO) : Player, AutoCloseable {
    private var loaded: MediaPlayer? = null

    override suspend fun play(samples: ShortArray, sampleRateHz: Int) {
        val format =
            AudioFormat
                .Builder()
                .setEncoding(AudioFormat.ENCODING_PCM_16BIT)
                .setSampleRate(sampleRateHz)
                .setChannelMask(AudioFormat.CHANNEL_OUT_MONO)
                .build()
        val track =
            AudioTrack
                .Builder()
                .setAudioAttributes(MUSIC)
                .setAudioFormat(format)
                .setTransferMode(AudioTrack.MODE_STATIC)
                .setBufferSizeInBytes(samples.size * 2)
                .build()
        try {
            track.write(samples, 0, samples.size)
            track.play()
            delay(samples.size * 1000L / sampleRateHz)
        } finally {
            track.release()
        }
    }

    override suspend fun load(file: ByteArray, mediaType: String): Double {
        close()
        val player = MediaPlayer()
        try {
            player.setAudioAttributes(MUSIC)
            player.setDataSource(Bytes(file))
            withContext(dispatcher) { player.prepare() }
        } catch (failure: IOException) {
            player.release()
            throw ServerException(Trouble("not_playable", "this device does not play $mediaType"), cause = failure)
        }
        loaded = player
        return player.duration / MS_PER_S
    }

    override fun resume(fromS: Double) {
        val player = loaded ?: return
        player.seekTo((fromS * MS_PER_S).toInt())
        player.start()
    }

    override fun pause() {
        loaded?.takeIf { it.isPlaying }?.pause()
    }

    override fun stop() = pause()

    override fun positionS(): Double? = loaded?.takeIf { it.isPlaying }?.let { it.currentPosition / MS_PER_S }

    override fun close() {
        loaded?.release()
        loaded = null
    }

    private class Bytes(private val bytes: ByteArray) : MediaDataSource() {
        override fun readAt(position: Long, buffer: ByteArray, offset: Int, size: Int): Int {
            if (position >= bytes.size) return -1
            val count = minOf(size.toLong(), bytes.size - position).toInt()
            bytes.copyInto(buffer, offset, position.toInt(), position.toInt() + count)
            return count
        }

        override fun getSize(): Long = bytes.size.toLong()

        override fun close() = Unit
    }

    private companion object {
        const val MS_PER_S = 1000.0

        val MUSIC: AudioAttributes =
            AudioAttributes.Builder().setUsage(AudioAttributes.USAGE_MEDIA).setContentType(AudioAttributes.CONTENT_TYPE_MUSIC).build()
    }
}
