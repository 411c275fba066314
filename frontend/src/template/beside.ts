import { type EditorState, NodeSelection, TextSelection, type Transaction } from '@tiptap/pm/state';

/**
 * besideChip puts the cursor beside the chip that is selected, at its begin or
 * its end; undefined where no chip is. A key that moves the cursor would leave
 * the chip selected, and the next letter would take its place.
 */
export function besideChip(
  { selection, tr }: EditorState,
  side: 'from' | 'to',
): Transaction | undefined {
  if (!(selection instanceof NodeSelection)) return undefined;
  if (selection.node.type.name !== 'placeholder') return undefined;
  return tr.setSelection(TextSelection.create(tr.doc, selection[side]));
}
