import { audit } from '../../bridge/audit';
import { events } from '../../bridge/events';
import { overview } from '../../bridge/overview';
import { Resource } from '../../bridge/resource.svelte';

// Enough to find changes behind the calls that were refused.
const changesRead = 200;
const proofsShown = 6;

// Whatever may change one of the lists.
const changes = [
  'outgoing.server.saved',
  'outgoing.server.removed',
  'outgoing.proved',
  'mailbox.saved',
  'mailbox.removed',
  'mailbox.proved',
  'mailboxes.imported',
  'mailboxes.proved',
  'deployment.saved',
  'deployment.removed',
  'network.saved',
  'page.reconnected',
] as const;

/** OverviewLists are the lists beside the patch bay; without a deployment, only the changes. */
export class OverviewLists {
  readonly changes = new Resource(() => audit.list(changesRead));
  readonly expiring = new Resource(() => this.#of(overview.expiring));
  readonly proofs = new Resource(async () =>
    (await this.#of(overview.recentProofs)).slice(0, proofsShown),
  );
  #deploymentID: string;

  constructor(deploymentID: string) {
    this.#deploymentID = deploymentID;
  }

  /** start reads the lists and follows what changes; the answer ends it. */
  start(): () => void {
    const load = () => {
      void this.changes.load();
      void this.expiring.load();
      void this.proofs.load();
    };
    load();
    return events.onAny(changes, load);
  }

  #of<T>(read: (deploymentID: string) => Promise<T[]>): Promise<T[]> {
    return this.#deploymentID === '' ? Promise.resolve([]) : read(this.#deploymentID);
  }
}
