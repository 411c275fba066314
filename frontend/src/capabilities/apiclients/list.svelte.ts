import { type APIClient, type APIClientList, apiClients } from '../../bridge/apiClients';
import { events } from '../../bridge/events';
import { Resource } from '../../bridge/resource.svelte';

/** changes are the events after which a client may be another than was read. */
export const changes = [
  'apiclient.saved',
  'apiclient.removed',
  'apiclient.used',
  'apiclient.proved',
  'page.reconnected',
] as const;

/** ClientList is the list of a deployment's API clients on the screen. */
export class ClientList {
  readonly list: Resource<APIClientList>;
  readonly #deploymentID: string;

  constructor(deploymentID: string) {
    this.#deploymentID = deploymentID;
    this.list = new Resource(() => apiClients.list(deploymentID));
  }

  /** start reads the list and follows what changes; the answer ends it. */
  start(): () => void {
    const load = () => void this.list.load();
    load();
    return events.onAny(changes, load);
  }

  async remove(client: APIClient): Promise<void> {
    await apiClients.remove(this.#deploymentID, client.id, client.revision);
    await this.list.load();
  }
}
