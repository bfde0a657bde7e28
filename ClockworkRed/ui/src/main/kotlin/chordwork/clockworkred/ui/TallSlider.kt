package chordwork.clockworkred.ui

import androidx.compose.foundation.interaction.MutableInteractionSource
import androidx.compose.material3.ExperimentalMaterial3Api
import androidx.compose.material3.Slider
import androidx.compose.material3.SliderDefaults
import androidx.compose.runtime.Composable
import androidx.compose.runtime.remember
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.semantics.stateDescription
import androidx.compose.ui.unit.DpSize
import androidx.compose.ui.unit.dp

/** A slider as tall as a finger: Material's own is 44 dp. [described] is what it sets, [said] to what. */
@OptIn(ExperimentalMaterial3Api::class)
@Composable
internal fun TallSlider(
    value: Float,
    range: ClosedFloatingPointRange<Float>,
    described: String,
    said: String,
    onChange: (Float) -> Unit,
) {
    val touches = remember { MutableInteractionSource() }
    Slider(
        value,
        onChange,
        Modifier.semantics {
            contentDescription = described
            stateDescription = said
        },
        valueRange = range,
        interactionSource = touches,
        thumb = { SliderDefaults.Thumb(touches, thumbSize = DpSize(4.dp, 48.dp)) },
    )
}
