import { Mark, mergeAttributes } from '@tiptap/core';
import type { Kept } from '../markup';
import { colourOf } from '../style';
import { keptAttribute, shownAttributes } from './kept';

const tagged = (names: readonly string[]) => ({
  tag: {
    default: names[0],
    rendered: false,
    parseHTML: (element: HTMLElement) => {
      const name = element.tagName.toLowerCase();
      return names.includes(name) ? name : names[0];
    },
  },
  kept: keptAttribute,
});

const byTag = (names: readonly string[]) => names.map((tag) => ({ tag }));

// Only elements are marks: a style that makes text bold stays the style that it is.
const simple = (name: string, names: readonly string[], key: string) =>
  Mark.create({
    name,
    addAttributes: () => tagged(names),
    parseHTML: () => byTag(names),
    renderHTML: ({ mark, HTMLAttributes }) => [
      String(mark.attrs['tag']),
      mergeAttributes(HTMLAttributes),
      0,
    ],
    addKeyboardShortcuts() {
      return { [key]: () => this.editor.commands.toggleMark(name) };
    },
  });

/** Colour is the colour of letters, and nothing else. */
export const Colour = Mark.create({
  name: 'colour',
  priority: 90,
  addAttributes: () => ({
    value: {
      default: '',
      parseHTML: (element: HTMLElement) => colourOf(element.getAttribute('style') ?? ''),
      renderHTML: ({ value }: Record<string, unknown>) =>
        shownAttributes({ style: `color: ${String(value)}` }),
    },
  }),
  parseHTML: () => [
    {
      tag: 'span[style]',
      priority: 60,
      getAttrs: (element) =>
        element.attributes.length === 1 &&
        colourOf(element.getAttribute('style') ?? '') !== undefined
          ? null
          : false,
    },
  ],
  renderHTML: ({ HTMLAttributes }) => ['span', mergeAttributes(HTMLAttributes), 0],
});

/** Link leads somewhere in the mail, and nowhere in the editor. */
export const Link = Mark.create({
  name: 'link',
  priority: 1000,
  inclusive: false,
  addAttributes: () => ({
    kept: {
      ...keptAttribute,
      renderHTML: ({ kept }: Record<string, unknown>) => ({
        ...shownAttributes(kept as Kept),
        title: (kept as Kept)['href'] ?? '',
      }),
    },
  }),
  parseHTML: () => [{ tag: 'a' }],
  renderHTML: ({ HTMLAttributes }) => ['a', mergeAttributes(HTMLAttributes), 0],
});

const around =
  'span font small big sub sup code kbd samp tt var mark ins abbr cite dfn q bdi bdo'.split(' ');

/** Wrap keeps any other element around letters, and may stand in itself. */
export const Wrap = Mark.create({
  name: 'wrap',
  priority: 80,
  excludes: '',
  addAttributes: () => tagged(around),
  parseHTML: () => byTag(around),
  renderHTML: ({ mark, HTMLAttributes }) => [
    String(mark.attrs['tag']),
    mergeAttributes(HTMLAttributes),
    0,
  ],
});

/** marks are what letters can be. */
export const marks = [
  Link,
  simple('bold', ['strong', 'b'], 'Mod-b'),
  simple('italic', ['em', 'i'], 'Mod-i'),
  simple('underline', ['u'], 'Mod-u'),
  simple('strike', ['s', 'del', 'strike'], 'Mod-Shift-s'),
  Colour,
  Wrap,
];
