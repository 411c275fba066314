import { type Fault, toFault } from '../../bridge/fault';
import {
  identityProviders,
  type SimulatedPerson,
  type Simulation,
  type SimulationRequest,
} from '../../bridge/identityProviders';
import type { SignInDecision } from '../../bridge/proof';

/** Rules are those of a provider that decide who gets in. */
export type Rules = Omit<SimulationRequest, 'people'>;

/** Row is a person on the screen; it keeps its place while it is typed. */
export interface Row extends SimulatedPerson {
  key: number;
}

interface Decided {
  key: number;
  decision: SignInDecision;
}

/** examples are people who show what the rules mean: one inside, one below, one outside. */
export function examples(domain: string): SimulatedPerson[] {
  return [
    { email: `ada@${domain}`, emailTrust: 'verified', known: true },
    { email: `grace@office.${domain}`, emailTrust: 'verified', known: false },
    { email: 'someone@elsewhere.example', emailTrust: 'unverified', known: false },
  ];
}

/** domainOf is a domain that a rule is about, for an example. */
export function domainOf(allowed: readonly string[], otherwise: string): string {
  const [first = ''] = allowed;
  return first.replace(/^\*\./, '').trim() || otherwise;
}

/** Simulator plays rules through for people who are typed. */
export class Simulator {
  rows = $state<Row[]>([]);
  fault = $state.raw<Fault | undefined>();
  #decisions = $state.raw<readonly Decided[]>([]);
  #next = 1;
  #asked = 0;
  #simulate: (request: SimulationRequest) => Promise<Simulation>;

  constructor(
    people: readonly SimulatedPerson[],
    simulate = (request: SimulationRequest) => identityProviders.simulate(request),
  ) {
    this.#simulate = simulate;
    for (const person of people) this.add(person);
  }

  add(person: SimulatedPerson = { email: '', emailTrust: 'verified', known: false }): void {
    this.rows.push({ ...person, key: this.#next++ });
  }

  remove(key: number): void {
    this.rows = this.rows.filter((row) => row.key !== key);
  }

  /** decision is what was last found of a person. */
  decision(key: number): SignInDecision | undefined {
    return this.#decisions.find((one) => one.key === key)?.decision;
  }

  /** admitted counts those who get in, to an account there is or will be. */
  get admitted(): number {
    return this.rows.filter(({ key }) => getsIn(this.decision(key))).length;
  }

  /** play asks what the rules mean for everybody; only the latest answer counts. */
  async play(rules: Rules): Promise<void> {
    const asked = ++this.#asked;
    const rows = $state.snapshot(this.rows);
    const people = rows.map(({ email, emailTrust, known }) => ({ email, emailTrust, known }));
    try {
      const { decisions } = await this.#simulate({ ...rules, people });
      if (asked !== this.#asked) return;
      this.fault = undefined;
      this.#decisions = paired(rows, decisions);
    } catch (thrown) {
      if (asked === this.#asked) this.fault = toFault(thrown);
    }
  }
}

/** getsIn: admitted by the domains, and with an account to get into. */
function getsIn(decision: SignInDecision | undefined): boolean {
  return decision !== undefined && decision.admitted && decision.account !== 'refused';
}

// Go's empty slice may arrive as null.
function paired(rows: readonly Row[], decisions: readonly SignInDecision[] | null): Decided[] {
  return rows.flatMap(({ key }, at) => {
    const decision = decisions?.[at];
    return decision ? [{ key, decision }] : [];
  });
}
