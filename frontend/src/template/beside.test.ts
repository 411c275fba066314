import { getSchema } from '@tiptap/core';
import { EditorState, NodeSelection, TextSelection } from '@tiptap/pm/state';
import { describe, expect, it } from 'vitest';
import { besideChip } from './beside';
import { placeholderOptions } from './line.svelte';
import { extensions } from './schema/extensions';

const schema = getSchema(extensions(placeholderOptions([])));
const doc = schema.node('doc', null, [
  schema.node('paragraph', null, [
    schema.text('For '),
    schema.node('placeholder', { name: 'user-name' }),
    schema.text(' only'),
  ]),
]);
const state = EditorState.create({ doc });

describe('besideChip', () => {
  const onChip = state.apply(state.tr.setSelection(NodeSelection.create(doc, 5)));

  it.each([
    ['from', 5],
    ['to', 6],
  ] as const)('puts the cursor at its %s', (side, position) => {
    const moved = besideChip(onChip, side);
    expect(moved?.selection.empty).toBe(true);
    expect(moved?.selection.head).toBe(position);
  });

  it('leaves the cursor of a text', () => {
    const inText = state.apply(state.tr.setSelection(TextSelection.create(doc, 2)));
    expect(besideChip(inText, 'to')).toBeUndefined();
  });
});
