import { operator } from './operator';

const count = (n: number, one: string) => `${String(n)} ${n === 1 ? one : `${one}s`}`;

const roles = [
  {
    value: 'owner',
    label: operator.roles.owner,
    detail:
      'Does everything. Only owners change operators, rotate the encryption key, replace the recovery key and restore a backup.',
  },
  {
    value: 'editor',
    label: operator.roles.editor,
    detail: 'Changes deployments, integrations and settings, and makes backups.',
  },
  {
    value: 'viewer',
    label: operator.roles.viewer,
    detail: 'Looks, and tests what is stored. Changes nothing.',
  },
] as const;

export const operators = {
  title: 'Operators',
  purpose: 'Who may open this vault, each with a password of their own.',
  roles,
  role: (name: string): string => operator.roles[name] ?? name,
  columns: { name: 'Name', email: 'E-mail', role: 'Role', state: 'Password', actions: 'Actions' },
  you: 'You',
  lastOwner: 'Only owner',
  mustChange: 'Must set a new password',
  ownPassword: 'Own password set',
  readOnly: (role: string, owners: readonly string[]) =>
    `Only an owner adds, changes and removes operators, and your role is ${role.toLowerCase()}.` +
    (owners.length > 0 ? ` Ask ${owners.join(' or ')}.` : ''),
  alone: {
    title: 'Only you can open this vault',
    body: 'Add a second owner, so that the vault does not depend on one person, or keep the recovery key where others can find it.',
    link: 'Replace the recovery key',
  },
  actions: (name: string) => `Actions for ${name}`,
  edit: 'Edit',
  remove: 'Remove',
  notYourself: 'Nobody removes themselves: another owner does.',
  notLastOwner: 'The only owner stays. Make somebody else an owner first.',
  busy: 'A new encryption key is being made.',

  add: 'Add operator',
  newTitle: 'Add operator',
  newPurpose: 'The person opens this vault with a first password, and then sets their own.',
  editPurpose: 'Name, address and role. A password of their own is set by nobody but the person.',
  formLabel: 'Operator',
  person: 'Person',
  firstPassword: 'First password',
  firstPasswordNote:
    'Opens the vault and nothing in it: at the first unlock a new one must be set.',
  fields: {
    name: { label: 'Name', help: 'Typed to unlock, and kept in the journal beside every change.' },
    email: { label: 'E-mail address', help: 'Their test messages go there by default.' },
    role: { label: 'Role' },
    password: { label: 'First password' },
    confirm: { label: 'Repeat first password' },
  },
  ownRole: 'You lose what only an owner may do, at once. Another owner can give it back.',
  working: 'Deriving the key takes about a second.',
  saved: (name: string) => `${name} saved.`,
  gone: 'This operator is not there any more.',
  back: 'Back to the operators',
  lostTitle: 'A lost password',
  lostBody:
    'Nobody can read the password of another operator. An owner has a new one mailed to them; without an e-mail gateway they open the vault with the recovery key.',
  lostYours: 'Your own password is changed on the page of your account.',
  lostYoursLink: 'Your account',

  mailed: {
    valid: (until: string) => `Mailed password valid until ${until}`,
    used: 'Mailed password used, own one not set yet',
    expired: 'Mailed password expired',
    expiredAt: (until: string) => `It was valid until ${until}.`,
  },
  reset: {
    action: 'Reset password',
    yourself: 'Change your own password on the page of your account.',
    title: (name: string) => `Reset the password of ${name}?`,
    happens: 'What happens',
    happensList: (name: string, email: string) => [
      `A random password is made and mailed to ${email}. It is shown to nobody, here or anywhere else.`,
      `It opens the vault once, within 24 hours. Then ${name} must set a password of their own before anything else opens.`,
      'As soon as the mail server has taken the mail, the old password ends.',
      'If the mail cannot be sent, nothing changes.',
    ],
    through: 'Sent through',
    failedLight: (summary: string) => `The last test of the e-mail gateway failed: ${summary}`,
    confirm: 'Mail a new password',
    sending: (to: string) => `Sending the mail to ${to}`,
    doing: 'Making the password, sending the mail, and then giving the vault the new password',
    none: {
      title: 'No password can be mailed',
      missing: 'The vault has no e-mail gateway yet.',
      disabled: 'The e-mail gateway is switched off.',
    },
    gateway: 'Open the e-mail gateway',
    done: {
      title: (name: string) => `A new password is on its way to ${name}`,
      to: 'Mailed to',
      until: 'Valid until',
      server: 'The server’s words',
      next: (name: string) =>
        `Tell ${name} to unlock the vault with it and to set a password of their own. The old password opens nothing any more.`,
    },
    failed: {
      title: 'The password was not reset',
      unchanged: (name: string) =>
        `Nothing has changed: the old password of ${name} still opens the vault.`,
      unknown: 'If the mail arrives all the same, the password in it does not work.',
      again: 'Try again',
    },
    close: 'Close',
  },

  added: {
    title: (name: string) => `${name} can open the vault now`,
    intro: 'Patchbay sends no message about it: tell the person yourself.',
    steps: (name: string, path: string) => [
      'Hand over the first password in person or by telephone, not by e-mail. It is shown nowhere any more.',
      `${name} starts Patchbay with this vault: ${path}`,
      `There they unlock as “${name}” with the first password.`,
      'Patchbay asks for a password of their own at once. Until it is set, nothing else opens.',
    ],
    how: 'How they get in',
    another: 'Add another',
    done: 'Done',
  },

  removal: {
    title: (name: string) => `Remove ${name}?`,
    happens: 'What happens',
    happensList: (name: string) => [
      `A new encryption key is made at once, and ${name} gets no part of it: their password opens this vault no more.`,
      'Everything in the vault stays: deployments, integrations, their secrets, and the journal with its names.',
      'The passwords of all others and the recovery key stay as they are.',
    ],
    reach: 'What it does not reach',
    reachList: (name: string) => [
      `Backups and copies of the vault folder made until now: they still open with ${name}’s password.`,
      'The recovery key, if they know it: replace it afterwards.',
      'Secrets they have seen: change those at the servers and providers.',
    ],
    confirm: 'Remove and make a new key',
    short: (name: string) => `Removing ${name}`,
    running: (name: string) => `Removing ${name}: a new encryption key is being made`,
    until: 'You can go on working. Until the new key takes over, at the end, it can be cancelled.',
    preparing: 'Making the new key',
    progress: (done: number, total: number) => `${String(done)} of ${count(total, 'record')}`,
    elapsed: (seconds: number) => `${String(seconds)} s`,
    cancel: 'Cancel removal',
    cancelled: (name: string) => `The removal was cancelled. ${name} still opens the vault.`,
    done: (name: string) => `${name} was removed.`,
    result: (records: number, duration: string) =>
      `${count(records, 'record')} re-encrypted with a new key in ${duration}. The old key is gone from the vault folder.`,
    next: 'What is left to do',
    nextList: [
      { page: 'operator', link: 'Replace the recovery key', rest: 'if it was known to them.' },
      { page: 'keys', link: 'Change the stored secrets', rest: 'that they have seen.' },
      { page: 'backup', link: 'Make a new backup', rest: 'and destroy the older ones.' },
    ],
    dismiss: 'Close',
  },
} as const;
