package chordwork.clockworkred.ui

import java.io.InputStream
import javax.xml.parsers.DocumentBuilderFactory

/** The strings of a `strings.xml` by name, as Android's resources would give them: for where there are no resources. */
fun readStringsXml(file: InputStream): Map<String, String> {
    val found = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file).getElementsByTagName("string")
    return (0 until found.length).map(found::item).associate { it.attributes.getNamedItem("name").nodeValue to unescaped(it.textContent) }
}

private fun unescaped(text: String) = text.replace("\\'", "'").replace("\\\"", "\"").replace("\\n", "\n")
