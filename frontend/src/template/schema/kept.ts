import { Extension } from '@tiptap/core';
import { type Kept, attributesOf } from '../markup';
import { shownStyle } from '../style';

// What the editor shows of an element's attributes, without meaning to the page.
const harmless = new Set([
  'align',
  'valign',
  'width',
  'height',
  'border',
  'cellpadding',
  'cellspacing',
  'bgcolor',
  'colspan',
  'rowspan',
  'dir',
  'lang',
  'start',
  'type',
]);

/** shownAttributes are those of an element in the editor. */
export function shownAttributes(kept: Kept): Record<string, string> {
  const shown: Record<string, string> = {};
  const hidden: Record<string, string> = {};
  for (const [name, value] of Object.entries(kept)) {
    if (harmless.has(name)) shown[name] = value;
    else if (name === 'class') shown['data-class'] = value;
    else hidden[name] = value;
  }
  const style = shownStyle(kept['style'] ?? '');
  if (style !== '') shown['style'] = style;
  // The clipboard is read back: what is not shown must come along.
  if (Object.keys(hidden).length > 0) shown['data-kept'] = JSON.stringify(hidden);
  return shown;
}

/** keptAttribute keeps an element's attributes as they are written. */
export const keptAttribute = {
  default: {},
  parseHTML: (element: HTMLElement) => attributesOf(element),
  renderHTML: ({ kept }: Record<string, unknown>) => shownAttributes(kept as Kept),
};

const blocks = [
  'paragraph',
  'heading',
  'bulletList',
  'orderedList',
  'listItem',
  'blockquote',
  'horizontalRule',
  'hardBreak',
];

/** KeptAttributes makes the blocks of the starter kit keep what they are written with. */
export const KeptAttributes = Extension.create({
  name: 'keptAttributes',
  addGlobalAttributes() {
    return [
      { types: blocks, attributes: { kept: keptAttribute } },
      // The style elements before the content: a part of it, so that undo covers them.
      { types: ['doc'], attributes: { sheet: { default: '', rendered: false } } },
      {
        types: ['paragraph'],
        attributes: {
          explicit: {
            default: false,
            rendered: false,
            parseHTML: (element) => element.tagName === 'P',
          },
        },
      },
    ];
  },
});
