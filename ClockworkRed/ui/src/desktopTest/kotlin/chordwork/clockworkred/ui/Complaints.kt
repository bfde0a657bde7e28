package chordwork.clockworkred.ui

import androidx.compose.ui.semantics.SemanticsActions
import androidx.compose.ui.semantics.SemanticsNode
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.semantics.getOrNull
import androidx.compose.ui.text.TextLayoutResult

/** What would annoy somebody with thick fingers, large type, or a screen reader. Empty is good. */
internal fun Seen.complaints(at: Look): List<String> = merged.flatMap { touched(it, at) } + each.flatMap { read(it, at) }

internal fun SemanticsNode.words(): String {
    val own =
        config.getOrNull(SemanticsProperties.ContentDescription).orEmpty() +
            config.getOrNull(SemanticsProperties.Text).orEmpty().map { it.text } +
            listOfNotNull(config.getOrNull(SemanticsProperties.EditableText)?.text)
    return own.joinToString(" ").trim()
}

private val SCROLLED = listOf(SemanticsProperties.VerticalScrollAxisRange, SemanticsProperties.HorizontalScrollAxisRange)
private val TOUCHED = listOf(SemanticsActions.OnClick, SemanticsActions.SetProgress)

private fun touched(node: SemanticsNode, at: Look): List<String> {
    if (TOUCHED.none { it in node.config }) return emptyList()
    val what = node.words().ifEmpty { node.children.joinToString(" ") { it.words() } }.trim()
    val bounds = node.touchBoundsInRoot
    val least = 48 * at.density - 0.5f
    // What is scrolled half out of sight has bounds that are cut off.
    val windows = generateSequence(node.parent) { it.parent }.filter { one -> SCROLLED.any { it in one.config } }.map { it.boundsInRoot }
    val inSight = windows.all { bounds.top > it.top && bounds.bottom < it.bottom && bounds.left > it.left && bounds.right < it.right }
    return listOfNotNull(
        "nothing says what $bounds is for".takeIf { what.isEmpty() },
        "'$what' is ${bounds.width} × ${bounds.height}, too small for a finger".takeIf { inSight && (bounds.width < least || bounds.height < least) },
    )
}

private fun read(node: SemanticsNode, at: Look): List<String> {
    val laid = mutableListOf<TextLayoutResult>()
    node.config.getOrNull(SemanticsActions.GetTextLayoutResult)?.action?.invoke(laid)
    val text = laid.firstOrNull() ?: return emptyList()
    val words = text.layoutInput.text.text
    if (words.isEmpty()) return emptyList()
    val left = node.positionInRoot.x
    // The line of a field and a tab move sideways.
    val sideways = generateSequence(node) { it.parent }.any { SemanticsProperties.HorizontalScrollAxisRange in it.config || SemanticsActions.SetText in it.config }
    return listOfNotNull(
        "'$words' is cut off".takeIf { text.isCutOff() },
        "'$words' reaches out of the screen".takeIf { !sideways && (left < -0.5f || left + text.size.width > at.widthDp * at.density + 0.5f) },
    )
}

/** By more than the fraction of a pixel that `hasVisualOverflow` already takes for a loss. */
private fun TextLayoutResult.isCutOff(): Boolean =
    multiParagraph.didExceedMaxLines || multiParagraph.height > size.height + 1 ||
        (0 until lineCount).any { isLineEllipsized(it) || getLineRight(it) - getLineLeft(it) > size.width + 1 }
