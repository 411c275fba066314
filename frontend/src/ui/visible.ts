/** Around the rows in sight, this many more stand ready. */
const around = 6;

/** visibleRange says which rows of equal height are in sight: from, and up to to. */
export function visibleRange(view: {
  top: number;
  viewport: number;
  height: number;
  count: number;
}): { from: number; to: number } {
  const first = Math.floor(view.top / view.height);
  const inSight = Math.ceil(view.viewport / view.height);
  return {
    from: Math.max(0, Math.min(first - around, view.count)),
    to: Math.min(view.count, first + inSight + around),
  };
}
