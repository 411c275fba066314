import { onLocked } from '../bridge/call';
import { events } from '../bridge/events';
import { type Fault, toFault } from '../bridge/fault';
import { session, type VaultStatus } from '../bridge/session';

/** Restored is a backup that was put in the vault's place. */
export interface Restored {
  /** Where the folder of before is kept, empty when there was none. */
  kept: string;
  /** Of the backup, RFC 3339. */
  at: string;
}

// Damage that only a right password can find. What the header tells without one
// is a state of the vault.
const damages = new Set(['vault.damaged', 'vault.tampered', 'vault.rolled_back', 'vault.foreign']);

/** Vault is what the shell knows of the vault: its status, and when it changes. */
export class Vault {
  #status = $state.raw<VaultStatus | undefined>();
  #asked = 0;
  fault = $state.raw<Fault | undefined>();
  /** Unlocking found that the vault's files are not to be trusted. */
  damage = $state.raw<Fault | undefined>();
  /** A backup is on its way into the vault's place. */
  restoring = $state(false);
  /** What came of it, to be said until the vault is unlocked. */
  restored = $state.raw<Restored | undefined>();
  restoreFault = $state.raw<Fault | undefined>();
  #held = false;

  get status(): VaultStatus | undefined {
    return this.#status;
  }

  // Who has been told more lately than the one who asked: no answer that is still
  // on its way undoes it.
  set status(told: VaultStatus | undefined) {
    this.#asked++;
    this.#status = told;
  }

  /** start reads the status and follows locking; the answer ends it. */
  start(): () => void {
    const refresh = () => void this.refresh();
    const locked = () => {
      this.locked();
    };
    const stops = [
      events.on('vault.locked', locked),
      events.on('vault.unlocked', refresh),
      events.on('operator.saved', refresh), // one's own name or role, perhaps
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
    this.#asked++; // what is on its way opens nothing either
    this.#held = true;
  }

  release(): void {
    this.#held = false;
    void this.refresh();
  }

  async refresh(): Promise<void> {
    // While a backup takes the folder's place, nothing that is said of it lasts.
    if (this.#held || this.restoring) return;
    const asked = ++this.#asked;
    try {
      const status = await session.status();
      if (asked !== this.#asked) return; // a later one was asked, or told
      this.status = status;
      this.fault = undefined;
      if (status.state === 'unlocked') {
        this.#forgetRestore();
        this.damage = undefined;
      }
    } catch (thrown) {
      if (asked === this.#asked) this.fault = toFault(thrown);
    }
  }

  /** locked drops every page at once; the status is read afterwards. */
  locked(): void {
    this.#held = false;
    const state = this.status?.state;
    if (this.status && (state === 'unlocked' || state === 'must_change')) {
      this.status = { ...this.status, state: 'locked', notices: [] };
    }
    void this.refresh();
  }

  /** refused looks at why the vault did not open: a wrong password is no damage. */
  refused(fault: Fault): void {
    if (damages.has(fault.code)) this.damage = fault;
  }

  /**
   * followRestore waits for a backup of some moment to be in the vault's place.
   * The pages are gone by then, because everything locks.
   */
  async followRestore(restore: Promise<{ kept: string }>, at: string): Promise<void> {
    this.#forgetRestore();
    this.#asked++;
    this.restoring = true;
    try {
      const { kept } = await restore;
      this.restored = { kept, at };
      this.damage = undefined;
    } catch (thrown) {
      this.restoreFault = toFault(thrown);
    } finally {
      this.restoring = false;
    }
    if (this.restored) this.locked();
    else await this.refresh();
  }

  #forgetRestore(): void {
    this.restored = undefined;
    this.restoreFault = undefined;
  }

  async lock(): Promise<void> {
    try {
      await session.lock();
    } finally {
      this.locked();
    }
  }
}
