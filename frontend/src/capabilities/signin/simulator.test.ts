import { describe, expect, it } from 'vitest';
import type { Simulation, SimulationRequest } from '../../bridge/identityProviders';
import { domainOf, examples, Simulator } from './simulator.svelte';

const rules = { allowedDomains: ['example.com'], selfServiceSignUp: false };

const decided = (request: SimulationRequest) =>
  ({
    decisions: request.people.map(({ email }) => ({
      email,
      admitted: email.endsWith('@example.com'),
      rule: '',
      account: 'existing',
      reason: '',
    })),
    faults: [],
  }) as Simulation;

describe('the simulator', () => {
  it('asks for everybody, and keeps each decision with its person', async () => {
    const asked: SimulationRequest[] = [];
    const simulator = new Simulator(examples('example.com'), (request) => {
      asked.push(request);
      return Promise.resolve(decided(request));
    });
    await simulator.play(rules);
    expect(asked[0]?.people[0]).toEqual({
      email: 'ada@example.com',
      emailTrust: 'verified',
      known: true,
    });
    const [first, second] = simulator.rows;
    expect(simulator.admitted).toBe(1);
    simulator.remove(first?.key ?? 0);
    expect(simulator.decision(second?.key ?? 0)?.email).toBe('grace@office.example.com');
    expect(simulator.admitted).toBe(0);
  });

  it('heeds the latest answer alone', async () => {
    const answers: ((simulation: Simulation) => void)[] = [];
    const simulator = new Simulator(
      [{ email: 'ada@example.com', emailTrust: '', known: false }],
      () => new Promise((resolve) => answers.push(resolve)),
    );
    const first = simulator.play(rules);
    const second = simulator.play(rules);
    const admits = (admitted: boolean) =>
      ({ decisions: [{ admitted, account: 'created' }], faults: [] }) as unknown as Simulation;
    answers[1]?.(admits(true));
    await second;
    answers[0]?.(admits(false));
    await first;
    expect(simulator.admitted).toBe(1);
  });

  it('does not let in who has no account', async () => {
    const simulator = new Simulator(examples('example.com'), () =>
      Promise.resolve({
        decisions: [{ admitted: true, account: 'refused' }],
        faults: [],
      } as unknown as Simulation),
    );
    await simulator.play(rules);
    expect(simulator.admitted).toBe(0);
  });

  it('keeps what it knows when Go refuses', async () => {
    const simulator = new Simulator([], () => Promise.reject(new Error('away')));
    await simulator.play(rules);
    expect(simulator.fault).toBeDefined();
  });
});

it.each([
  [['*.corp.example', 'other.example'], 'corp.example'],
  [[' example.org '], 'example.org'],
  [[], 'example.com'],
  [[''], 'example.com'],
])('an example of %j is in %j', (allowed, domain) => {
  expect(domainOf(allowed, 'example.com')).toBe(domain);
});
