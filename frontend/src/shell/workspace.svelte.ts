import { type Deployment, deployments, type Integration } from '../bridge/deployments';
import { events } from '../bridge/events';

const storageKey = 'patchbay.deployment';

const listChanges = ['deployment.saved', 'deployment.removed', 'page.reconnected'] as const;

const lightChanges = [
  'outgoing.server.saved',
  'outgoing.server.removed',
  'outgoing.proved',
  'mailbox.saved',
  'mailbox.removed',
  'mailbox.proved',
  'mailboxes.imported',
  'mailboxes.proved',
  'idp.saved',
  'idp.removed',
  'idp.proved',
  'apiclient.saved',
  'apiclient.removed',
  'apiclient.proved',
  'notify.changed',
  'notify.sent',
] as const;

/** Workspace is the frame's state: the deployments, the current one, its lights. */
export class Workspace {
  list = $state.raw<readonly Deployment[]>([]);
  integrations = $state.raw<readonly Integration[]>([]);
  loaded = $state(false);
  #chosen = $state('');
  #storage: Pick<Storage, 'getItem' | 'setItem'>;

  constructor(storage: Pick<Storage, 'getItem' | 'setItem'>) {
    this.#storage = storage;
    this.#chosen = storage.getItem(storageKey) ?? '';
  }

  /** current is the chosen deployment, or the first one. */
  get current(): Deployment | undefined {
    return this.list.find((one) => one.id === this.#chosen) ?? this.list[0];
  }

  /** start reads everything and follows what changes; the answer ends it. */
  start(): () => void {
    const lists = () => void this.#load();
    const lights = () => void this.#loadIntegrations();
    lists();
    const stopLists = events.onAny(listChanges, lists);
    const stopLights = events.onAny(lightChanges, lights);
    return () => {
      stopLists();
      stopLights();
    };
  }

  choose(id: string): void {
    this.#chosen = id;
    this.#storage.setItem(storageKey, id);
    this.integrations = [];
    void this.#loadIntegrations();
  }

  /** saved takes over a deployment; the first one becomes the current one. */
  saved(deployment: Deployment): void {
    const others = this.list.filter((one) => one.id !== deployment.id);
    const known = others.length < this.list.length;
    this.list = known
      ? this.list.map((one) => (one.id === deployment.id ? deployment : one))
      : [...this.list, deployment];
    if (!known) this.choose(deployment.id);
  }

  // A refused answer leaves what is shown: a locked vault takes the frame away.
  async #load(): Promise<void> {
    try {
      this.list = await deployments.list();
      this.loaded = true;
      this.#settle();
    } catch {
      return;
    }
    await this.#loadIntegrations();
  }

  // The first deployment, once shown, stays the current one: another that sorts
  // before it must not take its place unasked.
  #settle(): void {
    const current = this.current?.id;
    if (current === undefined || current === this.#chosen) return;
    this.#chosen = current;
    this.#storage.setItem(storageKey, current);
  }

  async #loadIntegrations(): Promise<void> {
    const id = this.current?.id;
    if (id === undefined) {
      this.integrations = [];
      return;
    }
    try {
      const integrations = await deployments.integrations(id);
      if (id === this.current?.id) this.integrations = integrations;
    } catch {
      this.integrations = [];
    }
  }
}
