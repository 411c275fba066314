import { events } from '../bridge/events';
import { localAPI } from '../bridge/localApi';
import { Resource } from '../bridge/resource.svelte';

const changes = ['localapi.changed', 'page.reconnected'] as const;

/** Serving says in the frame whether the local API runs. */
export class Serving {
  readonly #running = new Resource(async () => (await localAPI.state()).running);

  get running(): boolean {
    return this.#running.value ?? false;
  }

  /** start reads it and follows it; the answer ends it. */
  start(): () => void {
    const load = () => void this.#running.load();
    load();
    return events.onAny(changes, load);
  }
}
