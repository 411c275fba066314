import { events } from '../../bridge/events';
import { type Fault, toFault } from '../../bridge/fault';
import { keys, type KeyStatus, type RotationProgress } from '../../bridge/keys';

/**
 * KeyRotation is a rotation as the page sees it. It goes on when the page is
 * left, so the frame keeps it.
 */
export class KeyRotation {
  running = $state(false);
  progress = $state.raw<RotationProgress>({ done: 0, total: 0 });
  startedAt = $state(0);
  fault = $state.raw<Fault | undefined>();
  #cancelled = false;

  /** start rotates; the answer is the new status, or nothing if it was ended. */
  async start(): Promise<KeyStatus | undefined> {
    if (this.running) return undefined;
    this.running = true;
    this.fault = undefined;
    this.#cancelled = false;
    this.progress = { done: 0, total: 0 };
    this.startedAt = Date.now();
    const stop = events.on('vault.rotation', (progress) => (this.progress = progress));
    try {
      return await keys.rotate();
    } catch (thrown) {
      if (!this.#cancelled) this.fault = toFault(thrown);
      return undefined;
    } finally {
      stop();
      this.running = false;
    }
  }

  get cancelled(): boolean {
    return this.#cancelled;
  }

  async cancel(): Promise<void> {
    this.#cancelled = true;
    await keys.cancelRotation();
  }
}
