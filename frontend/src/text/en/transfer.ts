// Mailboxes as files: what comes in, and what goes out.

import { boxes, number, plural } from './count';
import { importing } from './importing';

export const mailboxImport = {
  action: importing.action,
  title: 'Import mailboxes',
  choose: {
    label: 'A CSV file, or a sealed one',
    drop: importing.drop,
    browse: importing.browse,
    help: 'The first line names the columns. An export shows what they are called.',
  },
  columns:
    'Among them: mailbox, name, description, host, port, security, user, password; alias, workspace, projectType, client.',
  encoding: {
    message: 'the file is not written in UTF-8',
    hint: 'save it as “CSV UTF-8”, so that no letter of a password or a name is changed',
  },
  empty: importing.empty,
  aliasCounts: (made: number, changed: number, unchanged: number) =>
    `Aliases: ${number(made)} new, ${number(changed)} changed, ${number(unchanged)} unchanged.`,
  password: 'with a password',
  noPassword: 'no password',
  aliases: (count: number) => plural(count, 'alias', 'aliases'),
  done: (made: number, changed: number, unchanged: number, withAliases: number) =>
    [
      `Imported: ${number(made)} new, ${number(changed)} changed, ${number(unchanged)} unchanged`,
      ...(withAliases > 0 ? [plural(withAliases, 'alias', 'aliases')] : []),
    ].join('; ') + '.',
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
