import type { JSONContent } from '@tiptap/core';
import { type Kept, attributesText, escapeText } from './markup';

// Writes what the rich editor holds as HTML: blocks on lines of their own, so that a
// problem's line means something to who reads the source.

/** writeMail is the HTML of a document, behind the style elements that came before it. */
export function writeMail(doc: JSONContent): string {
  const sheet = (doc.attrs?.['sheet'] as string | undefined) ?? '';
  return `${sheet}${blocks(doc.content ?? [], false)}\n`;
}

function blocks(nodes: readonly JSONContent[], mayBeBare: boolean): string {
  return nodes
    .map((node, at) => {
      const bare = mayBeBare && isBare(node) && !isBare(nodes[at - 1]) && !isBare(nodes[at + 1]);
      return bare ? inline(node.content ?? []) : block(node);
    })
    .join('\n');
}

/** A paragraph that was never written as one: text right inside a cell or a list item. */
function isBare(node: JSONContent | undefined): boolean {
  return node?.type === 'paragraph' && node.attrs?.['explicit'] !== true && isEmpty(keptOf(node));
}

function block(node: JSONContent): string {
  const attrs = node.attrs ?? {};
  const text = () => inline(node.content ?? []);
  const kept = keptOf(node);
  switch (node.type) {
    case 'paragraph':
      return element('p', kept, text());
    case 'heading':
      return element(`h${String(attrs['level'])}`, kept, text());
    case 'horizontalRule':
      return `<hr${attributesText(kept)}>`;
    case 'listItem':
      return element('li', kept, blocks(node.content ?? [], true));
    case 'tableCell':
      return element(String(attrs['tag']), kept, blocks(node.content ?? [], true));
    case 'box':
      return element(String(attrs['tag']), kept, wrapped(blocks(node.content ?? [], true)));
    default:
      return element(tagOf(node), kept, wrapped(blocks(node.content ?? [], false)));
  }
}

function tagOf(node: JSONContent): string {
  const tags: Record<string, string> = {
    bulletList: 'ul',
    orderedList: 'ol',
    blockquote: 'blockquote',
    table: 'table',
    tableRow: 'tr',
  };
  return tags[node.type ?? ''] ?? String(node.attrs?.['tag']);
}

const wrapped = (inside: string) => `\n${inside}\n`;

const element = (tag: string, kept: Kept, inside: string) =>
  `<${tag}${attributesText(kept)}>${inside}</${tag}>`;

type Mark = NonNullable<JSONContent['marks']>[number];

// Runs that share a mark share its element: only what changes is closed and opened.
function inline(nodes: readonly JSONContent[]): string {
  let out = '';
  let open: Mark[] = [];
  for (const node of nodes) {
    const marks = node.marks ?? [];
    let same = 0;
    while (same < open.length && same < marks.length && equal(open[same], marks[same])) same++;
    out += closed(open.slice(same));
    out += marks.slice(same).map(opened).join('');
    open = marks;
    out += leaf(node);
  }
  return out + closed(open);
}

function leaf(node: JSONContent): string {
  switch (node.type) {
    case 'placeholder':
      return `%${String(node.attrs?.['name'])}%`;
    case 'image':
      return `<img${attributesText(keptOf(node))}>`;
    case 'hardBreak':
      return `<br${attributesText(keptOf(node))}>`;
    default:
      return escapeText(node.text ?? '');
  }
}

const equal = (a: Mark | undefined, b: Mark | undefined) => JSON.stringify(a) === JSON.stringify(b);

const opened = (mark: Mark) => `<${markTag(mark)}${attributesText(markKept(mark))}>`;

const closed = (marks: readonly Mark[]) =>
  marks
    .toReversed()
    .map((mark) => `</${markTag(mark)}>`)
    .join('');

function markTag(mark: Mark): string {
  if (mark.type === 'colour') return 'span';
  if (mark.type === 'link') return 'a';
  return String(mark.attrs?.['tag']);
}

function markKept(mark: Mark): Kept {
  if (mark.type === 'colour') return { style: `color: ${String(mark.attrs?.['value'])}` };
  return (mark.attrs?.['kept'] as Kept | undefined) ?? {};
}

function keptOf(node: JSONContent): Kept {
  return (node.attrs?.['kept'] as Kept | undefined) ?? {};
}

const isEmpty = (kept: Kept) => Object.keys(kept).length === 0;
