export type Shortcut = 'save' | 'test' | 'cancel' | 'lock' | 'search';

type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** shortcut reads a key press; Ctrl and Cmd mean the same. */
export function shortcut(event: Key): Shortcut | undefined {
  if (event.key === 'Escape') return 'cancel';
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return undefined;
  const meanings: Partial<Record<string, Shortcut>> = {
    s: 'save',
    enter: 'test',
    l: 'lock',
    k: 'search',
  };
  return meanings[event.key.toLowerCase()];
}
