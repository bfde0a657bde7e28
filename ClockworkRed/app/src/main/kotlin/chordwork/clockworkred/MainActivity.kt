package chordwork.clockworkred

import android.os.Bundle
import androidx.activity.ComponentActivity
import androidx.activity.compose.setContent
import androidx.compose.ui.res.stringResource
import chordwork.clockworkred.data.BASE_URL
import chordwork.clockworkred.ui.ChordNow
import chordwork.clockworkred.ui.ChordworkTheme

/** The one screen there is so far: it shows that nothing was heard, and of which server. */
class MainActivity : ComponentActivity() {
    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        setContent {
            val waiting = stringResource(R.string.listen_nothing_yet)
            ChordworkTheme { ChordNow("–", BASE_URL, waiting) }
        }
    }
}
