import { createContext } from 'svelte';
import { general } from '../text';
import type { Dialogs } from '../ui/dialogs.svelte';

/** Leavable is a form that may hold unsaved changes. */
export interface Leavable {
  readonly dirty: boolean;
  save(): Promise<boolean>;
  discard(): void;
}

/** LeaveGuard asks before unsaved changes are lost, in any of a page's forms. */
export class LeaveGuard {
  #held = new Set<Leavable>();
  #dialogs: Pick<Dialogs, 'ask'>;

  constructor(dialogs: Pick<Dialogs, 'ask'>) {
    this.#dialogs = dialogs;
  }

  get dirty(): boolean {
    return this.#dirty().length > 0;
  }

  /** hold guards a form until the returned function is called. */
  hold(form: Leavable): () => void {
    this.#held.add(form);
    return () => {
      this.#held.delete(form);
    };
  }

  /** mayLeave answers whether the page may be left now. */
  async mayLeave(): Promise<boolean> {
    const forms = this.#dirty();
    if (forms.length === 0) return true;
    const answer = await this.#dialogs.ask({
      title: general.leave.title,
      body: general.leave.body,
      fallback: 'stay',
      choices: [
        { value: 'stay', label: general.leave.stay },
        { value: 'discard', label: general.leave.discard, look: 'danger' },
        { value: 'save', label: general.leave.save, look: 'primary' },
      ],
    });
    if (answer === 'save') return saveAll(forms);
    if (answer === 'discard') for (const form of forms) form.discard();
    return answer === 'discard';
  }

  #dirty(): Leavable[] {
    return [...this.#held].filter((form) => form.dirty);
  }
}

// The first refusal ends it: its fault stands at the field that has the focus.
async function saveAll(forms: readonly Leavable[]): Promise<boolean> {
  for (const form of forms) if (!(await form.save())) return false;
  return true;
}

export const [useLeaveGuard, provideLeaveGuard] = createContext<LeaveGuard>();
