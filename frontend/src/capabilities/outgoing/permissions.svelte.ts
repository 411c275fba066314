import { outgoing, type OutgoingDraft, type OutgoingPermissions } from '../../bridge/outgoing';
import { Task } from '../../bridge/task.svelte';
import { addressesIn, mostAddresses } from './addresses';

/** AddressCheck asks the server from which addresses the account may send. */
export class AddressCheck {
  readonly task = new Task<OutgoingPermissions>();
  /** Further addresses, as they were pasted. */
  pasted = $state('');

  /** read is every address in what was pasted. */
  get read(): readonly string[] {
    return addressesIn(this.pasted);
  }

  /** further is what one run asks about. */
  get further(): readonly string[] {
    return this.read.slice(0, mostAddresses);
  }

  async start(draft: OutgoingDraft, to: string): Promise<void> {
    const further = [...this.further];
    await this.task.start({
      run: (runId) => outgoing.permissions({ runId, draft, to, further }),
      cancel: (runId) => outgoing.cancelRun(runId),
    });
  }
}
