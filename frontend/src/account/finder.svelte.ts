import { type Fault, toFault } from '../bridge/fault';
import { outgoing } from '../bridge/outgoing';
import { type Discovery, providers } from '../bridge/providers';
import { Task } from '../bridge/task.svelte';
import { domainOf } from './draft';

/**
 * Finder looks for the servers of an address: what Patchbay knows by itself at
 * once, the rest only when it is asked to ask.
 */
export class Finder {
  readonly task = new Task<Discovery>();
  address = $state('');
  /** Thunderbird's public directory is asked as well. */
  thirdParty = $state(false);
  /** Why the address cannot be looked up. */
  fault = $state.raw<Fault | undefined>();
  #known = $state.raw<Discovery | undefined>();
  #asked = 0;
  #looked: string | undefined;

  constructor(address: string) {
    this.address = address;
  }

  get domain(): string {
    return domainOf(this.address);
  }

  /** found is the latest answer for the address as it stands. */
  get found(): Discovery | undefined {
    return this.task.value ?? this.#known;
  }

  /** look shows what is known without asking anyone. */
  async look(): Promise<void> {
    const address = this.address.trim();
    if (address === this.#looked) return;
    const asked = this.#begin(address);
    if (domainOf(address) === '') return;
    try {
      const known = await providers.builtIn(address);
      if (asked === this.#asked) this.#known = known;
    } catch {
      // A half-typed address; asking the domain says what is wrong with it.
    }
  }

  /** ask asks the domain, and whom else the person has chosen. */
  async ask(): Promise<void> {
    const request = { address: this.address.trim(), thirdParty: this.thirdParty };
    this.#looked = request.address; // a look that is still due would forget the answer
    this.fault = undefined;
    await this.task.start({
      run: (runId) => providers.discover({ ...request, runId }),
      cancel: (runId) => outgoing.cancelRun(runId),
    });
    if (this.task.fault) this.fault = toFault(this.task.fault);
  }

  // What was found belongs to the address that was there before.
  #begin(address: string): number {
    this.#looked = address;
    this.task.clear();
    this.fault = undefined;
    this.#known = undefined;
    return ++this.#asked;
  }
}
