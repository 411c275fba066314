import type { audit, AuditVerification } from '../../bridge/audit';
import { type Fault, toFault } from '../../bridge/fault';

/** Chain is what following the journal's hashes found, once it was asked for. */
export class Chain {
  running = $state(false);
  found = $state.raw<AuditVerification | undefined>();
  fault = $state.raw<Fault | undefined>();
  #source: Pick<typeof audit, 'verify'>;

  constructor(source: Pick<typeof audit, 'verify'>) {
    this.#source = source;
  }

  async verify(): Promise<void> {
    if (this.running) return;
    this.clear();
    this.running = true;
    try {
      this.found = await this.#source.verify();
    } catch (thrown) {
      this.fault = toFault(thrown);
    } finally {
      this.running = false;
    }
  }

  clear(): void {
    this.found = undefined;
    this.fault = undefined;
  }
}
