import type { Proof, Step } from '../bridge/proof';
import { proof as text } from '../text';

type Judged = Pick<Step, 'title' | 'verdict'>;

/** isCheck: a step of a check list, which says what it looks at. */
export function isCheck(step: Pick<Step, 'title'>): boolean {
  return step.title !== '';
}

/** catalogued: the name is a number of the catalogue of checks, such as O17 or S09. */
export function catalogued(name: string): boolean {
  return /^[A-Z]\d+$/.test(name);
}

/** verdicts in the order in which they matter. */
const verdicts = ['failed', 'warned', 'passed', 'skipped', 'not_applicable'] as const;

/** tally counts the checks by verdict, what matters most first; none is left out for being few. */
export function tally(checks: readonly Judged[]): { verdict: string; count: number }[] {
  return verdicts
    .map((verdict) => ({ verdict, count: checks.filter((one) => one.verdict === verdict).length }))
    .filter(({ count }) => count > 0);
}

/** notPassed leaves out what needs nobody's attention. */
export function notPassed<T extends Judged>(checks: readonly T[]): T[] {
  return checks.filter(({ verdict }) => verdict !== 'passed' && verdict !== 'not_applicable');
}

/** Shown is a check, or several that could not be made for the same reason. */
export type Shown<T> = { check: T } | { skipped: readonly T[]; detail: string };

/** gathered puts checks together that were skipped, one after the other, for one reason. */
export function gathered<T extends Pick<Step, 'verdict' | 'detail'>>(
  checks: readonly T[],
): Shown<T>[] {
  const found: Shown<T>[] = [];
  for (const check of checks) {
    const last = found.at(-1);
    if (check.verdict !== 'skipped') found.push({ check });
    else if (last && 'skipped' in last && last.detail === check.detail) {
      found[found.length - 1] = { ...last, skipped: [...last.skipped, check] };
    } else found.push({ skipped: [check], detail: check.detail });
  }
  return found;
}

/** troubled: something in the list wants to be read. */
export function troubled(checks: readonly Judged[]): boolean {
  return checks.some(({ verdict }) => verdict === 'failed' || verdict === 'warned');
}

/** SignInEnd is how a test sign-in ended: these are different results. */
export type SignInEnd =
  'signedIn' | 'notAdmitted' | 'unfit' | 'cancelled' | 'timeout' | 'refused' | 'failed';

const refusals = ['idp.refused', 'idp.client_rejected', 'idp.redirect_uri_mismatch'];

/** signInEnd tells how a sign-in ended; undefined for a proof that is none. */
export function signInEnd(
  proof: Pick<Proof, 'subject' | 'level' | 'verdict' | 'steps' | 'person'>,
): SignInEnd | undefined {
  if (!['oidc', 'oauth2', 'saml'].includes(proof.subject) || proof.level !== 'signin') {
    return undefined;
  }
  const failed = proof.steps.filter((step) => step.verdict === 'failed');
  const codes = failed.map((step) => step.finding?.code ?? '');
  if (codes.includes('idp.cancelled')) return 'cancelled';
  if (codes.includes('idp.timeout')) return 'timeout';
  if (proof.person) {
    if (proof.verdict !== 'failed') return 'signedIn';
    return codes.every((code) => code === 'idp.domain_not_allowed') ? 'notAdmitted' : 'unfit';
  }
  if (codes.some((code) => refusals.includes(code))) return 'refused';
  return 'failed';
}

/** whoIs names a person by what they are known by best. */
export function whoIs(person: Proof['person']): string {
  return person?.email || person?.nameId || person?.subject || '';
}

/** headlineOf says in a few words what came of a proof. */
export function headlineOf(proof: Proof, subject: string): string {
  const end = signInEnd(proof);
  if (end) return text.signInEnds[end](whoIs(proof.person));
  const failed = proof.steps.filter((step) => step.verdict === 'failed');
  const [first] = failed;
  if (!first) return text.headline(proof.verdict, '');
  return isCheck(first)
    ? text.checks.failedFirst(first.title, failed.length - 1)
    : text.headline(proof.verdict, text.step(first.name, subject).name);
}
