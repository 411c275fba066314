// A fixture that needs no other one still has to destructure nothing.
/* eslint-disable no-empty-pattern */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Page } from '@playwright/test';
import type { Demo } from './program';
import { call } from './rpc';
import { open } from './steps';
import { expect, test as base } from './test';

const root = join(import.meta.dirname, '../../..');
const binary = resolve(process.env['PATCHBAY_STAGE'] ?? join(root, 'build/bin/stage'));

/** What build/stage prints; its own comments say what each is. */
interface Playbill {
  missing?: string;
  caFile: string;
  resolver: string;
  proxy: string;
  asked: string;
  mail: {
    host: string;
    otherHost: string;
    starttls: number;
    implicitTls: number;
    oddPort: number;
    privatePort: number;
    dead: number;
    user: string;
    password: string;
    owned: string;
    denied: string;
    selector: string;
  };
  oauth2: {
    tokenUrl: string;
    authUrl: string;
    deviceUrl: string;
    clientId: string;
    clientSecret: string;
    scope: string;
  };
}

/** Asked is one question that somebody of the stage was asked. */
interface Asked {
  of: 'dns' | 'proxy' | 'web';
  said: string;
}

/** Stage is the outside world: real servers on this machine, under names of their own. */
export class Stage {
  readonly #process: ChildProcessByStdio<Writable, Readable, null>;
  readonly #bill: Playbill;

  private constructor(process: ChildProcessByStdio<Writable, Readable, null>, bill: Playbill) {
    this.#process = process;
    this.#bill = bill;
  }

  static async open(): Promise<Stage> {
    const child = spawn(binary, { stdio: ['pipe', 'pipe', 'inherit'], cwd: root });
    const [line] = (await Promise.race([
      once(createInterface(child.stdout), 'line'),
      once(child, 'exit').then(() => ['']),
      once(child, 'error').then(([reason]) => Promise.reject(reason as Error)),
    ])) as [string];
    if (line === '') throw new Error('the stage ended before it was ready');
    return new Stage(child, JSON.parse(line) as Playbill);
  }

  /** Why there are no real servers on this machine, empty when there are. */
  get missing(): string {
    return this.#bill.missing ?? '';
  }

  get bill(): Readonly<Playbill> {
    return this.#bill;
  }

  /** asked tells who was asked what since the stage was opened. */
  async asked(): Promise<readonly Asked[]> {
    return (await (await fetch(this.#bill.asked)).json()) as Asked[];
  }

  async close(): Promise<void> {
    const ended = once(this.#process, 'exit');
    this.#process.stdin.end();
    if (this.#process.exitCode === null && this.#process.signalCode === null) await ended;
  }
}

/** The tests of the outside world: `desk` is the demo's, which trusts the stage's authority. */
export const test = base.extend<{ stage: Stage }, { stageOfWorker: Stage }>({
  stageOfWorker: [
    async ({}, use) => {
      const stage = await Stage.open();
      await use(stage);
      await stage.close();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  stage: async ({ stageOfWorker }, use, info) => {
    // What is required fails instead of being skipped, as in the Go tests.
    info.skip(
      stageOfWorker.missing !== '' && process.env['PATCHBAY_PEERS'] !== 'required',
      stageOfWorker.missing,
    );
    expect(stageOfWorker.missing).toBe('');
    await use(stageOfWorker);
  },
  demo: async ({ stage, programs }, use) => {
    const trusting = { SSL_CERT_FILE: stage.bill.caFile };
    await use(await programs.startWith<Demo>(trusting, 'demo', '--listen', '127.0.0.1:0'));
  },
});

export { expect };

/** useResolver has the program ask the stage's name server, and take no proxy. */
export async function useResolver(page: Page, stage: Stage): Promise<void> {
  const draft = { scheme: '', address: '', user: '', password: { change: 'keep', value: '' } };
  const { revision } = await call<{ revision: number }>(page, 'Network', 'Get');
  const { resolver } = stage.bill;
  await call(page, 'Network', 'Save', { ...draft, revision, proxy: 'none', resolver });
}

/** emptyMail takes the demo's mail server away, and opens the page that has none. */
export async function emptyMail(page: Page): Promise<void> {
  const [demo] = await call<[{ id: string }]>(page, 'Deployments', 'List');
  const { revision } = await call<{ revision: number }>(page, 'Outgoing', 'Get', demo.id);
  await call(page, 'Outgoing', 'Remove', demo.id, revision);
  await open(page, 'Outgoing mail');
  await expect(page.getByRole('button', { name: 'Set up outgoing mail' })).toBeVisible();
}
