import type { backups, Verification, VerifyProgress } from '../../bridge/backups';
import type { Events } from '../../bridge/events';
import { type Fault, toFault } from '../../bridge/fault';

/**
 * Verifying is a verification of the vault as the page sees it. It goes on when
 * the page is left, so the frame keeps it.
 */
export class Verifying {
  running = $state(false);
  cancelled = $state(false);
  progress = $state.raw<VerifyProgress>({ done: 0, total: 0 });
  /** Milliseconds since the epoch. */
  startedAt = $state(0);
  found = $state.raw<Verification | undefined>();
  fault = $state.raw<Fault | undefined>();

  #source: Pick<typeof backups, 'verify' | 'cancelVerify'>;
  #events: Pick<Events, 'on'>;

  constructor(source: Pick<typeof backups, 'verify' | 'cancelVerify'>, events: Pick<Events, 'on'>) {
    this.#source = source;
    this.#events = events;
  }

  async start(): Promise<void> {
    if (this.running) return;
    this.running = true;
    this.cancelled = false;
    this.found = undefined;
    this.fault = undefined;
    this.progress = { done: 0, total: 0 };
    this.startedAt = Date.now();
    const stop = this.#events.on('vault.verifying', (progress) => (this.progress = progress));
    try {
      this.found = await this.#source.verify();
      this.cancelled = false; // it was faster
    } catch (thrown) {
      if (!this.cancelled) this.fault = toFault(thrown);
    } finally {
      stop();
      this.running = false;
    }
  }

  async cancel(): Promise<void> {
    if (!this.running) return;
    this.cancelled = true;
    await this.#source.cancelVerify().catch(() => undefined);
  }
}
