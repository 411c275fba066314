// A test sign-in while it lasts, and what helps when nothing comes back.

export const attempt = {
  title: 'Test sign-in',
  titleByHand: 'Test sign-in by the production callback URL',
  note: 'The provider is asked as your system will ask it. Nothing is written anywhere but into the proof.',
  starting: 'Asking the provider',
  waiting: 'Waiting for the sign-in',
  open: 'Open in browser',
  copyLink: 'Copy link',
  privateWindow:
    'A private window keeps a session of your own out of the test: copy the link and open it there.',
  ownAuthority:
    'An authority was added for this provider. A browser that does not know it warns before it shows the provider’s page.',
  body: 'Sign in at the provider as a person of your system would. The answer comes back to this machine.',
  bodyByHand:
    'Sign in at the provider. The browser then goes to your production callback URL, which need not answer yet.',
  returnsTo: 'Comes back to',
  provider: 'Asks at',
  cancel: 'Cancel sign-in',
  again: 'Try again',
  byHand: 'Try by the production callback URL',
  close: 'Close',
  stuck: {
    title: 'Provider does not come back?',
    late: 'Nothing has come back yet',
    body: 'Many errors are shown by the provider alone and never reach Patchbay: a wrong client ID, an address that is not registered, a person who may not sign in.',
    ways: 'What to do',
    paste: 'Paste the answer',
    browser: 'What does the browser show?',
  },
  paste: {
    title: 'Paste the answer',
    help: 'The whole address of the page on which the browser ended, or a SAMLResponse. A HAR file, a SAML-tracer export and decoded XML are taken too.',
    label: 'Answer',
    action: 'Check the answer',
    file: 'Read a file',
    tooLarge: 'The file is larger than 8 MiB.',
    empty: 'Paste the address or the response first.',
    taken: 'The answer is being checked.',
  },
  browser: {
    title: 'What does the browser show?',
    help: 'The text of the provider’s page with its error code, or the address of the page. It is read on this machine and is not kept.',
    label: 'Text or address of the page',
    action: 'Explain',
    empty: 'Paste what the browser shows first.',
    found: (count: number) =>
      count === 1
        ? 'This is what it means'
        : `It may mean ${String(count)} things, likeliest first`,
  },
  ends: {
    stopped: 'The sign-in was cancelled here. Nothing was recorded.',
    cancelled: 'The person cancelled at the provider. Its settings may be right all the same.',
    timeout: 'No answer came before the time was over.',
  },
  connection: 'Connection',
  more: 'The steps before the sign-in and the transcript stand in the proof beside the form.',
};
