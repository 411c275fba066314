// Earlier than this nothing can be said.
const least = { done: 20, seconds: 3 };

/**
 * remaining estimates how many seconds are left, given how many were done in how
 * many seconds; undefined as long as that would be a guess.
 */
export function remaining(done: number, total: number, seconds: number): number | undefined {
  if (done < least.done || seconds < least.seconds || done >= total) return undefined;
  const left = ((total - done) / done) * seconds;
  // Nobody counts the seconds of a quarter of an hour.
  const step = left > 60 ? 10 : 1;
  return Math.max(1, Math.round(left / step) * step);
}
