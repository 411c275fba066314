import type { app } from '../../wailsjs/go/models';

/** EventMap says which payload each event carries. */
export interface EventMap {
  'proof.step': app.ProofStep;
  'vault.locked': app.Change;
  'vault.unlocked': app.Change;
  'vault.rotation': app.RotationProgress;
  'vault.rotated': app.Change;
  'vault.restored': app.Change;
  'vault.verifying': app.VerifyProgress;
  'operator.saved': app.Change;
  'operator.removed': app.Change;
  'backup.saved': app.Change;
  'deployment.saved': app.Change;
  'deployment.removed': app.Change;
  'outgoing.server.saved': app.Change;
  'outgoing.server.removed': app.Change;
  'outgoing.proved': app.Change;
  'account.tried': app.TriedPortEvent;
  'mailbox.saved': app.Change;
  'mailbox.removed': app.Change;
  'mailbox.proved': app.Change;
  'mailbox.alias.saved': app.Change;
  'mailbox.alias.removed': app.Change;
  'mailboxes.imported': app.Change;
  'mailboxes.proving': app.MailboxesProving;
  'mailboxes.proved': app.Change;
  'idp.saved': app.Change;
  'idp.removed': app.Change;
  'idp.proved': app.Change;
  'apiclient.saved': app.Change;
  'apiclient.removed': app.Change;
  'apiclient.used': app.Change;
  'apiclient.proved': app.Change;
  'localapi.changed': app.Change;
  'localapi.called': app.Change;
  'handover.saved': app.Change;
  'handover.applied': app.Change;
  'signin.prompt': app.SignInPrompt;
  'overview.proving': app.ProvingProgress;
  'notify.changed': app.Change;
  'notify.sent': app.NotifySentEvent;
  'gateway.changed': app.Change;
  'network.saved': app.Change;
  'rehearsal.message': app.Change;
  'rehearsal.changed': app.Change;
  /** The stream was lost and is back: what happened meanwhile is unknown. */
  'page.reconnected': null;
}

export type EventName = keyof EventMap;

/** eventNames lists what is subscribed to at the window's door. */
export const eventNames: readonly EventName[] = [
  'proof.step',
  'vault.locked',
  'vault.unlocked',
  'vault.rotation',
  'vault.rotated',
  'vault.restored',
  'vault.verifying',
  'operator.saved',
  'operator.removed',
  'backup.saved',
  'deployment.saved',
  'deployment.removed',
  'outgoing.server.saved',
  'outgoing.server.removed',
  'outgoing.proved',
  'account.tried',
  'mailbox.saved',
  'mailbox.removed',
  'mailbox.proved',
  'mailbox.alias.saved',
  'mailbox.alias.removed',
  'mailboxes.imported',
  'mailboxes.proving',
  'mailboxes.proved',
  'idp.saved',
  'idp.removed',
  'idp.proved',
  'apiclient.saved',
  'apiclient.removed',
  'apiclient.used',
  'apiclient.proved',
  'localapi.changed',
  'localapi.called',
  'handover.saved',
  'handover.applied',
  'signin.prompt',
  'overview.proving',
  'notify.changed',
  'notify.sent',
  'gateway.changed',
  'network.saved',
  'rehearsal.message',
  'rehearsal.changed',
];

/** recorded are the events after which the audit journal may hold more than was read. */
export const recorded = [
  'vault.rotated',
  'operator.saved',
  'operator.removed',
  'backup.saved',
  'deployment.saved',
  'deployment.removed',
  'outgoing.server.saved',
  'outgoing.server.removed',
  'outgoing.proved',
  'mailbox.saved',
  'mailbox.removed',
  'mailbox.proved',
  'mailbox.alias.saved',
  'mailbox.alias.removed',
  'mailboxes.imported',
  'mailboxes.proved',
  'idp.saved',
  'idp.removed',
  'idp.proved',
  'apiclient.saved',
  'apiclient.removed',
  'localapi.changed',
  'localapi.called',
  'handover.saved',
  'handover.applied',
  'notify.changed',
  'gateway.changed',
  'network.saved',
  'page.reconnected',
] as const satisfies readonly EventName[];

type Listener<N extends EventName> = (payload: EventMap[N]) => void;

/** Events hands what Go publishes to the pages that asked for it. */
export class Events {
  #listeners = new Map<EventName, Set<Listener<never>>>();

  /** on subscribes and returns the function that ends the subscription. */
  on<N extends EventName>(name: N, listener: Listener<N>): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  /** onAny subscribes to several that mean the same; the returned function ends all of it. */
  onAny(names: readonly EventName[], listener: () => void): () => void {
    const stops = names.map((name) => this.on(name, listener));
    return () => {
      for (const stop of stops) stop();
    };
  }

  publish<N extends EventName>(name: N, payload: EventMap[N]): void {
    for (const listener of [...(this.#listeners.get(name) ?? [])]) {
      (listener as Listener<N>)(payload);
    }
  }

  /** receive takes an event as the stream spells it; unknown names pass by. */
  receive(name: string, data: string): void {
    if (!(eventNames as readonly string[]).includes(name)) return;
    this.publish(name as EventName, JSON.parse(data) as never);
  }
}

/** events is this page's only hub: there is one Go behind one page. */
export const events = new Events();
