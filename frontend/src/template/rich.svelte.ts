import { type ChainedCommands, Editor, getSchema, isActive } from '@tiptap/core';
import { closeHistory } from '@tiptap/pm/history';
import type { TemplatePlaceholder } from '../bridge/templates';
import {
  type ChipLine,
  type Suggesting,
  insertChip,
  placeholderOptions,
  suggestingIn,
} from './line.svelte';
import type { Kept } from './markup';
import { movedBlock } from './move';
import { Origins } from './origins';
import { pastedMail } from './paste';
import { type Read, readMail } from './read';
import { replaced } from './replaced';
import { extensions } from './schema/extensions';
import { paper } from './sheet';
import { writeMail } from './write';

export interface RichOptions {
  placeholders: readonly TemplatePlaceholder[];
  label: string;
  /** What was changed by hand is written as HTML. */
  onchange: (html: string) => void;
  /** Files that were pasted or dropped, and where. */
  onfiles: (files: readonly File[], position: number | undefined) => void;
}

/** readable reads HTML by the rich editor's language, without an editor. */
export function readable(html: string): Read {
  return readMail(getSchema(extensions(placeholderOptions([]))), html);
}

/** RichText is the rich editor behind its toolbar. */
export class RichText implements ChipLine {
  /** Grows with every step, so that what is derived from the editor is derived anew. */
  step = $state(0);
  suggesting = $state.raw<Suggesting | undefined>();
  readonly editor: Editor;
  #options: RichOptions;
  #written: string;
  #showing = false;
  readonly #origins = new Origins();

  constructor(element: HTMLElement, html: string, options: RichOptions) {
    this.#options = options;
    const all = extensions(placeholderOptions(options.placeholders));
    const { doc } = readMail(getSchema(all), html);
    this.#written = html;
    this.editor = new Editor({
      element,
      extensions: all,
      content: doc,
      injectCSS: false,
      editorProps: {
        attributes: {
          class: paper,
          role: 'textbox',
          'aria-multiline': 'true',
          'aria-label': options.label,
          spellcheck: 'true',
        },
        transformPastedHTML: pastedMail,
        handlePaste: (_, event) => this.#take(event.clipboardData, undefined),
        handleDrop: (view, event, __, moved) => {
          const position = view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos;
          return !moved && this.#take(event.dataTransfer, position);
        },
        // Nothing leads away from what is being written.
        handleClick: (_, __, event) => {
          event.preventDefault();
          return false;
        },
      },
      onTransaction: ({ transaction }) => {
        this.step++;
        this.suggesting = suggestingIn(this.editor);
        if (transaction.docChanged && !this.#showing) this.#write();
      },
      onBlur: () => (this.suggesting = undefined),
    });
    this.#remember();
  }

  /** show puts other HTML into the editor: one step of its own that can be undone. */
  show(html: string): void {
    if (html === this.#written) return;
    const { view, schema } = this.editor;
    const other = replaced(view.state, schema.nodeFromJSON(readMail(schema, html).doc));
    this.#written = html;
    this.#showing = true;
    if (other) {
      view.dispatch(other);
      view.dispatch(closeHistory(view.state.tr)); // what is typed next is another step
    }
    this.#showing = false;
    this.#remember();
  }

  /** chain begins a command; what is typed right after it is for the content already. */
  chain(): ChainedCommands {
    this.editor.view.focus(); // that of the chain waits for a frame
    return this.editor.chain().focus();
  }

  isActive(name: string, attributes: Record<string, unknown> = {}): boolean {
    return this.step >= 0 && isActive(this.editor.state, name, attributes);
  }

  can(what: 'undo' | 'redo'): boolean {
    return this.step >= 0 && this.editor.can()[what]();
  }

  insertPlaceholder(name: string): void {
    const { suggesting } = this;
    this.suggesting = undefined;
    insertChip(this.editor, name, suggesting);
  }

  insertImage(src: string, alt: string, width: number, position?: number): void {
    const kept: Kept = { src, alt, ...(width > 0 ? { width: String(Math.min(width, 560)) } : {}) };
    const at = position ?? this.editor.state.selection.from;
    this.chain().insertContentAt(at, { type: 'image', attrs: { kept } }).run();
  }

  /** link makes the selection lead to an address; without a selection, the address' own words. */
  link(href: string): void {
    const chain = this.chain().extendMarkRange('link');
    if (href === '') chain.unsetMark('link').run();
    else if (this.editor.state.selection.empty && !this.isActive('link')) {
      const marks = [{ type: 'link', attrs: { kept: { href } } }];
      chain.insertContent({ type: 'text', text: href.replaceAll('%', ''), marks }).run();
    } else chain.setMark('link', { kept: { ...this.linkAttributes, href } }).run();
  }

  get linkAttributes(): Kept {
    if (this.step < 0) return {};
    return (this.editor.getAttributes('link')['kept'] as Kept | undefined) ?? {};
  }

  colour(value: string): void {
    const chain = this.chain();
    if (value === '') chain.unsetMark('colour').run();
    else chain.setMark('colour', { value }).run();
  }

  /** list makes lines entries of a list, or lines again; an entry needs no paragraph. */
  list(name: 'bulletList' | 'orderedList'): void {
    const chain = this.chain();
    const explicit = this.isActive(name);
    if (name === 'bulletList') chain.toggleBulletList();
    else chain.toggleOrderedList();
    chain.updateAttributes('paragraph', { explicit }).run();
  }

  clear(): void {
    this.chain().unsetAllMarks().clearNodes().run();
  }

  /** move takes the block with the cursor one place up or down among its neighbours. */
  move(by: -1 | 1): void {
    const moved = movedBlock(this.editor.state, by);
    if (moved) this.editor.view.dispatch(moved.scrollIntoView());
    this.focus();
  }

  focus(): void {
    this.editor.view.focus();
  }

  destroy(): void {
    this.editor.destroy();
  }

  #write(): void {
    const made = writeMail(this.editor.getJSON());
    const html = this.#origins.of(made);
    if (html === this.#written) return;
    this.#written = html;
    this.#options.onchange(html);
  }

  #remember(): void {
    this.#origins.keep(writeMail(this.editor.getJSON()), this.#written);
  }

  #take(data: DataTransfer | null, position: number | undefined): boolean {
    const files = [...(data?.files ?? [])];
    if (files.length === 0) return false;
    this.#options.onfiles(files, position);
    return true;
  }
}
