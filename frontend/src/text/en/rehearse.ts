import { number, plural } from './count';
import { messageOutcome } from './messageOutcome';

const people = (count: number) => plural(count, 'person', 'people');
const mails = (count: number) => plural(count, 'mail');

/** Rehearsing an event, and sending it. */
export const rehearse = {
  title: 'Rehearse an event',
  note: 'What an event of a workflow comes to for each person. Nothing is sent until you say so.',
  action: { label: 'Action' },
  audience: {
    label: 'For whom',
    everyone: (count: number) => `Everyone (${people(count)})`,
    chosen: 'Chosen people',
  },
  message: {
    label: 'Message',
    word: '%action-message%',
    placeholder: 'Your laptop is ready',
  },
  people: {
    search: 'Search people',
    placeholder: 'Name, user name or address',
    list: 'People found',
    chosen: 'Chosen people',
    none: 'Nobody is chosen yet.',
    noMatch: 'Nobody matches.',
    nobody: 'This deployment has no people yet.',
    add: 'Add people',
    more: (from: number, to: number, of: number) =>
      `${number(from)}–${number(to)} of ${number(of)}`,
    next: 'Next',
    previous: 'Previous',
    unchoose: (name: string) => `Remove ${name}`,
    clear: 'Remove all',
    full: (count: number) => `At most ${number(count)} people can be chosen one by one.`,
  },
  run: 'Rehearse',
  again: 'Rehearse again',
  deciding: 'Deciding',
  incomplete: 'Choose an action and for whom it is',
  stale: 'Something was changed since. Rehearse again before sending.',

  counts: {
    label: 'What the event comes to',
    people: (count: number) => people(count),
    messages: (count: number) => plural(count, 'message in the portal', 'messages in the portal'),
    mails: (count: number) => mails(count),
    stopped: 'Stopped',
    stop: (count: number, why: string) => `${people(count)}: ${why}`,
    first: (shown: number, total: number) =>
      `The first ${number(shown)} of ${number(total)} are shown.`,
  },
  table: {
    label: 'Decision for each person',
    person: 'Person',
    message: 'Message',
    mail: 'Mail',
    address: 'Address',
    stops: 'What stops the mail',
    yes: 'Yes',
    no: 'No',
    nothing: 'Nothing',
    open: (place: string) => `Open ${place}`,
  },

  send: {
    rehearsal: 'Send into the rehearsal inbox',
    real: 'Send for real',
    nothing: 'No mail would go: see what stops it.',
    title: (count: number) => `Send ${mails(count)} for real?`,
    body: (host: string, from: string, count: number, messages: number) =>
      `The server ${host} sends ${mails(count)} from ${from} to real people. ${plural(messages, 'message')} ${messages === 1 ? 'is' : 'are'} noted. What the server has taken cannot be called back.`,
    confirm: (count: number) => `Send ${mails(count)}`,
    running: (count: number) => `Sending ${mails(count)}`,
    runningRehearsal: (count: number) => `Sending ${mails(count)} into the rehearsal inbox`,
    progress: (done: number, total: number) => `${number(done)} of ${number(total)}`,
    elapsed: (seconds: number) => `${number(seconds)} s`,
    cancel: 'Cancel sending',
    cancelled: 'Sending was cancelled. What was sent before stays sent; the rest is not sent.',
    done: 'What became of it',
    outcome: (outcome: string, count: number) =>
      `${number(count)} ${messageOutcome.within(outcome)}`,
    messages: 'Open the messages',
    inbox: 'Open the rehearsal inbox',
    columns: {
      person: 'Person',
      address: 'Address',
      outcome: 'Outcome',
      words: 'The server’s words',
    },
    caption: 'What became of each mail',
    noWords: '–',
  },
};
