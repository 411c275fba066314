// The %name% language as the editor reads it: the same one pass as in Go.

/** Part is a run of text as it is written, or a placeholder. */
export type Part = { text: string; name?: undefined } | { name: string; text?: undefined };

const pattern = /%%|%([a-z0-9-]{1,64})%/g;

/** partsOf splits text; a doubled percent sign stays as it is written. */
export function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const found of text.matchAll(pattern)) {
    const name = found[1];
    if (name === undefined) continue;
    if (found.index > from) parts.push({ text: text.slice(from, found.index) });
    parts.push({ name });
    from = found.index + found[0].length;
  }
  if (from < text.length) parts.push({ text: text.slice(from) });
  return parts;
}

/** Typed is a placeholder that somebody has begun to type: where, and what so far. */
export interface Typed {
  /** How many characters before the cursor its percent sign stands. */
  back: number;
  query: string;
}

/** typedBefore finds the beginning of a placeholder right before the cursor. */
export function typedBefore(text: string): Typed | undefined {
  const found = /(?:^|[^%a-z0-9])%([a-z0-9-]{0,64})$/.exec(text);
  const query = found?.[1];
  return query === undefined ? undefined : { back: query.length + 1, query };
}

interface Named {
  name: string;
  label: string;
}

/** matching are the placeholders whose name or label holds what was typed. */
export function matching<T extends Named>(known: readonly T[], query: string): T[] {
  const words = query.toLowerCase().split(/[-\s]+/);
  return known.filter(({ name, label }) => {
    const all = `${name} ${label}`.toLowerCase();
    return words.every((word) => all.includes(word));
  });
}
