/**
 * moved is the row that a key leads to in a list of rows, or undefined when the
 * key moves nowhere (ARIA Authoring Practices, grid). page is how many rows are in
 * sight; at is -1 as long as no row is the active one.
 */
export function moved(key: string, at: number, count: number, page: number): number | undefined {
  if (count === 0) return undefined;
  const next = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + page,
    PageUp: at - page,
    Home: 0,
    End: count - 1,
  }[key];
  return next === undefined ? undefined : Math.max(0, Math.min(count - 1, next));
}

/** scrolledTo is where a list is scrolled to so that a row is in sight, in pixels. */
export function scrolledTo(
  row: number,
  view: { top: number; viewport: number; height: number },
): number {
  const above = row * view.height;
  const below = above + view.height - view.viewport;
  return Math.max(below, Math.min(above, view.top));
}
