import { type EditorState, TextSelection, type Transaction } from '@tiptap/pm/state';

/**
 * movedBlock takes the block with the cursor one place up or down among its
 * neighbours: the innermost block that has one there.
 */
export function movedBlock(state: EditorState, by: -1 | 1): Transaction | undefined {
  const { $from } = state.selection;
  for (let level = $from.depth; level > 0; level--) {
    const parent = $from.node(level - 1);
    const index = $from.index(level - 1) + by;
    if (index < 0 || index >= parent.childCount) continue;
    const begin = $from.before(level);
    const node = $from.node(level);
    const size = parent.child(index).nodeSize;
    const target = by > 0 ? begin + size : begin - size;
    const tr = state.tr.delete(begin, begin + node.nodeSize).insert(target, node);
    const cursor = target + (state.selection.from - begin);
    return tr.setSelection(TextSelection.near(tr.doc.resolve(cursor)));
  }
  return undefined;
}
