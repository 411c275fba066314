import { createContext } from 'svelte';

/** Clock ticks every half minute, so that relative times stay true. */
export class Clock {
  now = $state(Date.now());

  /** start ticks until the returned function is called. */
  start(): () => void {
    const timer = setInterval(() => {
      this.now = Date.now();
    }, 30_000);
    return () => {
      clearInterval(timer);
    };
  }
}

export const [useClock, provideClock] = createContext<Clock>();
