/** Kept are the attributes of an element as they are written, in their order. */
export type Kept = Readonly<Record<string, string>>;

/** escapeText writes text as HTML. */
export function escapeText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\u00a0', '&nbsp;');
}

/** attributesText writes attributes, each behind a space. */
export function attributesText(kept: Kept): string {
  return Object.entries(kept)
    .map(([name, value]) => ` ${name}="${escapeText(value).replaceAll('"', '&quot;')}"`)
    .join('');
}

/** attributesOf reads what an element has, but what the editor itself adds. */
export function attributesOf(element: Element): Kept {
  const kept: Record<string, string> = {};
  for (const { name, value } of element.attributes) {
    if (name === 'data-class') kept['class'] = value;
    else if (name === 'data-kept') Object.assign(kept, JSON.parse(value));
    else if (!own.has(name)) kept[name] = value;
  }
  return kept;
}

// Those of the editor's own elements; data-pm-slice comes with its clipboard.
const own = new Set(['data-placeholder', 'data-pm-slice', 'contenteditable', 'draggable']);
