import { within } from '../within';
import { actionWords } from './actions';
import { number, plural } from './count';

const listed = (names: readonly string[]) => names.map(within).join(', ');

export const overview = {
  title: 'Overview',
  purpose: (name: string) => `What works for ${name}, and what is next.`,
  purposeNone: 'What works, and what is next.',
  patchBay: 'Patch bay',
  /** Between a line and where it leads, for those who hear it. */
  to: 'to',
  noIntegrations: 'Nothing can be connected yet.',
  next: 'Next',
  steps: {
    deployment: {
      title: 'Add your first deployment',
      body: 'A target system in one environment. Everything else belongs to it.',
      action: 'Add deployment',
    },
    missing: {
      title: (name: string) => `Set up ${within(name)}`,
      bodies: {
        idp: 'Nobody can sign in yet. Without a provider at hand, try it with the rehearsal provider.',
      } as Partial<Record<string, string>>,
      body: 'Nothing is configured yet. Without a server at hand, try it with the rehearsal server.',
    },
    failed: {
      title: (name: string) => `Mend ${within(name)}`,
      body: (summary: string) => summary,
    },
    never: {
      title: (name: string) => `Test ${within(name)}`,
      body: 'It is saved, but nothing shows yet that it works.',
    },
    stale: {
      title: (name: string) => `Test ${within(name)} again`,
      body: (summary: string) => `${summary}. The last proof no longer holds.`,
    },
    warned: {
      title: (name: string) => `Look at the warning of ${within(name)}`,
      body: (summary: string) => summary,
    },
    disabled: {
      title: (name: string) => `${name} is switched off`,
      bodies: {
        outgoing: 'No notification mail is sent until it is enabled.',
        idp: 'Nobody can sign in until a provider is enabled.',
      } as Partial<Record<string, string>>,
      body: 'It does nothing until it is enabled.',
    },
    signIn: {
      title: (name: string) => `Let somebody sign in at ${name}`,
      body: 'Everything that needs nobody is proved. Only a sign-in shows that people get in.',
    },
    done: {
      title: 'Everything is proved',
      body: 'The proofs go stale when a setting, a certificate or a secret changes.',
    },
  },
  open: (name: string) => `Open ${within(name)}`,
  expiring: {
    title: 'Expiring',
    none: 'Nothing that is set up here has an end date.',
    kinds: {
      certificate: 'Certificate',
      clientSecret: 'Client secret',
      metadata: 'Metadata',
      key: 'Encryption key',
    } as Partial<Record<string, string>>,
    kind: (name: string): string => overview.expiring.kinds[name] ?? name,
    states: { past: 'Past', soon: 'Soon', later: 'Later' } as Partial<Record<string, string>>,
    state: (name: string): string => overview.expiring.states[name] ?? name,
    /** The word before "in 12 days" or "3 days ago". */
    ends: (kind: string, past: boolean) => {
      if (kind === 'key') return past ? 'Rotation was due' : 'Rotate';
      return past ? 'Expired' : 'Expires';
    },
  },
  proofs: {
    title: 'Recent proofs',
    none: 'Nothing has been tested yet.',
    /** The proof that the light goes by. */
    current: 'counts now',
  },
  proving: {
    action: 'Prove everything',
    help: 'Tests every integration as it is stored. No message is sent.',
    noDeployment: 'Add a deployment first',
    nothing: 'Nothing is set up yet',
    running: 'Proving everything',
    runningFor: (name: string) => `Proving everything of ${name}`,
    progress: (done: number, total: number) => `${String(done)} of ${plural(total, 'proof')}`,
    mailboxes: (done: number, total: number) => `${number(done)} of ${number(total)} mailboxes`,
    starting: 'Starting',
    waiting: 'Being tested',
    elapsed: (seconds: number) => `${String(seconds)} s`,
    cancel: 'Cancel proving',
    cancelled: 'Proving was cancelled. What was proved before that holds.',
    none: 'There was nothing to prove.',
    done: (count: number) => `${plural(count, 'integration')} proved.`,
    warned: (count: number, names: readonly string[]) =>
      `${plural(count, 'integration')} proved, with a warning: ${listed(names)}.`,
    failed: (count: number, names: readonly string[]) =>
      `${String(names.length)} of ${plural(count, 'proof')} failed: ${listed(names)}.`,
    failedHint: 'Its page shows the step, the cause and what to do.',
  },
  recent: 'Recent changes',
  change: actionWords.change,
  /** After who did it: the API client by which. */
  via: (client: string) => `via ${client}`,
  refused: (calls: number) => `${plural(calls, 'call')} refused`,
  /** Where a call was refused, beside how many. */
  notPushed: 'Outgoing mail not pushed',
  refusedWhere: 'Local API: Audit says which, and why',
  noRecent: 'No changes yet.',
};
