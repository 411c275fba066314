import { events } from '../../bridge/events';
import { toFault, type Fault } from '../../bridge/fault';
import { localAPI, type LocalAPIState } from '../../bridge/localApi';
import { Resource } from '../../bridge/resource.svelte';

const changes = [
  'localapi.changed',
  'localapi.called',
  'apiclient.saved',
  'apiclient.removed',
  'page.reconnected',
] as const;

/** LocalAPIPage is the local API on the screen. */
export class LocalAPIPage {
  readonly state = new Resource(() => localAPI.state());
  /** What was asked for is being done. */
  working = $state(false);
  /** Why it was not done. */
  refused = $state.raw<Fault | undefined>();

  /** start reads how it runs and follows it; the answer ends it. */
  start(): () => void {
    const load = () => void this.state.load();
    load();
    return events.onAny(changes, load);
  }

  open(): Promise<boolean> {
    return this.#work(() => localAPI.start());
  }

  close(): Promise<boolean> {
    return this.#work(() => localAPI.stop());
  }

  renew(): Promise<boolean> {
    return this.#work(() => localAPI.renewAuthority());
  }

  async #work(deed: () => Promise<LocalAPIState>): Promise<boolean> {
    if (this.working) return false;
    this.working = true;
    this.refused = undefined;
    try {
      this.state.set(await deed());
      return true;
    } catch (thrown) {
      this.refused = toFault(thrown);
      return false;
    } finally {
      this.working = false;
    }
  }
}
