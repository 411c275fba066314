import { blankSending, draftOf } from '../../account/sending';
import { Fault, type FieldFault } from '../../bridge/fault';
import type { NotificationAction, NotificationActionDraft } from '../../bridge/notifications';
import type { OutgoingDraft, OutgoingServer } from '../../bridge/outgoing';

/**
 * ActionForm is an action as its form edits it: with the fields of its own server
 * beside those of the action, whether it has one or not. So the form is that of
 * any sending account.
 */
export interface ActionForm extends OutgoingDraft {
  id: string;
  name: string;
  needsPerson: boolean;
  notifyByEmail: boolean;
  manyFirstAnswer: boolean;
  template: string;
  ownServer: boolean;
}

/** blankForm is a new action: as most are, it needs a person and tells that person. */
export const blankForm = (deploymentID: string): ActionForm => ({
  ...blankSending(deploymentID),
  id: '',
  name: '',
  needsPerson: true,
  notifyByEmail: true,
  manyFirstAnswer: false,
  template: '',
  ownServer: false,
});

/** formOf is what the form edits of a stored action; secrets stay where they are. */
export function formOf(deploymentID: string, action: NotificationAction): ActionForm {
  return {
    ...(action.own ? draftOf(action.own) : blankSending(deploymentID)),
    deploymentId: deploymentID,
    id: action.id,
    revision: action.revision,
    name: action.name,
    needsPerson: action.needsPerson,
    notifyByEmail: action.notifyByEmail,
    manyFirstAnswer: action.manyFirstAnswer,
    template: action.templateId,
    ownServer: Boolean(action.own),
  };
}

/** serverOf is the own server on the screen, as outgoing mail is sent. */
export function serverOf(form: ActionForm): OutgoingDraft {
  const {
    id: _id,
    name: _name,
    needsPerson: _needsPerson,
    notifyByEmail: _notifyByEmail,
    manyFirstAnswer: _manyFirstAnswer,
    template: _template,
    ownServer: _ownServer,
    ...server
  } = form;
  return { ...server, enabled: true };
}

/** draftOfForm is what is sent to be checked, proved and saved. */
export function draftOfForm(form: ActionForm): NotificationActionDraft {
  return {
    deploymentId: form.deploymentId,
    id: form.id,
    revision: form.revision,
    name: form.name,
    needsPerson: form.needsPerson,
    notifyByEmail: form.notifyByEmail,
    manyFirstAnswer: form.manyFirstAnswer,
    templateId: form.template,
    ...(form.ownServer ? { own: serverOf(form) } : {}),
  };
}

/** noServer stands for the stored server of an action that has none. */
export const noServer: Pick<OutgoingServer, 'password' | 'oauth2'> = {
  password: { set: false, changedAt: '' },
  oauth2: {
    grant: '',
    tokenUrl: '',
    authUrl: '',
    deviceUrl: '',
    clientId: '',
    clientAuth: '',
    clientSecret: { set: false, changedAt: '' },
    clientSecretExpires: '',
    scope: '',
    refreshToken: { set: false, changedAt: '' },
  },
};

/** onForm names faults as the form does: its own server has no part of its own there. */
export const onForm = (faults: readonly FieldFault[]): FieldFault[] =>
  faults.map(({ name, message }) => ({ name: name.replace(/^ownServer\./, ''), message }));

/** landing has what a call refuses land on the form's fields. */
export async function landing<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (thrown) {
    if (!(thrown instanceof Fault)) throw thrown;
    const { code, kind, message, hint, remote, ref, fields } = thrown;
    const rest = remote ? { remote } : {};
    throw new Fault({ code, kind, message, hint, ref, ...rest, fields: onForm(fields) });
  }
}
