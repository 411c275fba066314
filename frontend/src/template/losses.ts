// Compares what a template says with what the rich editor would write of it. The
// comparison knows nothing of the editor: whatever it cannot keep is found.

/** Piece is one thing that a document consists of, in its order. */
export interface Piece {
  /** Two pieces with the same key are the same thing. */
  key: string;
  /** What it is, in words of HTML: "pre", "a title", "a comment". */
  names: readonly string[];
}

/** lost names what pieces of the first document are missing in the second. */
export function lost(before: readonly Piece[], after: readonly Piece[]): string[] {
  if (before.length === after.length && before.every(({ key }, at) => key === after[at]?.key)) {
    return [];
  }
  const left = new Map<string, number>();
  for (const { key } of after) left.set(key, (left.get(key) ?? 0) + 1);
  const missing: Piece[] = [];
  for (const piece of before) {
    const count = left.get(piece.key) ?? 0;
    if (count === 0) missing.push(piece);
    else left.set(piece.key, count - 1);
  }
  const kept = new Set(after.flatMap(({ names }) => names));
  const gone = missing.flatMap(({ names }) => names).filter((name) => !kept.has(name));
  return gone.length > 0 ? [...new Set(gone)] : ['order'];
}

const blocks = new Set(
  `address article blockquote body caption center col colgroup dd div dl dt figcaption figure
   footer form h1 h2 h3 h4 h5 h6 header hr li main ol p pre section table tbody td tfoot th
   thead tr ul`.split(/\s+/),
);

/** piecesOf flattens a document: in which order inline elements are nested means nothing. */
export function piecesOf(body: Element): Piece[] {
  const found: Found[] = [];
  collect(body, [], found);
  return collapse(found);
}

/** Found is a piece before white space is collapsed. */
type Found = Piece & { text?: string; block?: boolean };

function collect(parent: Element, around: readonly Named[], found: Found[]): void {
  const names = around.flatMap((one) => one.names);
  for (const node of parent.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) {
      found.push({ key: keyOf(around), names, text: node.textContent ?? '' });
    } else if (node.nodeType === Node.COMMENT_NODE) {
      found.push({ key: '<!--', names: ['<!--'] });
    } else if (node instanceof Element) {
      const self = named(node);
      if (blocks.has(self.tag)) {
        found.push({ key: `<${self.key}`, names: self.names, block: true });
        collect(node, around, found);
        found.push({ key: `</${self.tag}`, names: [], block: true });
      } else if (self.tag === 'br') {
        found.push({ key: `<${self.key}`, names: self.names, block: true });
      } else if (node.childNodes.length === 0) {
        found.push({ key: `<${self.key} in ${keyOf(around)}`, names: self.names });
      } else {
        collect(node, [...around, self], found);
      }
    }
  }
}

// White space at the edges of a block is none, and of several spaces one counts.
function collapse(found: readonly Found[]): Piece[] {
  const pieces: Piece[] = [];
  let run: Found | undefined;
  let space = true;
  const flush = (trim: boolean) => {
    const text = trim ? run?.text?.replace(/ $/, '') : run?.text;
    if (run && text) pieces.push({ key: `${run.key}|${text}`, names: run.names });
    run = undefined;
  };
  for (const one of found) {
    if (one.text === undefined) {
      flush(one.block === true);
      pieces.push({ key: one.key, names: one.names });
      space = one.block === true;
      continue;
    }
    const words = one.text.replace(/[ \t\r\n\f]+/g, ' ');
    const text = space ? words.replace(/^ /, '') : words;
    if (text === '') continue;
    if (run && run.key !== one.key) flush(false);
    run = { ...one, text: (run?.text ?? '') + text };
    space = text.endsWith(' ');
  }
  flush(true);
  return pieces;
}

interface Named {
  tag: string;
  key: string;
  names: readonly string[];
}

function named(element: Element): Named {
  const tag = element.tagName.toLowerCase();
  const attributes = [...element.attributes].map(({ name, value }) => ({ name, value }));
  attributes.sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    tag,
    key: [tag, ...attributes.map(({ name, value }) => `${name}=${value}`)].join(' '),
    names: [tag, ...attributes.map(({ name }) => `${tag} ${name}`)],
  };
}

const keyOf = (around: readonly Named[]) =>
  around
    .map(({ key }) => key)
    .toSorted()
    .join(' ');
