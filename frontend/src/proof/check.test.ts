import { describe, expect, it } from 'vitest';
import type { Proof, SignedInPerson } from '../bridge/proof';
import { catalogued, gathered, headlineOf, notPassed, signInEnd, tally, troubled } from './check';

const check = (verdict: string, code = '', name = 'O01') =>
  ({
    name,
    title: 'Issuer',
    verdict,
    ...(code === '' ? {} : { finding: { code } }),
  }) as unknown as Proof['steps'][number];

const ada = { email: 'ada@example.com', nameId: '', subject: '7' } as SignedInPerson;

const signIn = (steps: Proof['steps'], person?: SignedInPerson, verdict = 'failed') =>
  ({ subject: 'oidc', level: 'signin', verdict, steps, person }) as Proof;

it.each([
  ['O17', true],
  ['S09', true],
  ['metadata', false],
  ['sp_key', false],
])('%s stands in the catalogue: %s', (name, found) => {
  expect(catalogued(name)).toBe(found);
});

describe('a check list', () => {
  const list = ['passed', 'failed', 'skipped', 'passed', 'not_applicable', 'warned'].map((one) =>
    check(one),
  );

  it('is counted, what matters most first', () => {
    expect(tally(list)).toEqual([
      { verdict: 'failed', count: 1 },
      { verdict: 'warned', count: 1 },
      { verdict: 'passed', count: 2 },
      { verdict: 'skipped', count: 1 },
      { verdict: 'not_applicable', count: 1 },
    ]);
  });

  it('is cut down to what is not passed', () => {
    expect(notPassed(list).map((one) => one.verdict)).toEqual(['failed', 'skipped', 'warned']);
  });

  it('says once why several could not be made', () => {
    const skipped = (name: string, detail: string) => ({ name, verdict: 'skipped', detail });
    const one = { name: 'O09', verdict: 'failed', detail: '' };
    const found = gathered([
      one,
      skipped('O10', 'no answer'),
      skipped('O11', 'no answer'),
      skipped('O12', 'off'),
      one,
    ]);
    expect(
      found.map((shown) =>
        'check' in shown ? shown.check.name : shown.skipped.map(({ name }) => name),
      ),
    ).toEqual(['O09', ['O10', 'O11'], ['O12'], 'O09']);
  });

  it('has trouble with a failure or a warning alone', () => {
    expect(troubled(list)).toBe(true);
    expect(troubled([check('passed'), check('skipped'), check('not_applicable')])).toBe(false);
  });
});

describe('the end of a sign-in', () => {
  it.each([
    ['signedIn', signIn([check('passed')], ada, 'passed')],
    ['signedIn', signIn([check('warned', 'idp.email_missing')], ada, 'warned')],
    ['notAdmitted', signIn([check('failed', 'idp.domain_not_allowed')], ada)],
    [
      'unfit',
      signIn([check('failed', 'idp.domain_not_allowed'), check('failed', 'idp.replayed')], ada),
    ],
    ['cancelled', signIn([check('failed', 'idp.cancelled'), check('skipped')])],
    ['timeout', signIn([check('failed', 'idp.timeout')])],
    ['refused', signIn([check('failed', 'idp.refused')])],
    ['refused', signIn([check('failed', 'idp.client_rejected')])],
    ['failed', signIn([check('failed', 'net.unreachable')])],
  ])('is %s', (end, proof) => {
    expect(signInEnd(proof)).toBe(end);
  });

  it('is none of a proof without a sign-in', () => {
    expect(signInEnd({ ...signIn([]), level: 'check' })).toBeUndefined();
    expect(signInEnd({ ...signIn([]), subject: 'imap' })).toBeUndefined();
  });
});

describe('the headline', () => {
  it('names the person, or the check that failed', () => {
    expect(headlineOf(signIn([check('passed')], ada, 'passed'), 'oidc')).toBe(
      'Signed in as ada@example.com',
    );
    const list = { ...signIn([check('failed')]), level: 'check' };
    expect(headlineOf(list, 'oidc')).toBe('Failed: Issuer');
    expect(headlineOf({ ...list, steps: [...list.steps, check('failed')] }, 'oidc')).toBe(
      'Failed: Issuer, and 1 more',
    );
  });
});
