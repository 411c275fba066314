import { createContext } from 'svelte';

/**
 * Opener opens pages of somebody else. In a browser a link does that by itself;
 * the window has no tabs and asks the system's browser.
 */
export interface Opener {
  /** Links go through open instead of the browser's own way. */
  readonly asked: boolean;
  open(address: string): void;
}

export const [useOpener, provideOpener] = createContext<Opener>();
