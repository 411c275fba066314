import type { Editor } from '@tiptap/core';
import { NodeSelection } from '@tiptap/pm/state';
import { template as text } from '../text/en/template';

/**
 * dragHandle puts a handle beside the block under the pointer, by which it is dragged.
 * The keyboard moves blocks by the toolbar.
 */
export function dragHandle(editor: Editor, paper: HTMLElement): () => void {
  const handle = document.createElement('div');
  handle.className = 'drag-handle';
  handle.draggable = true;
  handle.title = text.toolbar.handle;
  handle.setAttribute('aria-hidden', 'true');
  handle.hidden = true;
  paper.append(handle);
  let position = -1;

  const follow = (event: MouseEvent) => {
    if (event.target === handle) return;
    const found = blockAt(editor, event);
    if (!found) return;
    position = found.position;
    const box = paper.getBoundingClientRect();
    handle.style.top = `${String(found.top - box.top)}px`;
    handle.hidden = false;
  };
  const leave = () => {
    handle.hidden = true;
  };
  const begin = (event: DragEvent) => {
    const { view, state } = editor;
    if (position < 0 || !event.dataTransfer || !state.doc.nodeAt(position)) return;
    const selection = NodeSelection.create(state.doc, position);
    view.dispatch(state.tr.setSelection(selection));
    const slice = selection.content();
    const { dom } = view.serializeForClipboard(slice);
    event.dataTransfer.clearData();
    event.dataTransfer.setData('text/html', dom.innerHTML);
    event.dataTransfer.effectAllowed = 'move';
    view.dragging = { slice, move: true };
  };
  paper.addEventListener('mousemove', follow);
  paper.addEventListener('mouseleave', leave);
  handle.addEventListener('dragstart', begin);
  return () => {
    paper.removeEventListener('mousemove', follow);
    paper.removeEventListener('mouseleave', leave);
    handle.remove();
  };
}

function blockAt(editor: Editor, { clientX, clientY }: MouseEvent) {
  const { view } = editor;
  const left = Math.max(clientX, view.dom.getBoundingClientRect().left + 40);
  const at = view.posAtCoords({ left, top: clientY });
  if (!at) return undefined;
  const place = view.state.doc.resolve(at.pos);
  for (let depth = place.depth; depth > 0; depth--) {
    const { name } = place.node(depth).type;
    if (!movable.has(name)) continue;
    const position = place.before(depth);
    const dom = view.nodeDOM(position);
    if (!(dom instanceof HTMLElement)) return undefined;
    return { position, top: dom.getBoundingClientRect().top };
  }
  return undefined;
}

const movable = new Set(['paragraph', 'heading', 'listItem', 'blockquote', 'horizontalRule']);
