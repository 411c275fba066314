import { events } from '../../bridge/events';
import type { FieldFault } from '../../bridge/fault';
import { network, type NetworkDraft, type NetworkSettings } from '../../bridge/network';
import { Resource } from '../../bridge/resource.svelte';
import { Form } from '../../form/form.svelte';
import { networkDraft, sentNetwork } from './network';

const nothing: NetworkSettings = {
  revision: 0,
  changedAt: '',
  proxy: 'system',
  scheme: '',
  address: '',
  user: '',
  password: { set: false, changedAt: '' },
  resolver: '',
  system: '',
};

/** NetworkCard is the state of the network settings on the screen. */
export class NetworkCard {
  readonly stored = new Resource(() => network.get());
  readonly form: Form<NetworkDraft>;
  /** The stored password was saved for another proxy than is on the screen. */
  unbound = $state(false);
  /** What is stored stands in the form, which can be edited from then on. */
  ready = $state(false);

  constructor() {
    this.form = new Form(networkDraft(nothing), {
      check: (draft) => this.#check(draft),
      save: (draft) => this.#save(draft),
    });
  }

  /** start reads what is stored and follows its changes; the answer ends it. */
  start(): () => void {
    void this.load();
    return events.onAny(['network.saved', 'page.reconnected'], () => void this.load());
  }

  /** load reads again; typed changes stay. */
  async load(): Promise<void> {
    const stored = await this.stored.load();
    if (!stored) return;
    if (!this.form.editing) this.form.load(networkDraft(stored));
    this.ready = true;
  }

  discard(): void {
    this.form.discard();
    void this.load(); // someone else's change may have been the reason
  }

  async #check(draft: NetworkDraft): Promise<readonly FieldFault[]> {
    const sent = sentNetwork(draft);
    const faults = await network.check(sent);
    // Of a password that is kept, nothing else can be wrong.
    this.unbound =
      sent.password.change === 'keep' && faults.some((fault) => fault.name === 'password');
    return faults;
  }

  async #save(draft: NetworkDraft): Promise<NetworkDraft> {
    const stored = await network.save(sentNetwork(draft));
    this.stored.set(stored);
    return networkDraft(stored);
  }
}
