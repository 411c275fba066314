// Files that are imported: the words of every kind of row.

import { number, plural } from './count';

const rows = (count: number) => plural(count, 'row');

export const importing = {
  action: 'Import',
  note: 'Nothing is stored before you have seen what an import does.',
  close: 'Close',
  drop: 'Drop it here, or',
  browse: 'choose a file',
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
  effect: (name: string): string => importing.effects[name] ?? name,
  withoutBad: (bad: number) => `Leave out the ${rows(bad)} with mistakes`,
  mustAgree: 'Tick that the rows with mistakes are left out, or mend the file and choose it again.',
  mustLook: 'Look at the file again: something was changed meanwhile.',
  again: 'Look at it again',
  nothingGood: 'There is no row without a mistake. Mend the file and choose it again.',
  nothingNew: 'Everything in the file is stored already, just as it is.',
  import: (count: number) => `Import ${rows(count)}`,
  importGood: (count: number) => `Import the ${number(count)} good ${count === 1 ? 'row' : 'rows'}`,
  importing: 'Importing',
  discard: 'Discard',
  another: 'Choose another file',
  leftOut: (count: number) =>
    `${rows(count)} with mistakes ${count === 1 ? 'was' : 'were'} left out.`,
};
