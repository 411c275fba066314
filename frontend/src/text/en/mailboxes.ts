import { boxes, number } from './count';
import { mailboxExport, mailboxImport } from './transfer';

const duration = (seconds: number) => {
  if (seconds < 60) return `${String(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  return `${String(minutes)} min ${String(seconds % 60)} s`;
};

export const mailboxes = {
  title: 'Mailboxes',
  purpose: 'The mailboxes that the target system reads over IMAP.',
  add: 'Add mailbox',
  noDeployment: 'Mailboxes belong to a deployment',

  empty: {
    title: 'No mailboxes yet',
    body: 'The target system reads mail from these mailboxes and makes work of it. Add one, import a whole list, or see how it works with the rehearsal servers.',
    viewer: 'The target system reads mail from these mailboxes and makes work of it.',
    rehearsal: 'Try it with the rehearsal',
  },

  search: 'Search mailboxes',
  searchHelp: 'Address, name, description or server',
  filters: 'Show by state',
  filter: (label: string, count: number) => `${label}: ${number(count)}`,
  states: {
    failed: 'Failed',
    stale: 'Stale',
    warned: 'With warnings',
    never: 'Never tested',
    proved: 'Proved',
  } as Partial<Record<string, string>>,
  state: (light: string): string => mailboxes.states[light] ?? light,
  clear: 'Show all',
  shown: (shown: number, total: number) =>
    shown === total ? boxes(total) : `${number(shown)} of ${boxes(total)}`,
  noMatch: 'No mailbox matches.',

  columns: {
    mailbox: 'Mailbox',
    host: 'Server',
    name: 'Configuration name',
    light: 'State',
    provedAt: 'Last proof',
    actions: 'Actions',
  },
  port: (port: string) => `Port ${port}`,
  never: 'Never',
  waiting: 'Waiting for its test',
  selectAll: 'Select all that are shown',
  select: (address: string) => `Select ${address}`,
  selected: (count: number) => `${number(count)} selected`,
  clearSelection: 'Clear the selection',
  keys: 'Arrow keys move, Space selects, Enter opens. Tab leads to the actions of the row.',

  actionsOf: (address: string) => `Actions for ${address}`,
  rowActions: {
    open: 'Open',
    password: 'Change password',
    test: 'Test',
    remove: 'Delete',
  },
  busyTesting: 'Other tests are running',

  many: {
    all: 'Test all',
    selected: (count: number) => `Test selected (${number(count)})`,
    help: 'Signs in to every mailbox once and looks at its folders. No mail is changed.',
    running: (count: number) => `Testing ${boxes(count)}`,
    runningFor: (name: string) => `Testing mailboxes of ${name}`,
    short: 'Testing mailboxes',
    note: 'Each mailbox is tried once, so that no account is locked. This goes on when the page is left.',
    progress: (done: number, total: number) => `${number(done)} of ${number(total)}`,
    starting: 'Starting',
    passed: (count: number) => `${number(count)} passed`,
    warned: (count: number) => `${number(count)} with warnings`,
    failed: (count: number) => `${number(count)} failed`,
    elapsed: duration,
    left: (seconds: number) => `about ${duration(seconds)} left`,
    cancel: 'Cancel testing',
    slowed: (server: string, connections: number) =>
      `${server} limits connections. Tests go on there with ${String(connections)} at a time.`,
    wasSlowed: (server: string, connections: number) =>
      `${server} limits connections. Tests went on there with ${String(connections)} at a time.`,
    summary: 'Result of the test',
    done: (total: number, seconds: string) => `${boxes(total)} tested in ${seconds}`,
    cancelled: (tried: number, total: number) =>
      `Cancelled after ${number(tried)} of ${boxes(total)}`,
    untried: (count: number) =>
      `${boxes(count)} ${count === 1 ? 'was' : 'were'} not tested and ${count === 1 ? 'keeps its' : 'keep their'} old state.`,
    allPassed: 'Every mailbox can be read.',
    unsaved: 'The results could not be stored',
    causes: 'Causes',
    causeCount: boxes,
    showFailed: 'Show failed',
    dismiss: 'Close the result',
    more: (count: number) => `and ${number(count)} more`,
    which: 'Which mailboxes',
    mailboxesOf: (cause: string) => `with this cause: ${cause}`,
    toast: {
      passed: (count: number) => `${boxes(count)} tested: all passed.`,
      warned: (count: number, warned: number) =>
        `${boxes(count)} tested: ${number(warned)} with warnings.`,
      failed: (count: number, failed: number) =>
        `${boxes(count)} tested: ${number(failed)} failed.`,
      cancelled: 'Testing was cancelled. What was tested before that holds.',
      hint: 'The table of mailboxes shows the causes.',
    },
  },

  importing: mailboxImport,
  exporting: mailboxExport,
};
