import { plural } from './count';
import { outgoing } from './outgoing';

const fields = {
  form: { label: 'Where to' },
  url: { label: 'URL', word: 'POST', help: 'https only. Redirects are not followed' },
  way: { label: 'How to sign in' },
  token: { label: 'Bearer token', word: 'Authorization' },
  tokenUrl: { label: 'Token URL', word: 'client_credentials' },
  clientId: { label: 'Client ID', word: 'client_id' },
  clientSecret: { label: 'Client secret', word: 'client_secret' },
  clientAuth: { label: 'How the client proves itself' },
  scope: { label: 'Scope', word: 'scope', help: 'Empty: what the target grants by itself' },
  caPem: {
    label: 'Additional authority',
    word: 'CA, PEM',
    help: 'Trusted for this target, beside the system’s authorities',
  },
};

/** The push of the saved mail configuration to the mail API of a target. */
export const handover = {
  open: 'Push to target',
  title: 'Push to target',
  note: 'Sends the saved mail configuration to the mail API of a target, once.',
  close: 'Close',
  cancelPush: 'Cancel push',
  tabs: 'Push to target',
  tab: { target: 'Target', result: 'Result', receipts: 'Receipts' },
  tabRunning: (name: string) => `${name} · running`,
  tabCount: (name: string, count: number) => (count === 0 ? name : `${name} (${String(count)})`),
  unsaved: 'This page has changes that are not saved',
  unsavedBody: 'The saved configuration is pushed, not what is being edited.',
  unproved: 'This configuration was never proved: send a test email first.',
  onlyHere: (host: string) =>
    `${host} is this machine; the target will not find the mail server there.`,
  doubled: (tenant: string) =>
    `The host name already begins with the tenant ID ${tenant}, and SSMS puts it in front again.`,

  fields,
  forms: [
    { value: 'ssms', label: 'SSMS' },
    { value: 'shift', label: 'SHIFT' },
    { value: 'other', label: 'Another URL' },
  ],
  formOther: 'A gateway, or the local API of another Patchbay',
  formMissing: 'The deployment has no tenant ID or host name',
  ways: [
    {
      value: 'token',
      label: 'Paste a bearer token',
      detail: 'It is used for this push and kept nowhere.',
    },
    {
      value: 'client',
      label: 'Obtain a token at a token URL',
      detail: 'By client credentials. Once the target is remembered, the vault keeps the secret.',
    },
  ],
  clientAuths: [
    { value: 'client_secret_basic', label: 'In the header (Basic)' },
    { value: 'client_secret_post', label: 'In the request’s body' },
  ],
  advanced: 'Advanced',
  /** Names of the fields for links out of a finding: the target's own, else outgoing mail's. */
  fieldName: (name: string): string =>
    (fields as Partial<Record<string, { label: string }>>)[name]?.label ?? outgoing.fieldName(name),
  /** A fault of the mail configuration itself. */
  elsewhere: (name: string, message: string): string =>
    `outgoing mail, ${outgoing.fieldName(name).toLowerCase()}: ${message}`,
  bound: 'Enter the client secret again',
  boundBody: (bound: string) =>
    bound === ''
      ? 'The stored client secret belongs to another destination and is not sent to this one.'
      : `The stored client secret belongs to ${bound} and is not sent anywhere else.`,

  plan: 'What will be written',
  planNone: 'It stands here once the fields are complete.',
  body: 'Request body',
  masked: 'Secrets are masked here, and sent as they are.',
  secrets: 'Secrets that go along',
  secretsNone: 'No secret goes along.',
  losses: 'What does not go along',
  breaks: 'Without it, mail does not work at the target',

  save: 'Remember this target',
  saved: 'Target remembered.',
  push: 'Push',
  again: 'Push again',
  leave: {
    title: 'Discard the target?',
    body: 'Where to push to was changed and is not remembered.',
    confirm: 'Discard changes',
    cancel: 'Keep editing',
  },
  leavePushed: {
    title: 'Close without remembering the target?',
    body: (another: boolean) =>
      another
        ? 'You pushed to it, but it is not remembered: the next push starts from the one that is.'
        : 'You pushed to it, but only its URL stands here again the next time. Remember this target keeps the rest of it, too.',
    confirm: 'Close anyway',
    cancel: 'Back',
  },
  production: {
    title: 'Push to production?',
    body: (name: string, url: string) =>
      `The saved mail configuration of ${name} replaces the one that the target uses now.\n\n${url}`,
    confirm: 'Push to production',
    cancel: 'Cancel',
  },
  trust: {
    title: 'Trust this authority for the target?',
    body: (subject: string, fingerprint: string) =>
      `${subject}\n\nFingerprint (SHA-256)\n${fingerprint}\n\nWhoever holds the key of this authority can pretend to be the target and read the mail password. Compare the fingerprint with the one that the target’s owner gives you, by another way than this connection.`,
    confirm: 'Trust it',
    cancel: 'Cancel',
  },
  trusted: 'The authority is trusted for this target. Push again to try it.',

  proof: {
    title: 'Push',
    none: 'Nothing pushed yet',
    noneBody: 'A push shows each step here as it happens, with the target’s own answer.',
    running: 'Pushing',
    cancel: 'Cancel push',
    cancelledBody:
      'The connection was closed at once. What was sent before that stays sent: look at the target.',
  },
  /** What the target said of the push: 200 is the only way to say it. */
  taken: (statusText: string) =>
    `The target has taken the configuration · ${`200 ${statusText}`.trim()}`,
  exchange: 'Request and answer',
  request: 'Request',
  answer: 'Answer',
  noAnswer: 'No answer came.',
  noBody: 'The body is empty.',
  cut: 'The answer was cut at its size limit.',
  headers: 'Headers',
  requestBody: 'Body of the request',
  answerBody: 'Body of the answer',

  receiptsNone: 'Nothing was pushed from here yet.',
  receiptsCaption: 'Pushes, newest first',
  columns: { when: 'When', who: 'Operator', where: 'URL', result: 'Result' },
  noStatus: 'no answer',
  stale: 'Stale',
  staleTitle: 'The configuration has changed since',
  current: 'Current',
  currentTitle: 'Exactly what is stored now',
  receiptCount: (count: number) => plural(count, 'push', 'pushes'),
};
