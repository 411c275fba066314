import {
  type APIClient,
  type APIClientDraft,
  type APIClientList,
  apiClients,
} from '../../bridge/apiClients';
import { events } from '../../bridge/events';
import { Fault, type FieldFault, toFault } from '../../bridge/fault';
import { Resource } from '../../bridge/resource.svelte';
import { Form } from '../../form/form.svelte';
import { ProofRun } from '../../proof/run.svelte';
import { apiClient as text } from '../../text/en/apiClient';
import { draftOf, sent } from './draft';

/** Generated is a secret that was made just now, and is shown this once. */
export interface Generated {
  clientId: string;
  secret: string;
}

/** findIn is one client of a list; it throws a Fault when it is not there. */
export function findIn({ clients }: APIClientList, id: string): APIClient {
  const found = clients.find((one) => one.id === id);
  if (found) return found;
  throw new Fault({
    code: 'apiclient.not_found',
    kind: 'not_found',
    message: text.gone,
    hint: text.goneHint,
  });
}

/** ClientPage is the state of one API client on the screen, new or stored. */
export class ClientPage {
  readonly form: Form<APIClientDraft>;
  readonly run = new ProofRun();
  remarks = $state.raw<readonly FieldFault[]>([]);
  /** What is on the screen can be tested. */
  ready = $state(false);
  /** The stored secret was saved for something else than is on the screen. */
  unbound = $state(false);
  /** Stands in the dialog that shows it, until that is closed. */
  generated = $state.raw<Generated | undefined>();
  /** Something is being done to what is stored. */
  working = $state(false);
  /** A new client that is to be the deployment's first. */
  readonly first: boolean;
  #stored: Resource<APIClient>;

  constructor(draft: APIClientDraft, stored: APIClient | undefined) {
    const { deploymentId } = draft;
    this.first = stored === undefined && draft.default;
    this.#stored = new Resource(async () =>
      findIn(await apiClients.list(deploymentId), this.form.draft.id),
    );
    if (stored) this.#stored.set(stored);
    this.form = new Form(draft, {
      check: (changed) => this.#check(changed),
      save: (changed) => this.#save(changed),
    });
    if (!stored) this.form.edit();
  }

  get stored(): APIClient | undefined {
    return this.#stored.value;
  }

  /** refresh reads what is stored; typed changes stay. */
  async refresh(): Promise<void> {
    if (!this.stored) return;
    const stored = await this.#stored.load();
    if (stored) this.#show(stored);
  }

  /** test asks for a token as the client on the screen. */
  async test(): Promise<void> {
    const draft = sent($state.snapshot(this.form.draft));
    await this.run.start('token', {
      prove: (runId) => apiClients.prove({ runId, draft }),
      cancel: (runId) => apiClients.cancelProof(runId),
      follow: (deliver) => events.on('proof.step', deliver),
    });
    const { fault } = this.run;
    if (!fault) await this.refresh();
    else if (fault.fields.length > 0) {
      this.form.edit();
      await this.form.refuse(fault);
    }
  }

  /** change puts a proposal into the draft, beside what is already typed. */
  change(make: (draft: APIClientDraft) => APIClientDraft): void {
    this.form.fill(make($state.snapshot(this.form.draft)));
  }

  /** rotate generates a new secret for the stored client. */
  rotate(): Promise<boolean> {
    return this.#work(async ({ id, revision }, deploymentID) => {
      const { client, secret } = await apiClients.rotate(deploymentID, id, revision);
      this.generated = { clientId: client.clientId, secret };
      return client;
    });
  }

  /** revoke ends the tokens of the stored client. */
  revoke(): Promise<boolean> {
    return this.#work(({ id }, deploymentID) => apiClients.revoke(deploymentID, id));
  }

  /** makeDefault makes the stored client the one that is meant where none is named. */
  makeDefault(): Promise<boolean> {
    return this.#work(async (stored, deploymentID) => {
      const draft = { ...draftOf(deploymentID, stored), default: true };
      return (await apiClients.save(draft)).client;
    });
  }

  /** remove deletes the stored client; false when it was refused. */
  async remove(): Promise<boolean> {
    const { deploymentId, id, revision } = this.form.draft;
    try {
      await apiClients.remove(deploymentId, id, revision);
    } catch (thrown) {
      await this.form.refuse(toFault(thrown));
      return false;
    }
    this.run.clear();
    return true;
  }

  #show(stored: APIClient): void {
    this.#stored.set(stored);
    if (!this.form.editing) this.form.load(draftOf(this.form.draft.deploymentId, stored));
  }

  // One thing at a time, in read mode, with what is stored.
  async #work(
    deed: (stored: APIClient, deploymentID: string) => Promise<APIClient>,
  ): Promise<boolean> {
    const stored = this.stored;
    if (!stored || this.working) return false;
    this.working = true;
    this.form.refusal = undefined;
    try {
      this.#show(await deed(stored, this.form.draft.deploymentId));
      return true;
    } catch (thrown) {
      await this.form.refuse(toFault(thrown));
      return false;
    } finally {
      this.working = false;
    }
  }

  async #check(draft: APIClientDraft): Promise<readonly FieldFault[]> {
    const { faults, ready, remarks } = await apiClients.check(sent(draft));
    this.remarks = remarks;
    this.ready = ready;
    // Of a secret that is kept, nothing else can be wrong.
    this.unbound =
      draft.secret.change === 'keep' && faults.some((fault) => fault.name === 'secret');
    return faults;
  }

  async #save(draft: APIClientDraft): Promise<APIClientDraft> {
    const { client, secret } = await apiClients.save(sent(draft));
    this.#stored.set(client);
    if (secret !== '') this.generated = { clientId: client.clientId, secret };
    return draftOf(draft.deploymentId, client);
  }
}
