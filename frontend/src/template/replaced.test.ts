import { type JSONContent, getSchema } from '@tiptap/core';
import { closeHistory, history, undo, undoDepth } from '@tiptap/pm/history';
import { EditorState, TextSelection } from '@tiptap/pm/state';
import { describe, expect, it } from 'vitest';
import { placeholderOptions } from './line.svelte';
import { replaced } from './replaced';
import { extensions } from './schema/extensions';

const schema = getSchema(extensions(placeholderOptions([])));
const p = (text: string): JSONContent => ({
  type: 'paragraph',
  ...(text === '' ? {} : { content: [{ type: 'text', text }] }),
});
const list = (...lines: string[]): JSONContent => ({
  type: 'bulletList',
  content: lines.map((line) => ({ type: 'listItem', content: [p(line)] })),
});
const cell = (...content: JSONContent[]): JSONContent => ({
  type: 'table',
  content: [
    {
      type: 'tableSection',
      content: [{ type: 'tableRow', content: [{ type: 'tableCell', content }] }],
    },
  ],
});
const doc = (content: JSONContent[], sheet = '') =>
  schema.nodeFromJSON({ type: 'doc', attrs: { sheet }, content });

/** typed is a document into which a letter was just typed, at its second place. */
function typed(content: JSONContent[]): EditorState {
  const state = EditorState.create({ doc: doc(content), plugins: [history()] });
  return state.apply(state.tr.insertText('x', 1));
}

function undone(state: EditorState): EditorState {
  let after = state;
  undo(state, (tr) => (after = state.apply(tr)));
  return after;
}

describe('replaced', () => {
  const contents: [string, JSONContent[]][] = [
    ['a word', [p('xone'), p('another')]],
    ['a repetition', [p('xone'), p('twotwo')]],
    ['a split', [p('xo'), p('ne'), p('two')]],
    ['a join', [p('xonetwo')]],
    ['another kind', [list('xone', 'two')]],
    ['a table', [cell(p('xone')), p('two')]],
    ['deeper', [cell(p('xone'), list('two'))]],
    ['nothing', [p('')]],
  ];
  type Case = [string, JSONContent[], JSONContent[]];
  const cases = contents.flatMap(([name, to]): Case[] => [
    [`to ${name}`, [p('one'), p('two')], to],
    [`from ${name}`, to, [p('xone'), p('two')]],
  ]);

  it.each(cases)('is one step of its own: %s', (_, from, to) => {
    const before = typed(from);
    const other = doc(to, '<style>p { color: red }</style>');
    const tr = replaced(before, other);
    if (!tr) throw new Error('nothing differs');
    const after = before.apply(tr);
    after.doc.check();
    expect(after.doc.toJSON()).toEqual(other.toJSON());
    expect(undoDepth(after)).toBe(undoDepth(before) + 1);
    expect(undone(after).doc.toJSON()).toEqual(before.doc.toJSON());

    // As the editor shows it: what is typed right behind it is yet another step.
    const closed = after.apply(closeHistory(after.tr));
    const on = closed.apply(closed.tr.insertText('y', TextSelection.atStart(closed.doc).from));
    expect(undone(on).doc.toJSON()).toEqual(other.toJSON());
  });

  it('is nothing where nothing differs', () => {
    const before = typed([p('one')]);
    expect(replaced(before, doc([p('xone')]))).toBeUndefined();
  });

  it('covers the styles alone', () => {
    const before = typed([p('one')]);
    const tr = replaced(before, doc([p('xone')], '<style></style>'));
    const after = tr && before.apply(tr);
    expect(after?.doc.attrs['sheet']).toBe('<style></style>');
    expect(after && undone(after).doc.attrs['sheet']).toBe('');
  });

  it('leaves the cursor where it is', () => {
    const begun = typed([p('one'), p('two')]);
    const before = begun.apply(begun.tr.setSelection(TextSelection.create(begun.doc, 3)));
    const tr = replaced(before, doc([p('xone'), p('three'), p('four')]));
    expect(tr?.selection.head).toBe(3);
  });
});
