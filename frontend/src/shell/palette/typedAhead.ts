import { shortcut } from '../../ui/shortcut';

type Key = Pick<
  KeyboardEvent,
  'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'isComposing'
>;

/**
 * TypedAhead holds what is typed between the keys that open the palette and the
 * palette itself, which comes later on a slow machine.
 */
export class TypedAhead {
  /** What its field is to hold. */
  text = '';
  /** Enter was pressed: the first result is chosen as soon as there are results. */
  entered = false;

  /**
   * take says what a key did. One that is passed is not meant for the palette, and
   * has its usual effect; any other must have none on the page behind.
   */
  take(event: Key): 'held' | 'closed' | 'passed' {
    const pressed = shortcut(event);
    if (pressed === 'lock') return 'passed';
    if (pressed === 'cancel' || pressed === 'search') return 'closed';
    if (pressed !== undefined) return 'held';
    // Alt writes letters, as does AltGr, which is Ctrl and Alt held.
    const command = event.metaKey || (event.ctrlKey && !event.altKey);
    if (command || event.isComposing) return 'passed';
    if (this.entered) return 'held'; // what comes after is for the page it leads to
    if (event.key === 'Enter') this.entered = true;
    else if (event.key === 'Backspace') this.text = [...this.text].slice(0, -1).join('');
    else if ([...event.key].length === 1) this.text += event.key;
    else if (!['Tab', 'Delete'].includes(event.key)) return 'passed';
    return 'held';
  }
}
