package chordwork.clockworkred.data

import okhttp3.HttpUrl
import okhttp3.HttpUrl.Companion.toHttpUrl

/** A server's address, as it is typed: `http://HOST:8765`. OkHttp takes the address of a WebSocket in `http` and `https` too. */
class ServerAddress private constructor(private val root: HttpUrl) {
    /** Where a stream of audio goes. */
    val stream: HttpUrl
        get() = at("ws")

    /** The place of a call, such as `tabs`. */
    fun at(path: String): HttpUrl = root.newBuilder().addPathSegments(path).build()

    override fun toString(): String = root.toString()

    companion object {
        /** @throws IllegalArgumentException if [text] is no address of a server */
        fun of(text: String): ServerAddress = ServerAddress(text.trim().replaceFirst(Regex("^ws"), "http").toHttpUrl())
    }
}
