import { number } from './count';

/** The test that sends a message to a mailbox of the deployment and reads it back. */
export const roundtrip = {
  level: {
    value: 'roundtrip',
    label: 'Test round trip',
    detail: 'Sends a test message to one of the mailboxes and reads it back',
  },
  title: 'Test round trip',
  note: 'A message is sent, looked for in the inbox and the junk folder, and read back.',
  close: 'Close',
  cancel: 'Cancel',
  mailbox: 'Read back from',
  search: 'Search mailboxes',
  none: 'This deployment has no mailbox yet. The message is read back from one of them.',
  add: 'Add a mailbox',
  noMatch: 'No mailbox matches.',
  more: (count: number) => `${number(count)} more: type a part of the address to find one.`,
  remove: 'Take the test message out of the mailbox again',
  start: 'Send and read back',
  choose: 'Choose a mailbox first',
};
