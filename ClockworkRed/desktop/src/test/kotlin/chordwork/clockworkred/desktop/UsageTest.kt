package chordwork.clockworkred.desktop

import chordwork.clockworkred.data.BASE_URL
import kotlin.test.Test
import kotlin.test.assertContains

class UsageTest {
    @Test
    fun `the help says which server is meant`() = assertContains(USAGE, BASE_URL)
}
