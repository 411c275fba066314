import { events } from './events';
import { type Fault, toFault } from './fault';
import { keys, type RotationProgress } from './keys';

/**
 * Rotating is a call that makes a new encryption key on its way: it says how far
 * it is, and can be cancelled until the new key takes over.
 */
export class Rotating {
  running = $state(false);
  progress = $state.raw<RotationProgress>({ done: 0, total: 0 });
  /** Milliseconds since the epoch. */
  startedAt = $state(0);
  fault = $state.raw<Fault | undefined>();
  cancelled = $state(false);
  #cancel: () => Promise<void>;

  constructor(cancel: () => Promise<void> = () => keys.cancelRotation()) {
    this.#cancel = cancel;
  }

  /** follow runs the call; the answer is its value, or nothing if it was ended or refused. */
  protected async follow<T>(run: () => Promise<T>): Promise<T | undefined> {
    if (this.running) return undefined;
    this.running = true;
    this.fault = undefined;
    this.cancelled = false;
    this.progress = { done: 0, total: 0 };
    this.startedAt = Date.now();
    const stop = events.on('vault.rotation', (progress) => (this.progress = progress));
    try {
      const value = await run();
      this.cancelled = false; // it came too late
      return value;
    } catch (thrown) {
      if (!this.cancelled) this.fault = toFault(thrown);
      return undefined;
    } finally {
      stop();
      this.running = false;
    }
  }

  async cancel(): Promise<void> {
    this.cancelled = true;
    try {
      await this.#cancel();
    } catch (thrown) {
      this.cancelled = false;
      this.fault = toFault(thrown);
    }
  }
}
