/** offsetOf is where a line and a column, both from 1 and counted in characters, are in a text. */
export function offsetOf(text: string, line: number, column: number): number {
  if (line < 1) return 0;
  let at = 0;
  for (let number = 1; number < line; number++) {
    const end = text.indexOf('\n', at);
    if (end < 0) return text.length;
    at = end + 1;
  }
  // A character may be two units of UTF-16.
  const rest = text.slice(at).split('\n', 1)[0] ?? '';
  const before = [...rest].slice(0, Math.max(0, column - 1)).join('');
  return at + before.length;
}

/** scrollTo brings a line into the middle of a text area. */
export function scrollTo(area: HTMLTextAreaElement, line: number): void {
  const height = parseFloat(getComputedStyle(area).lineHeight) || 18;
  area.scrollTop = Math.max(0, (line - 1) * height - area.clientHeight / 2);
}
