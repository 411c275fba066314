// What the editor shows of a mail's styles. A mail must not be able to draw over
// the page around it, so that only what is listed reaches the page's own document;
// what is not shown is kept and written all the same.

const plain = new Set(
  `background background-color border-collapse border-radius border-spacing color direction
   display font font-family font-size font-style font-variant font-weight height
   letter-spacing line-height list-style list-style-type max-width opacity overflow-wrap
   table-layout text-align text-decoration text-indent text-transform vertical-align
   white-space width word-break`.split(/\s+/),
);
const sided =
  /^(?:margin|padding|border)(?:-(?:top|right|bottom|left))?(?:-(?:width|style|color))?$/;
const harmful = /url|expression|[\\@{}<>:]|image/i;
const shown = new Set(['inline', 'inline-block', 'block', 'table', 'none']);

/** Declaration is one property of CSS as it is written. */
export interface Declaration {
  property: string;
  value: string;
}

/** declarations reads the inside of a style attribute. */
export function declarations(style: string): Declaration[] {
  return style.split(';').flatMap((part) => {
    const at = part.indexOf(':');
    if (at < 0) return [];
    const property = part.slice(0, at).trim().toLowerCase();
    const value = part.slice(at + 1).trim();
    return property === '' || value === '' ? [] : [{ property, value }];
  });
}

/** shownStyle is what of a style the editor shows. */
export function shownStyle(style: string): string {
  return declarations(style)
    .filter(mayShow)
    .map(({ property, value }) => `${property}: ${value}`)
    .join('; ');
}

function mayShow({ property, value }: Declaration): boolean {
  if (harmful.test(value) || value.length > 200) return false;
  // A margin below zero would pull what it belongs to out of the paper.
  if (property.startsWith('margin') && value.includes('-')) return false;
  if (property === 'display') return shown.has(value.replace(/\s*!important$/, ''));
  return plain.has(property) || sided.test(property);
}

/** colourOf is the colour of a style that says nothing else. */
export function colourOf(style: string): string | undefined {
  const [only, ...more] = declarations(style);
  return only?.property === 'color' && more.length === 0 ? only.value : undefined;
}

/**
 * shownSelector leads a selector into the paper. Classes are those of the mail, which
 * could mean something to the page: they stand in an attribute of their own.
 */
export function shownSelector(selector: string, paper: string): string {
  return selector
    .split(',')
    .map((one) => {
      const led = one.trim().replace(/\.([\w-]+)/g, '[data-class~="$1"]');
      return /^(?:body|html)$/i.test(led) ? paper : `${paper} ${led}`;
    })
    .join(', ');
}
