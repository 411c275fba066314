import { events } from '../../bridge/events';
import { type IdentityProviderRow, identityProviders } from '../../bridge/identityProviders';
import { Resource } from '../../bridge/resource.svelte';

/** ProviderList is the list of a deployment's identity providers on the screen. */
export class ProviderList {
  readonly rows: Resource<IdentityProviderRow[]>;
  readonly #deploymentID: string;

  constructor(deploymentID: string) {
    this.#deploymentID = deploymentID;
    this.rows = new Resource(() => identityProviders.list(deploymentID));
  }

  /** start reads the list and follows what changes; the answer ends it. */
  start(): () => void {
    const load = () => void this.rows.load();
    load();
    return events.onAny(['idp.saved', 'idp.removed', 'idp.proved', 'page.reconnected'], load);
  }

  /** setEnabled switches one on or off; the list shows what holds then. */
  async setEnabled(row: IdentityProviderRow, enabled: boolean): Promise<void> {
    try {
      await identityProviders.setEnabled(this.#deploymentID, row.id, row.revision, enabled);
    } finally {
      await this.rows.load();
    }
  }

  async remove(row: IdentityProviderRow): Promise<void> {
    await identityProviders.remove(this.#deploymentID, row.id, row.revision);
    await this.rows.load();
  }
}
