import { number, plural } from './count';
import { messageOutcome } from './messageOutcome';

export const notifications = {
  title: 'Notifications',
  purpose: 'Who is told what by e-mail, and what stops it.',
  noDeployment: 'Notifications belong to a deployment',
  defaultTemplate: 'Default template',

  /** Mail that is being sent while the page is left. */
  sending: {
    short: (done: number, total: number) => `Sending ${number(done)} of ${number(total)}`,
    of: (deployment: string) => `Sending mails of ${deployment}`,
    ended: (outcomes: readonly { outcome: string; count: number }[]) =>
      `Mails: ${outcomes
        .map(({ outcome, count }) => `${number(count)} ${messageOutcome.within(outcome)}`)
        .join(', ')}.`,
    cancelled: 'Sending was cancelled.',
    hint: 'The messages tell why, in the server’s own words.',
  },

  switches: {
    title: 'Switches',
    note: 'A message to a person always goes to the web portal. These decide whether a mail goes with it.',
    saved: 'Switches saved.',
    integration: {
      label: 'E-mail integration',
      help: 'Off: no mail is sent at all, for example while the mail server is down for maintenance. Only actions with e-mail settings of their own can still send.',
    },
    notifications: {
      label: 'E-mail notifications',
      help: 'Off: no action sends a mail, whatever it is set to. The messages in the web portal stay.',
    },
    identifier: {
      label: 'E-mail people identifier',
      help: 'The attribute of a person that holds the address at the mail server',
    },
    template: {
      label: 'E-mail template',
      help: 'What the mails say; an action may have a template of its own',
    },
    usable: (name: string, usable: number, people: number) =>
      people === 0
        ? name
        : `${name} – usable for ${number(usable)} of ${plural(people, 'person', 'people')}`,
    server: 'Outgoing mail',
    from: (address: string) => `Sends from ${address}`,
    noServer: 'There is no mail server yet.',
    openTemplates: 'Templates',
  },

  findings: {
    title: 'What does not fit together',
    none: 'Everything fits together.',
    off: 'All mail is switched off: there is nothing to check.',
    why: 'Why',
    warning: 'Mail goes all the same',
    blocking: 'Stops mail',
    /** The link to where it is mended. */
    mend: 'Mend it',
    mendAt: (place: string) => `Mend it: ${place}`,
  },
  /** Where something is mended. */
  places: {
    switches: 'Switches',
    outgoing: 'Outgoing mail',
    deployment: 'Deployment',
    action: (name: string) => (name === '' ? 'Action' : `Action ${name}`),
    template: 'Template',
    person: (name: string) => (name === '' ? 'Person' : name),
    people: 'People',
    unusable: 'People without a usable address',
  },

  actions: {
    title: 'Actions',
    note: 'The kinds of steps in the workflows of this deployment.',
    caption: 'Actions of the workflows',
    add: 'Add action',
    columns: {
      name: 'Action',
      person: 'Needs a person',
      mail: 'Notify by e-mail',
      server: 'Sends through',
      template: 'Template',
      actions: 'Actions',
    },
    yes: 'Yes',
    no: 'No',
    many: 'First answer of many',
    own: (host: string) => (host === '' ? 'Own settings, still empty' : host),
    shared: 'Outgoing mail',
    sharedTemplate: 'That of the switches',
    edit: (name: string) => `Edit ${name}`,
    remove: (name: string) => `Remove ${name}`,
    removeTitle: (name: string) => `Remove ${name}?`,
    removeBody:
      'The action is deleted, with its own e-mail settings and their secrets. What became of its mails stays.',
    removed: (name: string) => `${name} removed.`,
    empty: 'There are no actions. Add the steps of the workflows that people are told about.',
  },
};
