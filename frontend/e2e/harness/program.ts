import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

const binary = resolve(
  process.env['PATCHBAY_BIN'] ?? join(import.meta.dirname, '../../../build/bin/patchbay'),
);

/** Program is a running patchbay with a vault folder and temporary files of its own. */
export class Program<T> {
  /** The one document that the program printed when it was ready. */
  readonly started: T;
  /** A folder of this program alone, removed when it ends. */
  readonly folder: string;
  #process: Running;

  private constructor(process: Running, started: T, folder: string) {
    this.#process = process;
    this.started = started;
    this.folder = folder;
  }

  /** start runs one of the commands that go on running, and waits for its document. */
  static start<T>(...args: string[]): Promise<Program<T>> {
    return Program.startWith<T>({}, ...args);
  }

  /** startWith does so with more in its environment. */
  static async startWith<T>(
    environment: Readonly<Record<string, string>>,
    ...args: string[]
  ): Promise<Program<T>> {
    const folder = await mkdtemp(join(tmpdir(), 'patchbay-e2e-'));
    return Program.#run<T>(folder, environment, args);
  }

  /** startIn starts again in the folder of a program that has ended. */
  static startIn<T>(folder: string, ...args: string[]): Promise<Program<T>> {
    return Program.#run<T>(folder, {}, args);
  }

  static async #run<T>(
    folder: string,
    environment: Readonly<Record<string, string>>,
    args: readonly string[],
  ): Promise<Program<T>> {
    const process = run(folder, args, environment);
    const failure = text(process.stderr);
    const [line] = (await Promise.race([
      once(createInterface(process.stdout), 'line'),
      once(process, 'exit').then(() => ['']),
      once(process, 'error').then(([reason]) => Promise.reject(reason as Error)),
    ])) as [string];
    if (line === '') throw new Error(`patchbay ${args.join(' ')}: ${await failure}`);
    return new Program(process, JSON.parse(line) as T, folder);
  }

  /** close ends the program and removes its folder. */
  async close(): Promise<void> {
    await this.end();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** end asks the program to end, as Ctrl-C does, waits until it has, and keeps its folder. */
  async end(): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      const ended = once(this.#process, 'exit');
      this.#process.kill('SIGINT');
      await ended;
    }
  }
}

/** Programs are those of one test: whatever becomes of it, none outlives it. */
export class Programs {
  #all: Program<unknown>[] = [];

  start<T>(...args: string[]): Promise<Program<T>> {
    return this.#keep(Program.start<T>(...args));
  }

  startWith<T>(
    environment: Readonly<Record<string, string>>,
    ...args: string[]
  ): Promise<Program<T>> {
    return this.#keep(Program.startWith<T>(environment, ...args));
  }

  startIn<T>(folder: string, ...args: string[]): Promise<Program<T>> {
    return this.#keep(Program.startIn<T>(folder, ...args));
  }

  /** close ends them, the last one first: it may stand in the folder of another. */
  async close(): Promise<void> {
    for (const program of this.#all.reverse()) await program.close();
  }

  async #keep<T>(starting: Promise<Program<T>>): Promise<Program<T>> {
    const program = await starting;
    this.#all.push(program);
    return program;
  }
}

type Running = ChildProcessByStdio<null, Readable, Readable>;

function run(
  folder: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Running {
  return spawn(binary, [...args, '--json'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...environment, PATCHBAY_VAULT: join(folder, 'vault'), TMPDIR: folder, HOME: folder },
  });
}

async function text(stream: Readable): Promise<string> {
  let all = '';
  for await (const chunk of stream) all += String(chunk);
  return all;
}

/** What `patchbay serve` prints. */
export interface Serve {
  url: string;
}

/** What `patchbay demo` prints. */
export interface Demo extends Serve {
  operator: string;
  password: string;
}

/** What `patchbay rehearse` prints. */
export interface Rehearse {
  smtp: {
    host: string;
    port: number;
    security: string;
    user: string;
    password: string;
    implicitTlsPort: number;
  };
  caFile: string;
}
