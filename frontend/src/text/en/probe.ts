// Settings that providers differ in, tried by name.

export const probe = {
  title: 'Find the ambiguous settings',
  note: 'Tries the settings in which providers differ, each by its name, and says which the provider takes. Nobody has to sign in, and nothing is changed.',
  running: 'Asking the provider',
  cancel: 'Cancel',
  cancelled: 'Cancelled. Nothing was changed.',
  again: 'Try again',
  none: 'This provider leaves nothing to try without a sign-in.',
  columns: { value: 'Setting', verdict: 'Answer', detail: 'What the provider said', use: 'Use' },
  current: 'set now',
  verdicts: {
    taken: 'Taken',
    refused: 'Refused',
    unclear: 'Not clear',
  } as Partial<Record<string, string>>,
  verdict: (name: string): string => probe.verdicts[name] ?? name,
  use: 'Use it',
  useOf: (label: string) => `Use it: ${label}`,
};
