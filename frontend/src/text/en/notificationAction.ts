import { outgoing } from './outgoing';

/** One action of the workflows. */
export const notificationAction = {
  newTitle: 'New action',
  purpose: 'A kind of step in the workflows of this deployment.',
  list: 'All notifications',
  saved: (name: string) => `${name} saved.`,
  remove: 'Remove action',
  gone: 'there is no such action any more',
  goneNext: 'go back to the list of actions',
  about: 'Action',
  fields: {
    name: { label: 'Name', help: 'As it is called in the workflows, such as Approve transaction' },
    needsPerson: {
      label: 'Needs a person',
      help: 'Off: nobody has to act, so there is no message and no mail.',
    },
    notifyByEmail: {
      label: 'Notify by e-mail',
      help: 'Off: the message is in the web portal only, for this action.',
    },
    manyFirstAnswer: {
      label: 'Goes to many, the first answer ends it',
      help: 'As with an approval that is sent to all actors on a list. To all others a mail is mostly noise.',
    },
    template: { label: 'E-mail template' },
    ownServer: {
      label: 'E-mail settings of its own',
      help: 'On: this action sends through its own server, also while e-mail integration is off.',
    },
  },
  sharedTemplate: 'That of the switches',
  shared: {
    title: 'E-mail settings',
    body: 'This action sends through the outgoing mail of the deployment. It is tested there.',
    link: 'Outgoing mail',
  },
  rehearse: 'Fill in the rehearsal server',
  rehearsalFilled: 'Filled in with the rehearsal server. Nothing is saved yet.',
  fieldName: (name: string): string => {
    const own = name.replace(/^ownServer\./, '');
    const fields: Partial<Record<string, { label: string }>> = notificationAction.fields;
    return fields[own]?.label ?? outgoing.fieldName(own);
  },
};
