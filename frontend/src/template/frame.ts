// Go writes one, in the head, and no text of a mail can look like it: there it is escaped.
const element = /<style>([\s\S]*?)<\/style>/g;

/**
 * framed is a preview's document as a frame of this page shows it. The frame inherits
 * the page's Content-Security-Policy, which lets no style element in: the rules of the
 * document are written into the elements that they are for. Nothing runs or loads in
 * the document that does it.
 */
export function framed(html: string): string {
  if (html === '') return '';
  const preview = new DOMParser().parseFromString(html.replace(element, ''), 'text/html');
  const sheet = new CSSStyleSheet();
  sheet.replaceSync([...html.matchAll(element)].map(([, rules = '']) => rules).join('\n'));
  for (const rule of sheet.cssRules) if (rule instanceof CSSStyleRule) write(preview, rule);
  return `<!doctype html>${preview.documentElement.outerHTML}`;
}

function write(preview: Document, { selectorText, style }: CSSStyleRule): void {
  const before: string[] = [];
  const after: string[] = [];
  for (const property of style) {
    const line = `${property}: ${style.getPropertyValue(property)}`;
    if (style.getPropertyPriority(property) === '') before.push(line);
    else after.push(`${line} !important`);
  }
  for (const element of preview.querySelectorAll(selectorText)) {
    const own = element.getAttribute('style') ?? '';
    element.setAttribute('style', [...before, own, ...after].filter(Boolean).join('; '));
  }
}
