import { createContext } from 'svelte';

export interface Toast {
  id: number;
  tone: 'good' | 'info' | 'warning' | 'danger';
  message: string;
  hint: string;
}

/** Toasts holds what is said in passing. Troubles stay until they are closed. */
export class Toasts {
  list = $state<Toast[]>([]);
  #next = 1;
  #linger: number;

  /** linger is how long, in milliseconds, good news stays. */
  constructor(linger = 6000) {
    this.#linger = linger;
  }

  show(tone: Toast['tone'], message: string, hint = ''): void {
    const id = this.#next++;
    this.list = [...this.list.slice(-2), { id, tone, message, hint }];
    if (tone === 'good' || tone === 'info') {
      setTimeout(() => {
        this.close(id);
      }, this.#linger);
    }
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
