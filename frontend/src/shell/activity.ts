/** throttled calls work at most once per pause (milliseconds), at its beginning. */
export function throttled(pause: number, work: () => void, now: () => number = Date.now) {
  let last = -Infinity;
  return () => {
    if (now() - last < pause) return;
    last = now();
    work();
  };
}

const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const;

/** watchActivity tells of the person's activity, at most every 15 seconds. */
export function watchActivity(tell: () => void): () => void {
  const active = throttled(15_000, tell);
  for (const sign of signs) window.addEventListener(sign, active, { passive: true });
  return () => {
    for (const sign of signs) window.removeEventListener(sign, active);
  };
}
