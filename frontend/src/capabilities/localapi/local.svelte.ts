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

/** portTaken: it did not start because something else listens on its port. */
export const portTaken = (fault: { code: string } | null | undefined): boolean =>
  fault?.code === 'localapi.port_taken';

/** LocalAPIPage is the local API on the screen. */
export class LocalAPIPage {
  readonly state = new Resource(() => localAPI.state());
  /** What was asked for is being done. */
  working = $state(false);
  /** Why it was not done. */
  refused = $state.raw<Fault | undefined>();
  /** The settings were saved since it was last started: they may have mended it. */
  #changed = $state(false);

  /** start reads how it runs and follows it; the answer ends it. */
  start(): () => void {
    const load = () => void this.state.load();
    load();
    return events.onAny(changes, load);
  }

  /** taken: it does not run because something else listens on its port. */
  get taken(): boolean {
    const { refused } = this;
    return !this.#changed && (portTaken(refused) || portTaken(this.state.value?.problem));
  }

  /** saved takes over how it is to run from the next start on. */
  saved(state: LocalAPIState): void {
    this.state.set(state);
    this.#changed = true;
    if (portTaken(this.refused)) this.refused = undefined;
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
    this.#changed = false;
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
