import { createContext } from 'svelte';

/**
 * Clock ticks every half minute, so that relative times stay true, and when the
 * page is looked at again: the timers of a hidden page are slowed down.
 */
export class Clock {
  now = $state(Date.now());

  /** start ticks until the returned function is called. */
  start(): () => void {
    const tick = (): void => {
      this.now = Date.now();
    };
    const timer = setInterval(tick, 30_000);
    document.addEventListener('visibilitychange', tick);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', tick);
    };
  }
}

export const [useClock, provideClock] = createContext<Clock>();
