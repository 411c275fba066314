import { Node } from '@tiptap/core';
import type { Node as Document, Schema } from '@tiptap/pm/model';
import { Plugin, type Transaction } from '@tiptap/pm/state';
import { besideChip } from '../beside';
import { partsOf } from '../chips';

export interface PlaceholderOptions {
  /** label is what a chip says, or nothing where the name is unknown. */
  label: (name: string) => string | undefined;
  /** words are what is read out of a chip. */
  words: (name: string, label: string | undefined) => string;
}

/** Placeholder is a chip: one thing, whatever its name's length. */
export const Placeholder = Node.create<PlaceholderOptions>({
  name: 'placeholder',
  group: 'inline',
  inline: true,
  atom: true,
  draggable: true,
  addOptions: () => ({ label: () => undefined, words: (name) => name }),
  addAttributes: () => ({
    name: {
      default: '',
      parseHTML: (element: HTMLElement) => element.getAttribute('data-placeholder'),
      rendered: false,
    },
  }),
  parseHTML: () => [{ tag: 'span[data-placeholder]', priority: 100 }],
  renderHTML({ node }) {
    const name = String(node.attrs['name']);
    const label = this.options.label(name);
    const attributes: Record<string, string> = {
      'data-placeholder': name,
      class: label === undefined ? 'chip unknown' : 'chip',
      role: 'img',
      'aria-label': this.options.words(name, label),
      title: `%${name}%`,
    };
    return ['span', attributes, label ?? `%${name}%`];
  },
  renderText: ({ node }) => `%${String(node.attrs['name'])}%`,
  addKeyboardShortcuts() {
    const leave = (side: 'from' | 'to') => () => {
      const { state, view } = this.editor;
      const beside = besideChip(state, side);
      if (beside) view.dispatch(beside);
      return false; // the key itself goes on from there
    };
    return {
      Home: leave('from'),
      End: leave('to'),
      ArrowUp: leave('from'),
      ArrowDown: leave('to'),
      'Shift-Home': leave('to'), // and with the chip
      'Shift-End': leave('from'),
    };
  },
  addProseMirrorPlugins() {
    const { schema } = this.editor;
    return [
      new Plugin({
        // Typed, pasted or dropped: a whole name between percent signs is a chip.
        appendTransaction: (transactions, _, state) =>
          transactions.some(({ docChanged }) => docChanged)
            ? chipped(state.tr, state.doc, schema)
            : null,
      }),
    ];
  },
});

function chipped(tr: Transaction, doc: Document, schema: Schema): Transaction | null {
  doc.descendants((node, position) => {
    if (!node.isText || !node.text?.includes('%')) return;
    let at = position;
    for (const part of partsOf(node.text)) {
      const length = part.name === undefined ? part.text.length : part.name.length + 2;
      if (part.name !== undefined) {
        const chip = schema.node('placeholder', { name: part.name }, undefined, node.marks);
        tr.replaceWith(tr.mapping.map(at), tr.mapping.map(at + length), chip);
      }
      at += length;
    }
  });
  return tr.docChanged ? tr : null;
}
