package chordwork.clockworkred

import android.Manifest
import android.annotation.SuppressLint
import android.content.Context
import android.content.Intent
import android.net.Uri
import android.os.Bundle
import android.provider.Settings.ACTION_APPLICATION_DETAILS_SETTINGS
import android.view.WindowManager
import androidx.activity.ComponentActivity
import androidx.activity.compose.setContent
import androidx.activity.enableEdgeToEdge
import androidx.activity.result.contract.ActivityResultContracts
import androidx.activity.viewModels
import androidx.compose.foundation.isSystemInDarkTheme
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.remember
import androidx.compose.ui.platform.LocalConfiguration
import androidx.lifecycle.Lifecycle
import androidx.lifecycle.compose.collectAsStateWithLifecycle
import androidx.lifecycle.lifecycleScope
import androidx.lifecycle.repeatOnLifecycle
import chordwork.clockworkred.domain.Appearance
import chordwork.clockworkred.domain.screen.AppEvent
import chordwork.clockworkred.domain.screen.ListenEvent
import chordwork.clockworkred.domain.screen.TabsEvent
import chordwork.clockworkred.platform.MicrophonePermission
import chordwork.clockworkred.platform.Shared
import chordwork.clockworkred.platform.SharedIntents
import chordwork.clockworkred.ui.AppContent
import chordwork.clockworkred.ui.ChordworkTheme
import chordwork.clockworkred.ui.Strings
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext

/** Shows the app's state, and asks the system for what it wants. */
class MainActivity : ComponentActivity() {
    private val model: AppModel by viewModels()

    private val permissions =
        registerForActivityResult(ActivityResultContracts.RequestMultiplePermissions()) {
            val mayAskAgain = shouldShowRequestPermissionRationale(Manifest.permission.RECORD_AUDIO)
            val answer = ListenEvent.PermissionAnswered(MicrophonePermission.isGranted(this), mayAskAgain)
            model.driver.dispatch(AppEvent.OfListen(answer))
        }

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        enableEdgeToEdge()
        lifecycleScope.launch {
            repeatOnLifecycle(Lifecycle.State.STARTED) { for (request in model.requests) carryOut(request) }
        }
        // After turning the phone, the intent is the same one, and was read.
        if (savedInstanceState == null) take(intent)
        setContent {
            val state by model.driver.state.collectAsStateWithLifecycle()
            val configuration = LocalConfiguration.current
            val strings = remember(configuration) { strings(this, configuration.locales[0]) }
            val dark =
                when (state.settings.settings.appearance) {
                    Appearance.SYSTEM -> isSystemInDarkTheme()
                    Appearance.LIGHT -> false
                    Appearance.DARK -> true
                }
            LaunchedEffect(state.listen.capturing) { keepScreenOn(state.listen.capturing) }
            ChordworkTheme(strings, dark) { AppContent(state, model.driver::dispatch) }
        }
    }

    override fun onNewIntent(intent: Intent) {
        super.onNewIntent(intent)
        take(intent)
    }

    /** What another app shares. */
    private fun take(intent: Intent) {
        lifecycleScope.launch {
            val event =
                when (val shared = withContext(Dispatchers.IO) { SharedIntents(contentResolver).read(intent) }) {
                    null -> return@launch
                    is Shared.Chart -> TabsEvent.Shared(shared.chart)
                    is Shared.Not -> TabsEvent.ShareFailed(shared.why)
                }
            model.driver.dispatch(AppEvent.OfTabs(event))
        }
    }

    /** Nobody touches the screen while playing. */
    private fun keepScreenOn(on: Boolean) {
        val flag = WindowManager.LayoutParams.FLAG_KEEP_SCREEN_ON
        if (on) window.addFlags(flag) else window.clearFlags(flag)
    }

    private fun carryOut(request: Request) =
        when (request) {
            Request.PERMISSION -> permissions.launch(MicrophonePermission.asked().toTypedArray())
            Request.APP_SETTINGS -> startActivity(Intent(ACTION_APPLICATION_DETAILS_SETTINGS, Uri.fromParts("package", packageName, null)))
        }
}

/** The strings by their names: `:ui` knows no `R`, so that it can be drawn where there is none. */
@SuppressLint("DiscouragedApi")
private fun strings(context: Context, locale: java.util.Locale) =
    Strings(locale) { name -> context.getString(context.resources.getIdentifier(name, "string", context.packageName)) }
