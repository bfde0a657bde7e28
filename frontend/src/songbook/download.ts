/** Hands a file to the player. */
export function download(content: Blob | string, name: string, type = "text/plain;charset=utf-8") {
  const blob = typeof content === "string" ? new Blob([content], { type }) : content;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The browser has taken it long before.
  window.setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** A title as a name that every system takes for a file. */
export function fileName(title: string, ending: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: no system wants them in a name
  const plain = title.replace(/[\u0000-\u001f<>:"/\\|?*]+/g, "-").replace(/^[-.\s]+|[-.\s]+$/g, "");
  return `${plain.slice(0, 80) || "song"}.${ending}`;
}
