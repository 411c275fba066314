import { createContext } from 'svelte';
import { general } from '../text';
import type { Dialogs } from '../ui/dialogs.svelte';

/** Leavable is a form that may hold unsaved changes. */
export interface Leavable {
  readonly dirty: boolean;
  save(): Promise<boolean>;
  discard(): void;
}

/** LeaveGuard asks before unsaved changes are lost. */
export class LeaveGuard {
  #held: Leavable | undefined;
  #dialogs: Pick<Dialogs, 'ask'>;

  constructor(dialogs: Pick<Dialogs, 'ask'>) {
    this.#dialogs = dialogs;
  }

  get dirty(): boolean {
    return this.#held?.dirty ?? false;
  }

  /** hold guards a form until the returned function is called. */
  hold(form: Leavable): () => void {
    this.#held = form;
    return () => {
      if (this.#held === form) this.#held = undefined;
    };
  }

  /** mayLeave answers whether the page may be left now. */
  async mayLeave(): Promise<boolean> {
    const form = this.#held;
    if (!form?.dirty) return true;
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
    if (answer === 'save') return form.save();
    if (answer === 'discard') form.discard();
    return answer === 'discard';
  }
}

export const [useLeaveGuard, provideLeaveGuard] = createContext<LeaveGuard>();
