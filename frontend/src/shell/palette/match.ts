// How well a search fits a name. The steps lie so far apart that a better kind
// of fit always wins over a worse one, however long the names are.

const literal = 1001;
const exact = 1000;
const beginning = 900;
const words = 800;
const anyOrder = 700;
const within = 600;
const scattered = 300;

/**
 * score says how well a query fits a text, from 0 (not at all) to 1001 (it is
 * the text, letter by letter). Case, accents and hyphens make no other difference.
 */
export function score(query: string, text: string): number {
  const wanted = fold(query);
  const found = fold(text);
  if (wanted === '' || found === '') return 0;
  if (wanted === found) {
    return query.trim().toLowerCase() === text.toLowerCase() ? literal : exact;
  }
  // Of two names that begin alike, the shorter one is meant.
  const surplus = Math.min(found.length - wanted.length, 90);
  if (found.startsWith(wanted)) return beginning - surplus;
  const order = wordsFit(wanted.split(' '), found.split(' '));
  if (order === 'ordered') return words - surplus;
  if (order === 'shuffled') return anyOrder - surplus;
  if (wanted.length > 1 && found.includes(wanted)) return within - surplus;
  return letters(wanted.replaceAll(' ', ''), found);
}

/** fold takes away what people type in different ways: "E-Mail" is "email". */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}|(?<=\p{L})[-'’](?=\p{L})/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

// Each word of the query begins another word of the text.
function wordsFit(query: string[], text: string[]): 'ordered' | 'shuffled' | undefined {
  const free = text.map(() => true);
  let last = -1;
  let ordered = true;
  for (const part of query) {
    const later = text.findIndex((word, at) => at > last && free[at] && word.startsWith(part));
    const at = later >= 0 ? later : text.findIndex((word, i) => free[i] && word.startsWith(part));
    if (at < 0) return undefined;
    ordered &&= at > last;
    free[at] = false;
    last = at;
  }
  return ordered ? 'ordered' : 'shuffled';
}

// The letters appear in their order, each next to the one before it or at the
// beginning of a word: "tse" finds "Test sign-in: envelope", and not any text
// that happens to hold a t, an s and an e.
function letters(query: string, text: string): number {
  if (query.length < 2) return 0;
  const jumps = fewestJumps(query, text);
  return jumps === undefined ? 0 : Math.max(1, scattered - 20 * jumps - text.length);
}

function fewestJumps(query: string, text: string): number | undefined {
  // costs[at]: the fewest jumps with which the letters so far end at that place.
  let costs: number[] = [];
  [...query].forEach((letter, index) => {
    let earlier = index === 0 ? 0 : Infinity;
    const next: number[] = [];
    for (let at = 0; at < text.length; at++) {
      const beside = costs[at - 1] ?? Infinity;
      const start = at === 0 || text[at - 1] === ' ';
      next[at] = text[at] === letter ? Math.min(beside, start ? earlier : Infinity) : Infinity;
      earlier = Math.min(earlier, (costs[at] ?? Infinity) + 1);
    }
    costs = next;
  });
  const fewest = costs.reduce((least, cost) => Math.min(least, cost), Infinity);
  return fewest === Infinity ? undefined : fewest;
}
