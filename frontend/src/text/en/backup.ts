import { number, plural } from './count';

// Sizes in units of 1024 bytes, as file managers on most systems show them.
const size = (bytes: number): string => {
  if (bytes < 1024) return plural(bytes, 'byte');
  const units = ['KiB', 'MiB', 'GiB'];
  const power = Math.min(units.length, Math.floor(Math.log2(bytes) / 10));
  const amount = bytes / 1024 ** power;
  return `${amount.toFixed(amount < 10 ? 1 : 0)} ${units[power - 1] ?? ''}`;
};

const kinds: Partial<Record<string, string>> = {
  deployment: 'Deployments',
  outgoing: 'Outgoing mail',
  'outgoing-proofs': 'Proofs of outgoing mail',
  mailbox: 'Mailboxes',
  'mailbox-alias': 'Aliases',
  'mailbox-state': 'States of mailboxes',
  'mailbox-proof': 'Proofs of mailboxes',
  idp: 'Identity providers',
  'idp-state': 'States of identity providers',
  'idp-proofs': 'Proofs of identity providers',
  apiclient: 'API clients',
  'apiclient-use': 'Last use of API clients',
  'apiclient-proofs': 'Proofs of API clients',
  localapi: 'Local API',
  'handover-mail-api': 'Targets of the push',
  'handover-receipts': 'Receipts of the push',
  notify: 'Switches of the notifications',
  'notify-action': 'Actions',
  'notify-proofs': 'Proofs of the own servers of actions',
  'notify-actions': 'Actions that were made once',
  'notify-person': 'People',
  'notify-template': 'Templates',
  'notify-template-part': 'Parts of templates',
  'notify-event': 'Events',
  'notify-message': 'Messages',
  gateway: 'E-mail gateway',
  'gateway-template': 'Password-reset mail',
  'gateway-template-part': 'Parts of the password-reset mail',
  'gateway-proofs': 'Proofs of the e-mail gateway',
  operator: 'Operators',
  preferences: 'Settings',
  network: 'Network settings',
  rotation: 'History of the encryption key',
  audit: 'Entries of the journal',
  'audit-head': 'Head of the journal',
  secret: 'Secrets',
};

export const backup = {
  title: 'Backup',
  purpose: 'One sealed file that holds the whole vault as it is at one moment.',
  size,
  records: (count: number) => plural(count, 'record'),
  secrets: (count: number) => plural(count, 'secret'),
  contents: (records: number, secrets: number) =>
    `${plural(records, 'record')}, ${plural(secrets, 'secret')}`,
  kind: (name: string): string => kinds[name] ?? name,

  transfer: {
    progress: (done: string, total: string) => `${done} of ${total}`,
    elapsed: (seconds: number) => `${number(seconds)} s`,
  },

  last: {
    title: 'Last backup',
    never: 'There is no backup of this vault yet.',
    neverNext: 'If the disk fails now, nothing brings the vault back.',
    made: 'Made',
    since: 'Changes were saved since.',
    upToDate: 'nothing was saved since',
    holds: 'The vault holds',
  },

  make: {
    action: 'Back up now',
    making: 'Making the backup',
    sealing: 'Sealing the records',
    cancel: 'Cancel the backup',
    cancelled: 'The backup was cancelled. No file was kept.',
    saved: 'The backup is saved',
    downloaded: 'The backup is with the browser as a download',
    opens:
      'It opens with the passwords and the recovery key of today only. A password that is changed later does not change the file.',
    away: 'Keep it off this machine: a disk that fails takes the vault and its backup with it.',
    viewer: 'Making a backup needs the role editor or owner.',
    notesTitle: 'What to know about it',
    notes: [
      'The file is encrypted as the vault is. Without a password or the recovery key of its day nobody can read it.',
      'Operators who are removed later can still open it with the password they had. Destroy old backups if that matters.',
      'It holds everything: integrations, secrets, operators, settings and the journal.',
    ],
  },

  restore: {
    section: 'Restore',
    note: 'Puts the vault back as a backup holds it. Everything is shown before anything is changed.',
    action: 'Restore…',
    title: 'Restore from a backup',
    running: 'Restoring the backup',
    way: 'Choose a backup file, open it with a password or the recovery key of its day, look at what would change, and confirm.',
    /** Beside creating a vault. */
    instead: 'Restore from a backup instead',
    owner: 'Restoring needs the role owner.',
    back: 'Back',
    cancel: 'Cancel',

    choose: {
      label: 'Backup file',
      drop: 'Drop a backup file here, or',
      browse: 'Choose a file',
      help: 'It is read and verified on this machine. Nothing is changed yet.',
      other: 'Choose another file',
      empty: 'The file is empty. Choose a file that was written by Back up now.',
      folder: 'That cannot be read as a file. Choose a single backup file.',
    },
    sending: {
      title: 'Reading the file',
      verifying: 'Verifying its checksums',
    },
    file: {
      title: 'The file',
      name: 'Name',
      at: 'Made',
      size: 'Size',
      vault: 'Vault',
      same: 'The same vault as the one here',
      other: 'Another vault than the one here',
      operators: 'Operators',
    },
    access: {
      title: 'Open the backup',
      purpose: 'With what opened the vault when the backup was made.',
      by: 'Open it with',
      password: 'Password',
      passwordHelp: 'The one of that time, if it was changed since.',
      recoveryKey: 'Recovery key',
      recoveryKeyHelp: 'The one of that time, if it was replaced since.',
      operator: 'Operator',
      operatorHelp: 'Name as it was then',
      submit: 'Open and verify',
      opening: 'Opening the backup and verifying every record',
    },
    report: {
      title: 'What it holds',
      verified: (records: number, secrets: number) =>
        `Every one of ${plural(records, 'record')} and ${plural(secrets, 'secret')} opens.`,
      generation: 'Key generation',
      operators: 'Who opens it',
      operatorsNote: 'With the passwords of that time.',
      changes: 'What would change',
      compared: 'Compared with the vault as it is now.',
      nothing: 'Nothing: the vault and the backup hold the same.',
      notCompared: 'There is no open vault to compare with: everything comes from the backup.',
      columns: {
        kind: 'What',
        comesBack: 'Comes back',
        isLost: 'Is lost',
        differs: 'Goes back to how it was',
        same: 'Stays the same',
      },
      names: (names: readonly string[]) => names.join(', '),
      none: '–',
      folder: 'The folder that is there now',
      place: 'Where it goes',
      replaces: 'It is not deleted. It is renamed and kept beside the restored vault.',
      opens: 'The folder that is kept opens with the passwords of now.',
      fresh: 'There is no vault folder yet. The backup becomes the vault.',
      locks: 'Everything locks, here and in other windows.',
      passwords: 'Afterwards the vault opens with the passwords of the backup.',
      old: 'Passwords that were changed since, and operators who were removed since, are as they were. Remove those operators again afterwards: that also makes a new encryption key.',
      refused: 'This backup is not restored here',
    },
    confirm: {
      other: (id: string) =>
        `This backup is of another vault (${id}). Restoring it replaces the vault here by that one.`,
      replace: (date: string) => `Replace the vault by the backup of ${date}`,
      fresh: (date: string) => `Put the backup of ${date} in place`,
      action: 'Restore',
      working:
        'Restoring: the backup is written, opened again and compared before it is put in place.',
    },
    done: {
      title: (date: string) => `The backup of ${date} is in place`,
      unlock: 'Unlock it with a password of that time.',
      kept: 'The folder that was there before is kept at',
    },
  },

  broken: {
    last: 'The last backup was made on',
    unknown: 'When the last backup was made cannot be read from this folder.',
    kept: 'Restoring does not delete this folder: it is renamed and kept beside the new one.',
    restore: 'Restore from a backup',
  },

  verify: {
    section: 'Verify',
    note: 'Reads every file of the vault again from the disk, and opens every record and every secret.',
    action: 'Verify the vault',
    when: 'After a disk fault or a power cut, when the folder was copied or moved, and before a backup that is to be kept for long.',
    running: 'Verifying the vault',
    preparing: 'Reading the files',
    progress: (done: number, total: number) => `${number(done)} of ${plural(total, 'record')}`,
    elapsed: (seconds: number) => `${number(seconds)} s`,
    cancel: 'Cancel verifying',
    cancelled: 'Verifying was cancelled.',
    whole: (records: number, secrets: number) =>
      `Every one of ${plural(records, 'record')} and ${plural(secrets, 'secret')} opens.`,
    took: (duration: string) => `Took ${duration}.`,
    damaged: (count: number) =>
      `${plural(count, 'record')} ${count === 1 ? 'does' : 'do'} not open`,
    damagedNext:
      'Copy the vault folder as it is, then restore the latest backup. What was saved since then has to be entered again.',
    table: 'Damage by record',
    columns: { kind: 'What', name: 'Name', where: 'Where', problem: 'Problem', next: 'What to do' },
    unnamed: 'unknown',
    /** What helps depends on which of the copies is hurt. */
    next: (where: string): string =>
      (
        ({
          snapshot: 'Restore a backup that holds it.',
          journal: 'Restore a backup; the last changes may be missing from it.',
          'working store':
            'Lock and unlock: the working store is rebuilt from snapshot and journal.',
        }) as Partial<Record<string, string>>
      )[where] ?? 'Restore a backup that holds it.',
    notes: 'Also found',
  },
};
