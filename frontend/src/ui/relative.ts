const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** relativeTime says how far an RFC 3339 time lies from now (milliseconds). */
export function relativeTime(at: string, now: number): string {
  const distance = new Date(at).getTime() - now;
  if (Number.isNaN(distance)) return '';
  const size = Math.abs(distance);
  // Within the clock's own step, before and after cannot be told apart.
  if (size < 45_000) return 'just now';
  const words = amount(size);
  return distance > 0 ? `in ${words}` : `${words} ago`;
}

function amount(size: number): string {
  if (size < 55 * minute) return plural(Math.max(1, Math.round(size / minute)), 'minute');
  if (size < 22 * hour) return plural(Math.max(1, Math.round(size / hour)), 'hour');
  if (size < 45 * day) return plural(Math.max(1, Math.round(size / day)), 'day');
  if (size < 540 * day) return plural(Math.round(size / (30.44 * day)), 'month');
  return plural(Math.round(size / (365.25 * day)), 'year');
}

function plural(count: number, unit: string): string {
  return `${String(count)} ${unit}${count === 1 ? '' : 's'}`;
}
