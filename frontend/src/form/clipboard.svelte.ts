import type { ClipboardCopy } from '../bridge/frame';

/** What became of a copied secret; nothing as long as none was. */
export type Copied =
  | { what: 'clearing'; seconds: number }
  | { what: 'waiting' | 'cleared' | 'replaced' | 'stays' | 'refused' };

/** Surroundings are what a page has of the browser: its clipboard, its window. */
export interface Surroundings {
  /** door copies a secret itself, where the window can. */
  door: (text: string) => Promise<ClipboardCopy>;
  read: () => Promise<string>;
  write: (text: string) => Promise<void>;
  /** mayRead says, without asking the person, whether reading is allowed. */
  mayRead: () => Promise<boolean>;
  /** inFront settles when the page has the focus: only then is its clipboard open to it. */
  inFront: () => Promise<void>;
  hasFocus: () => boolean;
}

/**
 * SecretCopy copies a secret and takes it out of the clipboard again, as far as
 * this can be done: a page may only clear what it may read, or it would throw
 * away something else that was copied since.
 */
export class SecretCopy {
  copied = $state.raw<Copied | undefined>();
  #around: Surroundings;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  async copy(text: string): Promise<void> {
    clearTimeout(this.#timer);
    try {
      const { copied, seconds } = await this.#around.door(text);
      if (copied) this.#later(seconds, () => (this.copied = { what: 'cleared' }));
      else await this.#copyHere(text, seconds);
    } catch {
      this.copied = { what: 'refused' };
    }
  }

  async #copyHere(text: string, seconds: number): Promise<void> {
    await this.#around.write(text);
    if (await this.#around.mayRead()) this.#later(seconds, () => void this.#clear(text));
    else this.copied = { what: 'stays' };
  }

  // It goes on when the page is left: the clipboard does not know of pages.
  #later(seconds: number, then: () => void): void {
    this.copied = { what: 'clearing', seconds };
    this.#timer = setTimeout(then, seconds * 1000);
  }

  async #clear(text: string): Promise<void> {
    const timer = this.#timer;
    try {
      if (!this.#around.hasFocus()) {
        this.copied = { what: 'waiting' };
        await this.#around.inFront();
      }
      const ours = (await this.#around.read()) === text;
      if (timer !== this.#timer) return; // copied again meanwhile
      if (ours) await this.#around.write('');
      this.copied = { what: ours ? 'cleared' : 'replaced' };
    } catch {
      this.copied = { what: 'stays' };
    }
  }
}
