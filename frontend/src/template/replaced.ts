import { closeHistory } from '@tiptap/pm/history';
import type { Node } from '@tiptap/pm/model';
import { Slice } from '@tiptap/pm/model';
import type { EditorState, Transaction } from '@tiptap/pm/state';
import { ReplaceStep } from '@tiptap/pm/transform';

/**
 * replaced makes the document another one, as a step of its own for undo. Only what
 * differs is replaced, so that the cursor stays where it is; undefined where nothing is.
 */
export function replaced(state: EditorState, other: Node): Transaction | undefined {
  const tr = closeHistory(state.tr);
  for (const [name, value] of Object.entries(other.attrs)) {
    if (state.doc.attrs[name] !== value) tr.setDocAttribute(name, value);
  }
  const from = state.doc.content.findDiffStart(other.content);
  if (from !== null) tr.step(differing(tr.doc, other, from) ?? whole(tr.doc, other));
  return tr.docChanged ? tr : undefined;
}

/** differing is the smallest step, where there is one that leads to the very document. */
function differing(doc: Node, other: Node, from: number): ReplaceStep | undefined {
  const end = doc.content.findDiffEnd(other.content);
  if (!end) return undefined;
  // What repeats itself is the same from both sides: "aa" and "aaa".
  const overlap = Math.max(0, from - Math.min(end.a, end.b));
  try {
    const slice = other.slice(from, end.b + overlap);
    const step = new ReplaceStep(from, end.a + overlap, slice);
    return step.apply(doc).doc?.eq(other) ? step : undefined;
  } catch {
    return undefined; // the schema allows no half of it
  }
}

function whole(doc: Node, other: Node): ReplaceStep {
  return new ReplaceStep(0, doc.content.size, new Slice(other.content, 0, 0));
}
