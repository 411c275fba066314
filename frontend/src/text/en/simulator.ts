// What the rules mean for people who are typed, not signed in.

export const simulator = {
  title: 'Who would get in?',
  note: 'Plays the allowed domains and the self-service sign-up through for people you name. Nobody is asked.',
  people: 'People',
  email: 'E-mail address',
  emailOf: (row: number) => `E-mail address of person ${String(row)}`,
  trust: 'Verified by the provider',
  trustOf: (row: number) => `Verified by the provider, person ${String(row)}`,
  trusts: { verified: 'Verified', unverified: 'Not verified', unknown: 'Not said' },
  known: 'Has an account',
  add: 'Add person',
  remove: (row: number) => `Remove person ${String(row)}`,
  normalised: (email: string) => `Read as ${email}`,
  admitted: (count: number, of: number) => `${String(count)} of ${String(of)} would get in`,
  example: 'example.com',
};
