import { number, plural } from './count';
import { messageOutcome } from './messageOutcome';

export const messages = {
  title: 'Messages',
  purpose: 'What became of each message and its mail.',
  noDeployment: 'Messages belong to a deployment',
  loading: 'Reading the messages',
  empty: {
    title: 'No messages yet',
    body: 'Every event that is sent leaves a message here for each person, with what became of its mail.',
    action: 'Rehearse an event',
  },
  list: 'Messages, the newest first',
  noMatch: 'No message matches the filter.',

  filter: {
    label: 'Filter',
    search: 'Search',
    searchHelp: 'Person or address',
    action: 'Action',
    anyAction: 'Every action',
    outcomes: 'Outcome',
    outcome: (outcome: string, count: number) =>
      `${messageOutcome.label(outcome)} (${number(count)})`,
    ofEvent: 'Of one event',
    clear: 'Clear the filter',
    shown: (matching: number, total: number) =>
      matching === total
        ? plural(total, 'message')
        : `${number(matching)} of ${plural(total, 'message')}`,
  },

  row: {
    noAddress: 'no address',
    attempts: (count: number) => plural(count, 'attempt'),
    inbox: 'Rehearsal',
    nameless: 'Unnamed person',
  },

  one: {
    note: (action: string) => `Of the action ${action}`,
    facts: 'Facts',
    outcome: 'Outcome',
    running: 'its turn comes by itself',
    person: 'Person',
    address: 'Address',
    none: 'None',
    action: 'Action',
    text: 'Message',
    at: 'Event',
    attempts: 'Attempts',
    lastAt: 'Last attempt',
    never: 'Never tried',
    why: 'Why',
    words: 'The server’s own words',
    messageID: 'Message-ID',
    to: 'Sent into',
    inbox: 'The rehearsal inbox',
    server: 'The mail server',
    ofEvent: 'All messages of this event',
    openInbox: 'Open the rehearsal inbox',
  },

  unknown: {
    title: 'It is unknown whether the mail has arrived',
    body: 'The connection was lost after the mail was handed over and before the server answered. The server may have taken it, or not.',
    check: (messageID: string) =>
      `Look for the Message-ID ${messageID} in the log of the mail server, or ask the person. Only then is it clear whether it may be sent again.`,
  },

  retry: {
    action: 'Send again',
    note: 'It is decided anew, by what is stored now.',
    done: 'Sent.',
    ended: (outcome: string) => `${messageOutcome.label(outcome)}.`,
    cancelled: 'Sending was cancelled.',
    cancel: 'Cancel sending',
    running: 'Sending the mail again',
    title: 'Send it again although it may have arrived?',
    body: (person: string) =>
      `It is unknown whether the server has taken the mail. If it has, ${person} gets it twice.`,
    confirm: 'Send again',
  },
};
