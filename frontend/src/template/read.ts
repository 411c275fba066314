import { type JSONContent } from '@tiptap/core';
import { DOMParser as MailParser, type Schema } from '@tiptap/pm/model';
import { partsOf } from './chips';
import { lost, piecesOf } from './losses';
import { writeMail } from './write';

/** Read is what of a template's HTML the rich editor can hold. */
export interface Read {
  /** The content; the style elements before it are its attribute, as they are written. */
  doc: JSONContent;
  /** What the rich editor would lose: names of elements and attributes. */
  losses: string[];
}

const styles = /^(?:\s*<style\b[^>]*>[\s\S]*?<\/style\s*>\s*)+/i;
const framed = /<(?:!doctype|html|head|title|meta|link|base|body|frameset|style)\b/gi;
// The page's policy has something to say about every style element, even an inert one.
const furtherStyles = /<style\b[^>]*>[\s\S]*?(?:<\/style\s*>|$)/gi;

/** readMail reads HTML in an inert document, in which nothing loads or runs. */
export function readMail(schema: Schema, html: string): Read {
  const sheet = styles.exec(html)?.[0] ?? '';
  const source = html.slice(sheet.length);
  const body = bodyOf(source);
  const parsed = new DOMParser()
    .parseFromString('<body></body>', 'text/html')
    .importNode(body, true);
  chipped(parsed);
  const doc = MailParser.fromSchema(schema).parse(parsed).toJSON() as JSONContent;
  const frame = [...source.matchAll(framed)].map(([tag]) => tag.slice(1).toLowerCase());
  const losses = lost(piecesOf(body), piecesOf(bodyOf(writeMail(doc))));
  return { doc: { ...doc, attrs: { sheet } }, losses: [...new Set([...frame, ...losses])] };
}

function bodyOf(html: string): HTMLElement {
  const { body } = new DOMParser().parseFromString(
    `<body>${html.replace(furtherStyles, '')}`,
    'text/html',
  );
  gather(body);
  return body;
}

const loose = new Set(
  'a abbr b bdi bdo big br cite code del em font i img ins kbd mark q s samp small span strike strong sub sup tt u var'.split(
    ' ',
  ),
);

// Text that stands in no paragraph becomes one: nothing else can be typed into.
function gather(body: HTMLElement): void {
  let paragraph: HTMLElement | undefined;
  for (const node of [...body.childNodes]) {
    const isText = node.nodeType === Node.TEXT_NODE;
    const isLoose = node instanceof Element && loose.has(node.tagName.toLowerCase());
    if (isLoose || (isText && (paragraph || node.textContent?.trim()))) {
      if (!paragraph) node.before((paragraph = body.ownerDocument.createElement('p')));
      paragraph.append(node);
    } else if (!isText) paragraph = undefined;
  }
}

// Names between percent signs become the elements that chips are read from.
function chipped(body: HTMLElement): void {
  const document = body.ownerDocument;
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  const texts: Node[] = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  for (const text of texts) {
    const parts = partsOf(text.textContent ?? '');
    if (parts.every(({ name }) => name === undefined)) continue;
    (text as Text).replaceWith(
      ...parts.map((part) => {
        if (part.name === undefined) return part.text;
        const chip = document.createElement('span');
        chip.setAttribute('data-placeholder', part.name);
        return chip;
      }),
    );
  }
}
