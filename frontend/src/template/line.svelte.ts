import { Editor, Node } from '@tiptap/core';
import StarterKit from '@tiptap/starter-kit';
import type { TemplatePlaceholder } from '../bridge/templates';
import { template as text } from '../text/en/template';
import { type Typed, partsOf, typedBefore } from './chips';
import { Placeholder, type PlaceholderOptions } from './schema/placeholder';

/** Suggesting is a placeholder that is being typed, and where on the screen. */
export interface Suggesting extends Typed {
  left: number;
  top: number;
}

/** ChipLine is text with chips, as far as inserting chips goes. */
export interface ChipLine {
  suggesting: Suggesting | undefined;
  insertPlaceholder: (name: string) => void;
}

/** placeholderOptions is what chips say, from the list of a kind. */
export function placeholderOptions(known: readonly TemplatePlaceholder[]): PlaceholderOptions {
  return {
    label: (name) => known.find((one) => one.name === name)?.label,
    words: text.chip.words,
  };
}

/** suggestingIn is the placeholder that is being typed in an editor. */
export function suggestingIn(editor: Editor): Suggesting | undefined {
  const { $from: cursor, empty } = editor.state.selection;
  if (!empty || !editor.isFocused) return undefined;
  const before = cursor.parent.textBetween(0, cursor.parentOffset, undefined, '\ufffc');
  const typed = typedBefore(before);
  if (!typed) return undefined;
  const { left, bottom } = editor.view.coordsAtPos(cursor.pos - typed.back);
  return { ...typed, left, top: bottom };
}

/** insertChip puts a chip at the cursor, in the place of what was typed of it. */
export function insertChip(editor: Editor, name: string, suggesting: Suggesting | undefined): void {
  const { from, to, $from: cursor } = editor.state.selection;
  const begin = suggesting ? from - suggesting.back : from;
  const marks = cursor.marks().map((mark) => mark.toJSON() as { type: string });
  const chip = { type: 'placeholder', attrs: { name }, marks };
  editor.view.focus(); // that of the chain waits for a frame
  editor.chain().focus().insertContentAt({ from: begin, to }, chip).run();
}

const Line = Node.create({ name: 'doc', topNode: true, content: 'paragraph' });

export interface SubjectOptions {
  placeholders: readonly TemplatePlaceholder[];
  attributes: Record<string, string>;
  onchange: (text: string) => void;
}

/** SubjectLine is one line of text with chips. */
export class SubjectLine implements ChipLine {
  suggesting = $state.raw<Suggesting | undefined>();
  readonly editor: Editor;
  #written: string;

  constructor(element: HTMLElement, value: string, options: SubjectOptions) {
    this.#written = value;
    this.editor = new Editor({
      element,
      injectCSS: false,
      extensions: [
        Line,
        StarterKit.configure({
          document: false,
          blockquote: false,
          bold: false,
          bulletList: false,
          code: false,
          codeBlock: false,
          dropcursor: false,
          gapcursor: false,
          hardBreak: false,
          heading: false,
          horizontalRule: false,
          italic: false,
          link: false,
          listItem: false,
          listKeymap: false,
          orderedList: false,
          strike: false,
          trailingNode: false,
          underline: false,
        }),
        Placeholder.configure(placeholderOptions(options.placeholders)),
      ],
      content: lineOf(value),
      editorProps: {
        attributes: options.attributes,
        // A subject is one line: Enter is left to what submits the form.
        handleKeyDown: (_, event) => event.key === 'Enter',
        transformPastedText: (pasted) => pasted.replace(/\s*[\r\n]+\s*/g, ' '),
        transformPastedHTML: (pasted) => pasted.replace(/<br\b[^>]*>/gi, ' '),
      },
      onTransaction: ({ transaction }) => {
        this.suggesting = suggestingIn(this.editor);
        if (!transaction.docChanged) return;
        const now = this.editor.getText();
        if (now === this.#written) return;
        this.#written = now;
        options.onchange(now);
      },
      onBlur: () => (this.suggesting = undefined),
    });
  }

  /** show puts another text into the line. */
  show(value: string): void {
    if (value === this.#written) return;
    this.#written = value;
    this.editor.commands.setContent(lineOf(value), { emitUpdate: false });
  }

  insertPlaceholder(name: string): void {
    const { suggesting } = this;
    this.suggesting = undefined;
    insertChip(this.editor, name, suggesting);
  }
}

function lineOf(value: string) {
  const content = partsOf(value).map((part) =>
    part.name === undefined
      ? { type: 'text', text: part.text }
      : { type: 'placeholder', attrs: { name: part.name } },
  );
  return { type: 'doc', content: [{ type: 'paragraph', content }] };
}
