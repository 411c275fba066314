import { type AccountCheck, AccountPage, type StoredAccount } from '../../account/account.svelte';
import { sending } from '../../account/kind';
import { Fault, type FieldFault } from '../../bridge/fault';
import { type NotificationAction, notifications } from '../../bridge/notifications';
import { outgoing } from '../../bridge/outgoing';
import { notificationAction as text } from '../../text/en/notificationAction';
import {
  type ActionForm,
  draftOfForm,
  formOf,
  landing,
  noServer,
  onForm,
  serverOf,
} from './actionDraft';

/** StoredAction is a stored action, with its own server as the form's parts ask for it. */
export interface StoredAction extends StoredAccount {
  action: NotificationAction;
}

/** storedOf is an action as the page keeps it. */
export function storedOf(action: NotificationAction): StoredAction {
  const { password, oauth2 } = action.own ?? noServer;
  return { action, password, oauth2 };
}

/** findAction throws a fault when the action is gone. */
export function findAction(actions: readonly NotificationAction[], id: string): NotificationAction {
  const found = actions.find((one) => one.id === id);
  if (found) return found;
  throw new Fault({
    code: 'notify.action_not_found',
    kind: 'not_found',
    message: text.gone,
    hint: text.goneNext,
  });
}

const noAdvice = { faults: [], ready: false, unbound: [], bound: '' };
const noDefaults = { defaultPort: '', defaultUser: '', defaultGrant: '' };

async function check(form: ActionForm): Promise<AccountCheck> {
  const checked = await notifications.checkAction(draftOfForm(form));
  const faults = onForm((checked.faults as FieldFault[] | null) ?? []);
  if (checked.own) return { ...checked.own, faults };
  return { ...noAdvice, ...noDefaults, faults, advice: withoutAdvice };
}

const withoutAdvice = {
  providerId: '',
  provider: '',
  passwordLabel: '',
  fromRule: '',
} as AccountCheck['advice'];

/** ActionPage is the state of one action on the screen. */
export class ActionPage extends AccountPage<ActionForm, StoredAction, AccountCheck> {
  /** Another recipient of the test message; empty for the operator's own address. */
  to = $state('');
  choosingRecipient = $state(false);
  recipientFaults = $state.raw<readonly FieldFault[]>([]);

  constructor(form: ActionForm, stored: StoredAction | undefined) {
    const { deploymentId } = form;
    super(
      {
        kind: sending,
        get: () =>
          this.form.draft.id === ''
            ? Promise.resolve(undefined)
            : notifications
                .get(deploymentId)
                .then(({ actions }) => storedOf(findAction(actions, this.form.draft.id))),
        check,
        save: async (draft) =>
          storedOf(await landing(notifications.saveAction(draftOfForm(draft)))),
        draftOf: ({ action }) => formOf(deploymentId, action),
        alternatives: ({ runId, draft }) =>
          outgoing.alternatives({ runId, draft: serverOf(draft) }),
        signIn: ({ runId, draft, method }) =>
          landing(notifications.signInAction({ runId, draft: draftOfForm(draft), method })),
        cancelRun: (run) => notifications.cancelRun(run),
      },
      form,
      stored,
      undefined,
    );
    if (!stored) this.form.edit();
  }

  /** prove tests the own server on the screen, saved or not. */
  async prove(level: string): Promise<void> {
    const draft = draftOfForm(this.screen());
    const to = this.to.trim();
    this.recipientFaults = [];
    await this.proveWith(level, (runId) =>
      landing(notifications.proveAction({ runId, draft, level, to })),
    );
    const faults = this.run.fault?.fields ?? [];
    this.recipientFaults = faults.filter((field) => field.name === 'to');
  }

  async fillFromRehearsal(): Promise<void> {
    const { id, deploymentId, revision } = this.form.draft;
    const server = await notifications.rehearsalServer(deploymentId);
    const draft = $state.snapshot(this.form.draft) as ActionForm;
    this.form.fill({ ...draft, ...server, id, deploymentId, revision, ownServer: true });
  }

  async remove(): Promise<void> {
    const { deploymentId, id, revision } = this.form.draft;
    await notifications.removeAction(deploymentId, id, revision);
    this.form.discard();
  }
}
