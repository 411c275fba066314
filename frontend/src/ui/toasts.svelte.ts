import { createContext } from 'svelte';

export interface Toast {
  id: number;
  tone: 'good' | 'info' | 'warning' | 'danger';
  message: string;
  hint: string;
}

// Good news makes room for the next; only one of it is on the screen.
const passing = (tone: Toast['tone']) => tone === 'good' || tone === 'info';

/** Toasts holds what is said in passing. Troubles stay until they are closed. */
export class Toasts {
  list = $state<Toast[]>([]);
  #next = 1;
  #linger: number;

  /** linger is how long, in milliseconds, good news stays. */
  constructor(linger = 5000) {
    this.#linger = linger;
  }

  /** show says something; the answer is the number by which it is closed. */
  show(tone: Toast['tone'], message: string, hint = ''): number {
    const id = this.#next++;
    const stay = this.list.filter((toast) => !passing(toast.tone)).slice(-2);
    this.list = [...stay, { id, tone, message, hint }];
    if (passing(tone)) {
      setTimeout(() => {
        this.close(id);
      }, this.#linger);
    }
    return id;
  }

  good(message: string): void {
    this.show('good', message);
  }

  close(id: number): void {
    this.list = this.list.filter((toast) => toast.id !== id);
  }

  clear(): void {
    this.list = [];
  }
}

export const [useToasts, provideToasts] = createContext<Toasts>();
