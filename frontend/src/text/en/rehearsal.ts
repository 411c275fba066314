import { plural } from './count';
import { mailLooks } from './mailLooks';

/** within a sentence a label begins small. */
const within = (label: string) => label.charAt(0).toLowerCase() + label.slice(1);

interface Withheld {
  remote: number;
  images: number;
  links: number;
  styles: number;
  markup: number;
}

export const rehearsal = {
  title: 'Rehearsal',
  purpose:
    'Servers on this machine: one catches every message and delivers none, one lets mailboxes read them, one signs test people in.',
  start: 'Start servers',
  stop: 'Stop servers',
  running: 'Running',
  stopped: 'Stopped',
  servers: {
    smtp: {
      title: 'Mail server',
      note: 'SMTP: takes what outgoing mail sends',
      field: 'fault',
      fault: 'Chosen fault',
      copy: (what: string) => `Copy ${within(what)}`,
    },
    imap: {
      title: 'Mailbox server',
      note: 'IMAP: shows the caught messages as a mailbox',
      field: 'imapFault',
      fault: 'Chosen mailbox fault',
      copy: (what: string) => `Copy ${within(what)} of the mailbox server`,
    },
    idp: {
      title: 'Sign-in provider',
      note: 'OpenID Connect, OAuth 2.0 and SAML: signs in the people below, without passwords',
      field: 'idpFault',
      fault: 'Chosen sign-in fault',
      people: 'Test people',
      noEmail: 'no e-mail address',
      issuer: 'Issuer',
      clientID: 'Client ID',
      clientSecret: 'Client secret',
      authorizationURL: 'Auth URL',
      tokenURL: 'Token URL',
      userInfoURL: 'User-info URL',
      metadataURL: 'SAML metadata URL',
      copy: (what: string) => `Copy ${within(what)} of the sign-in provider`,
    },
  },
  noFault: 'None: everything works',
  faultHelp: 'Acts out a failure, to see what it looks like in a test.',
  host: 'Host',
  port: 'Port',
  security: 'Security',
  user: 'User name',
  password: 'Password',
  authority: 'Authority',
  copyAuthority: 'Copy authority as PEM',
  authorityAsPEM: 'Authority as PEM',
  credentialsNote: 'These credentials are the servers’ own and protect nothing.',
  inbox: 'Inbox',
  clear: 'Clear inbox',
  clearTitle: 'Clear the inbox?',
  clearBody: 'All caught messages are deleted.',
  filter: 'Filter messages',
  empty: {
    title: 'No messages caught',
    body: 'Messages sent to the mail server appear here at once.',
    stopped:
      'Start the servers, then send it a message, for example with the test on the outgoing mail page.',
  },
  noMatch: 'No message matches the filter.',
  choose: 'Choose a message to read it.',
  noSubject: '(no subject)',
  from: 'From',
  to: 'To',
  envelope: 'Envelope sender',
  received: 'Received',
  size: (bytes: number) =>
    bytes < 1024 ? `${String(bytes)} B` : `${(bytes / 1024).toFixed(1)} KiB`,
  view: 'Message parts',
  tabs: { html: 'HTML', text: 'Text', headers: 'Headers', raw: 'Raw' },
  noHTML: 'This message has no HTML part.',
  noText: 'This message has no text part.',
  frame: 'HTML of the message',
  look: 'Look of the message',
  looks: mailLooks,
  /** withheld says what of a message is not shown; nothing if all is. */
  withheld: (of: Withheld) => {
    const counted = [
      [of.remote, 'remote image'],
      [of.images, 'unreadable image'],
      [of.links, 'unsafe link'],
      [of.styles, 'style'],
      [of.markup, 'element or attribute', 'elements or attributes'],
    ] as const;
    const parts = counted.flatMap(([count, one, many]) =>
      count > 0 ? [plural(count, one, many)] : [],
    );
    return parts.length > 0 ? `Left out: ${parts.join(', ')}.` : '';
  },
  refused: (why: string) =>
    `This message cannot be shown as a mail program does: ${why}. It is shown without its style sheets.`,
  headerColumns: { name: 'Header', value: 'Value' },
  more: (count: number) => `${String(count)} messages`,
};
