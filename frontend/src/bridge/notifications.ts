import * as bound from '../../wailsjs/go/app/Notifications.js';
import type { app } from '../../wailsjs/go/models';
import { call, unbounded } from './call';
import type { OutgoingDraft, OutgoingServer, SignedIn } from './outgoing';

export type NotificationSwitches = app.NotificationSwitches;
export type NotificationSwitchesDraft = app.NotificationSwitchesDraft;
export type NotificationFinding = app.NotificationFinding;
export type NotificationAction = Omit<app.NotificationAction, 'own'> & { own?: OutgoingServer };
export type NotificationActionDraft = Omit<app.NotificationActionDraft, 'own'> & {
  own?: OutgoingDraft;
};
export type NotificationActionCheck = app.NotificationActionCheck;
export type NotificationActionProof = Omit<app.NotificationActionProof, 'draft'> & {
  draft: NotificationActionDraft;
};
export type NotificationActionSignIn = Omit<app.NotificationActionSignIn, 'draft'> & {
  draft: NotificationActionDraft;
};
export type NotificationEvent = app.NotificationEvent;
export type NotificationDecision = app.NotificationDecision;
export type NotificationRehearsal = app.NotificationRehearsal;
export type NotificationStop = app.NotificationStop;
export type NotificationSent = app.NotificationSent;
export type NotifySentEvent = app.NotifySentEvent;
export type PeopleIdentifier = app.PeopleIdentifier;
export type NotificationsState = Omit<app.NotificationsState, 'actions'> & {
  actions: NotificationAction[];
};

// What speaks to another side ends by its own deadline, or by cancelRun; so
// does what decides for a hundred thousand people.
export const notifications = {
  get: (deployment: string): Promise<NotificationsState> =>
    call(async () => {
      const state = await bound.Get(deployment);
      return {
        ...state,
        actions: orEmpty(state.actions) as NotificationAction[],
        findings: orEmpty(state.findings),
        templates: orEmpty(state.templates),
        identifiers: orEmpty(state.identifiers),
      };
    }),
  saveSwitches: (draft: NotificationSwitchesDraft): Promise<NotificationSwitches> =>
    call(() => bound.SaveSwitches(draft)),
  checkAction: (draft: NotificationActionDraft): Promise<NotificationActionCheck> =>
    call(() => bound.CheckAction(draft)),
  saveAction: (draft: NotificationActionDraft): Promise<NotificationAction> =>
    call(async () => (await bound.SaveAction(draft)) as NotificationAction),
  removeAction: (deployment: string, id: string, revision: number): Promise<void> =>
    call(() => bound.RemoveAction(deployment, id, revision)),
  proveAction: (request: NotificationActionProof): Promise<app.Proof> =>
    call(() => bound.ProveAction(request), unbounded),
  signInAction: (request: NotificationActionSignIn): Promise<SignedIn> =>
    call(() => bound.SignInAction(request), unbounded),
  rehearsalServer: (deployment: string): Promise<OutgoingDraft> =>
    call(() => bound.RehearsalServer(deployment)),
  /** rehearse decides an event and sends nothing. */
  rehearse: (event: NotificationEvent): Promise<NotificationRehearsal> =>
    call(async () => {
      const outcome = await bound.Rehearse(event);
      return {
        ...outcome,
        decisions: orEmpty(outcome.decisions),
        stops: orEmpty(outcome.stops),
      };
    }, unbounded),
  send: (event: NotificationEvent): Promise<NotificationSent> =>
    call(async () => {
      const sent = await bound.Send(event);
      return { ...sent, messages: orEmpty(sent.messages), outcomes: orEmpty(sent.outcomes) };
    }, unbounded),
  /** cancelRun ends whatever was begun under a run ID, at once. */
  cancelRun: (run: string): Promise<void> => call(() => bound.CancelRun(run)),
};

// Go's empty slice may arrive as null.
function orEmpty<T>(list: T[] | null): T[] {
  return list ?? [];
}
