// Mailboxes as files: what comes in, and what goes out.

import { boxes, number, plural } from './count';

const rows = (count: number) => plural(count, 'row');

export const mailboxImport = {
  action: 'Import',
  title: 'Import mailboxes',
  note: 'Nothing is stored before you have seen what an import does.',
  close: 'Close',
  choose: {
    label: 'A CSV file, or a sealed one',
    drop: 'Drop it here, or',
    browse: 'choose a file',
    help: 'The first line names the columns. An export shows what they are called.',
  },
  columns:
    'Among them: mailbox, name, description, host, port, security, user, password; alias, workspace, projectType, client.',
  encoding: {
    message: 'the file is not written in UTF-8',
    hint: 'save it as “CSV UTF-8”, so that no letter of a password or a name is changed',
  },
  empty: {
    message: 'the file is empty',
    hint: 'choose a file whose first line names the columns',
  },
  sealed: 'This file is sealed',
  passphrase: 'Passphrase',
  passphraseHelp: 'The one that was set when it was exported.',
  open: 'Open the file',
  sending: (name: string) => `Reading ${name}`,
  progress: (done: string, total: string) => `${done} of ${total}`,
  reading: 'Looking at every row',
  elapsed: (seconds: number) => `${String(seconds)} s`,
  cancel: 'Cancel',
  size: (bytes: number) =>
    bytes < 1024 * 1024
      ? `${(bytes / 1024).toFixed(1)} KiB`
      : `${(bytes / (1024 * 1024)).toFixed(1)} MiB`,
  preview: (name: string, count: number) => `${name}: ${rows(count)}`,
  counts: {
    new: 'New',
    changed: 'Changed',
    unchanged: 'Unchanged',
    bad: 'With mistakes',
  },
  aliasCounts: (made: number, changed: number, unchanged: number) =>
    `Aliases: ${number(made)} new, ${number(changed)} changed, ${number(unchanged)} unchanged.`,
  problems: (count: number) => plural(count, 'mistake'),
  problemsShown: (shown: number, count: number) =>
    `The first ${number(shown)} of ${plural(count, 'mistake')}`,
  line: (line: number) => `Line ${number(line)}`,
  wholeLine: 'whole line',
  samples: 'Rows as they will be stored',
  samplesShown: (shown: number, count: number) =>
    shown < count ? `The first ${number(shown)} of ${rows(count)}` : rows(count),
  effects: { new: 'new', changed: 'changed', unchanged: 'unchanged' } as Partial<
    Record<string, string>
  >,
  effect: (name: string): string => mailboxImport.effects[name] ?? name,
  password: 'with a password',
  noPassword: 'no password',
  aliases: (count: number) => plural(count, 'alias', 'aliases'),
  withoutBad: (bad: number) => `Leave out the ${rows(bad)} with mistakes`,
  mustAgree: 'Tick that the rows with mistakes are left out, or mend the file and choose it again.',
  nothingGood: 'There is no row without a mistake. Mend the file and choose it again.',
  nothingNew: 'Everything in the file is stored already, just as it is.',
  import: (count: number) => `Import ${rows(count)}`,
  importGood: (count: number) => `Import the ${number(count)} good ${count === 1 ? 'row' : 'rows'}`,
  importing: 'Importing',
  discard: 'Discard',
  another: 'Choose another file',
  done: (made: number, changed: number, unchanged: number, withAliases: number) =>
    [
      `Imported: ${number(made)} new, ${number(changed)} changed, ${number(unchanged)} unchanged`,
      ...(withAliases > 0 ? [plural(withAliases, 'alias', 'aliases')] : []),
    ].join('; ') + '.',
  leftOut: (count: number) =>
    `${rows(count)} with mistakes ${count === 1 ? 'was' : 'were'} left out.`,
};

export const mailboxExport = {
  action: 'Export',
  title: 'Export mailboxes',
  close: 'Close',
  which: 'Which mailboxes',
  scopes: {
    all: (count: number) => `All ${boxes(count)}`,
    shown: (count: number) => `The ${boxes(count)} that are shown`,
    selected: (count: number) => `The ${number(count)} selected`,
  },
  how: 'Passwords',
  ways: {
    plain: {
      label: 'Without passwords',
      detail: 'A CSV file without any secret. Imported again, it keeps the stored passwords.',
    },
    sealed: {
      label: 'With passwords, sealed',
      detail: 'An encrypted file. Only who knows the passphrase can open it.',
    },
  },
  passphrase: {
    label: 'Passphrase',
    help: 'At least 12 characters. Nobody can open the file without it, and it is kept nowhere.',
  },
  confirm: { label: 'Passphrase again' },
  cancel: 'Cancel',
  save: 'Export',
  sealing: 'Sealing the file takes a moment.',
  saved: (path: string) => `Exported to ${path}.`,
  downloaded: (count: number) => `${boxes(count)} exported.`,
};
