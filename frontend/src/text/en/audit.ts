import { actionWords } from './actions';
import { number, plural } from './count';

export const audit = {
  title: 'Audit',
  purpose: 'Who changed what, and what was refused. No entry can be changed unnoticed.',
  journal: 'Journal',
  loading: 'Reading the journal',

  filter: {
    label: 'Filter',
    text: 'Search',
    textHelp: 'Names, actions, details',
    operator: 'Operator',
    everyone: 'Everyone',
    action: 'What',
    everything: 'Everything',
    deployment: 'Deployment',
    every: 'Every deployment',
    from: 'From',
    to: 'To',
    refused: 'Refused only',
    clear: 'Clear the filter',
    /** A single action stands under its group. */
    within: (title: string) => `\u2003${title}`,
  },

  shown: (count: number, more: boolean, total: number, filtered: boolean) => {
    if (!filtered) return plural(total, 'entry', 'entries');
    const found = `${plural(count, 'entry', 'entries')}${more ? ' so far' : ''}`;
    return `${found} of ${number(total)}`;
  },
  empty: {
    title: 'No entries yet',
    body: 'The first change of the vault makes the first entry.',
  },
  noMatch: 'No entry matches the filter.',

  entry: {
    refused: 'Refused',
    failed: 'Failed',
    of: 'of',
    /** Who did what nobody had to ask for. */
    itself: 'Patchbay',
    /** Who refuses a call, whoever made it. */
    localAPI: 'The local API',
    unlockedBy: 'Vault unlocked by',
    /** With a call: who had unlocked the vault when it was refused. */
    unlocked: (operator: string) => `vault unlocked by ${operator}`,
    open: (sequence: number) => `Entry ${String(sequence)}`,
    sequence: 'Entry',
    at: 'When',
    operator: 'Operator',
    via: 'Via API client',
    /** After who did it: the API client by which. */
    by: (client: string) => `via ${client}`,
    action: 'Action',
    deployment: 'Deployment',
    gone: 'A deployment that is no longer there',
    subject: 'About',
    detail: 'Detail',
    notDone: 'Refused: nothing was changed',
  },

  verify: {
    action: 'Verify journal',
    help: 'Follows the chain of hashes from the first entry to the last.',
    running: 'Following the chain of hashes',
    intact: (count: number) =>
      count === 0
        ? 'The journal is empty, and nothing is missing from it.'
        : `All ${plural(count, 'entry', 'entries')} fit together: none was removed, moved or changed.`,
    one: 'The one entry is as it was written.',
    last: 'Hash of the last entry',
    note: 'Note it somewhere else, together with the number of entries. A journal that is later replaced as a whole can be told from this one by it.',
    copy: 'Copy the hash',
    broken: (entry: number, count: number) =>
      `The chain breaks at entry ${number(entry)} of ${number(count)}`,
    remedy:
      'Keep a copy of the vault folder as evidence, and compare with a backup from before: Backup, Restore shows what differs without changing anything.',
    close: 'Close',
  },

  csv: {
    action: 'Save as CSV',
    help: 'What the filter shows, for a spreadsheet.',
    saving: (count: number) => `${plural(count, 'entry', 'entries')} read`,
    saved: (path: string) => `Saved to ${path}`,
    downloaded: (count: number) =>
      `${plural(count, 'entry', 'entries')} handed to the browser as a download.`,
    columns: [
      'Entry',
      'Time',
      'Operator',
      'Via',
      'What',
      'Action',
      'Refused',
      'Deployment',
      'About',
      'Detail',
    ],
    yes: 'yes',
    no: 'no',
    name: (day: string) => `patchbay-audit-${day}.csv`,
  },

  ...actionWords,
};
