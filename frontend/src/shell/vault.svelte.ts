import { onLocked } from '../bridge/call';
import { events } from '../bridge/events';
import { type Fault, toFault } from '../bridge/fault';
import { session, type VaultStatus } from '../bridge/session';

/** Vault is what the shell knows of the vault: its status, and when it changes. */
export class Vault {
  status = $state.raw<VaultStatus | undefined>();
  fault = $state.raw<Fault | undefined>();
  #held = false;

  /** start reads the status and follows locking; the answer ends it. */
  start(): () => void {
    const refresh = () => void this.refresh();
    const locked = () => {
      this.locked();
    };
    const stops = [
      events.on('vault.locked', locked),
      events.on('vault.unlocked', refresh),
      events.on('page.reconnected', refresh),
      onLocked(locked),
    ];
    refresh();
    return () => {
      for (const stop of stops) stop();
    };
  }

  /**
   * hold keeps the screen as it is while a recovery key is made and shown: the
   * vault is open by then, but nothing else opens before the key is kept.
   */
  hold(): void {
    this.#held = true;
  }

  release(): void {
    this.#held = false;
    void this.refresh();
  }

  async refresh(): Promise<void> {
    if (this.#held) return;
    try {
      this.status = await session.status();
      this.fault = undefined;
    } catch (thrown) {
      this.fault = toFault(thrown);
    }
  }

  /** locked drops every page at once; the status is read afterwards. */
  locked(): void {
    this.#held = false;
    if (this.status?.state === 'unlocked') {
      this.status = { ...this.status, state: 'locked', notices: [] };
    }
    void this.refresh();
  }

  async lock(): Promise<void> {
    try {
      await session.lock();
    } finally {
      this.locked();
    }
  }
}
