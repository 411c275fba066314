// Which rows are chosen, as lists do it everywhere: a click, with Shift the
// range, with Ctrl one more.

/** Selection is what is chosen, and the row from which a range is drawn. */
export interface Selection {
  readonly ids: ReadonlySet<string>;
  readonly anchor: string;
}

export const nothing: Selection = { ids: new Set(), anchor: '' };

/** only chooses one row and no other. */
export const only = (id: string): Selection => ({ ids: new Set([id]), anchor: id });

/** toggled adds a row, or takes it out. */
export function toggled({ ids }: Selection, id: string): Selection {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return { ids: next, anchor: id };
}

/** ranged chooses from the anchor to a row, in the order of what is shown. */
export function ranged(from: Selection, shown: readonly string[], id: string): Selection {
  const [start, end] = [shown.indexOf(from.anchor), shown.indexOf(id)];
  if (start < 0 || end < 0) return only(id);
  const ids = shown.slice(Math.min(start, end), Math.max(start, end) + 1);
  return { ids: new Set(ids), anchor: from.anchor };
}

/** all chooses every row that is shown, beside what is chosen elsewhere. */
export function all(from: Selection, shown: readonly string[]): Selection {
  return { ids: new Set([...from.ids, ...shown]), anchor: from.anchor };
}

/** without takes out every row that is shown. */
export function without(from: Selection, shown: readonly string[]): Selection {
  const next = new Set(from.ids);
  for (const id of shown) next.delete(id);
  return { ids: next, anchor: from.anchor };
}

/** kept drops what is no longer there. */
export function kept(from: Selection, there: readonly string[]): Selection {
  const known = new Set(there);
  return { ids: new Set([...from.ids].filter((id) => known.has(id))), anchor: from.anchor };
}
