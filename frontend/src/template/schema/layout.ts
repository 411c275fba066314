import { Node, mergeAttributes } from '@tiptap/core';
import { keptAttribute } from './kept';

// Tables and boxes that lay a mail out: they are shown and kept, and typed into.

const tag = {
  default: 'div',
  rendered: false,
  parseHTML: (element: HTMLElement) => element.tagName.toLowerCase(),
};

const tags = (names: string) => names.split(' ').map((name) => ({ tag: name }));

interface Layout {
  name: string;
  content: string;
  group?: string;
  parse: string;
  isolating?: boolean;
}

const layout = ({ name, content, group = '', parse, isolating = false }: Layout) =>
  Node.create({
    name,
    content,
    group,
    isolating,
    addAttributes: () => ({ tag: { ...tag, default: parse.split(' ')[0] }, kept: keptAttribute }),
    parseHTML: () => tags(parse),
    renderHTML: ({ node, HTMLAttributes }) => [
      String(node.attrs['tag']),
      mergeAttributes(HTMLAttributes),
      0,
    ],
  });

/** layouts are the nodes of layout, from the outside in. */
export const layouts = [
  layout({
    name: 'box',
    content: 'block+',
    group: 'block',
    parse: 'div center section article header footer main address figure',
  }),
  layout({
    name: 'table',
    content: 'tableSection+',
    group: 'block',
    parse: 'table',
    isolating: true,
  }),
  layout({ name: 'tableSection', content: 'tableRow*', parse: 'tbody thead tfoot' }),
  layout({ name: 'tableRow', content: 'tableCell*', parse: 'tr' }),
  layout({ name: 'tableCell', content: 'block+', parse: 'td th', isolating: true }),
];
