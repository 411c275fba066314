/**
 * afterPress does something at once, or, while a mouse button or a finger is
 * down, when it is up again and the click is done: what appears in between pushes
 * away what was pressed, and the click is lost.
 */
export function afterPress(deed: () => void): void {
  if (document.querySelector(':active') === null) {
    deed();
    return;
  }
  const stop = new AbortController();
  const up = () => {
    stop.abort();
    setTimeout(deed); // the click comes with the event that is being told
  };
  for (const name of ['pointerup', 'pointercancel'] as const) {
    window.addEventListener(name, up, { signal: stop.signal });
  }
}
