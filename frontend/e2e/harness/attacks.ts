import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';

const root = join(import.meta.dirname, '../../..');
const binary = resolve(process.env['PATCHBAY_STAGE'] ?? join(root, 'build/bin/stage'));

/** Attack is one of the corpus, with the documents that Go makes of it, by where it stood. */
export interface Attack {
  family: string;
  attack: string;
  documents: Readonly<Record<string, string>>;
}

/** attacks reads the corpus. In it hit() is what would run, and evil.example what would load. */
export async function attacks(): Promise<readonly Attack[]> {
  const corpus = join(root, 'backend/notify/render/testdata/xss.txt');
  const { stdout } = await promisify(execFile)(binary, ['-attacks', corpus], {
    maxBuffer: 64 << 20,
  });
  return JSON.parse(stdout) as Attack[];
}

/** Shown is a document, and which attack it was made of. */
export interface Shown {
  of: string;
  document: string;
}

/** unique leaves one of those that are the same. */
export const unique = (all: readonly Shown[]): Shown[] => [
  ...new Map(all.map((shown) => [shown.document, shown])).values(),
];

/**
 * bundled shows many documents in one, their bodies one after the other: those in which
 * an attack is to be text and nothing else. What broke out of its place would do in
 * there what it does alone.
 */
export function bundled(all: readonly Shown[]): Shown[] {
  const bundles: Shown[] = [];
  for (let at = 0; at < all.length; at += 40) {
    const some = all.slice(at, at + 40);
    const bodies = some.map(
      ({ document }) => /<body[^>]*>([^]*)<\/body>/.exec(document)?.[1] ?? '',
    );
    const head = /^[^]*?<\/head>/.exec(some[0]?.document ?? '')?.[0] ?? '';
    const of = some.map((shown) => shown.of).join('\n');
    bundles.push({ of, document: `${head}<body>${bodies.join('\n')}</body></html>` });
  }
  return bundles;
}

/** Wall is what a frame is shown behind. */
export interface Wall {
  /** The attribute sandbox of the frame; null is none. */
  sandbox: string | null;
  /** Whether every element that invites it is clicked, and what is there counts as well. */
  provoked: boolean;
}

/**
 * Tripwire lies around a page with frames: whatever runs, asks, opens or goes
 * somewhere in one of them, or is only kept from it, touches it.
 */
export class Tripwire {
  readonly #page: Page;
  #touched: string[] = [];
  #waiting: () => void = () => undefined;
  #canaries = 0;

  private constructor(page: Page) {
    this.#page = page;
  }

  /** around lays the wire, before anything is loaded in the page. */
  static async around(page: Page): Promise<Tripwire> {
    const wire = new Tripwire(page);
    await page.context().addInitScript(() => {
      const hit = () => {
        // eslint-disable-next-line no-console -- what a frame says there comes out of it
        console.error('ran: hit()');
      };
      Object.assign(globalThis, { hit });
    });
    await page.context().route(/^(?!http:\/\/127\.0\.0\.1:|data:|about:)/, async (route) => {
      wire.#touch(`asked for ${route.request().url()}`);
      await route.abort();
    });
    page.on('console', (message) => {
      const refused = /violates|Refused|Blocked|blocked|sandboxed|Unsafe attempt|ran:/;
      if (refused.test(message.text())) wire.#touch(message.text());
    });
    page.on('dialog', (dialog) => {
      wire.#touch(`asked the person: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('framenavigated', (frame) => {
      if (frame.parentFrame() && !/^about:(srcdoc|blank)$/.test(frame.url())) {
        wire.#touch(`went to ${frame.url()}`);
      }
    });
    page.on('popup', (popup) => {
      wire.#touch(`opened ${popup.url()}`);
    });
    return wire;
  }

  /**
   * show puts documents into frames, many at once, and takes them away when each has
   * loaded what it would. It returns what touched the wire, and what is suspicious.
   * After every lot comes a canary that asks for something behind the same wall: a wire
   * that does not feel it fails.
   */
  async show(all: readonly Shown[], { sandbox, provoked }: Wall): Promise<string[]> {
    const found: string[] = [];
    for (let at = 0; at < all.length; at += 64) {
      const documents = all.slice(at, at + 64).map(({ document }) => document);
      found.push(...(await this.#page.evaluate(intoFrames, { documents, sandbox, provoked })));
      const canary = `https://canary.invalid/${String(this.#canaries++)}`;
      const asking = `<img src="${canary}">`;
      await this.#page.evaluate(intoFrames, { documents: [asking], sandbox, provoked: false });
      await this.#feel(canary);
      await this.#page.evaluate(withoutFrames);
    }
    found.push(...this.#touched.filter((how) => !how.includes('canary.invalid')));
    this.#touched = [];
    return found;
  }

  #touch(how: string): void {
    this.#touched.push(how);
    this.#waiting();
  }

  async #feel(what: string): Promise<void> {
    const felt = () => this.#touched.some((how) => how.includes(what));
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => {
        reject(new Error(`nothing was felt of ${what}`));
      }, 30_000);
      this.#waiting = () => {
        if (!felt()) return;
        clearTimeout(late);
        resolve();
      };
      this.#waiting();
    });
  }
}

// These run in the page, and know nothing of what is around them here.
async function intoFrames(task: {
  documents: string[];
  sandbox: string | null;
  provoked: boolean;
}): Promise<string[]> {
  const suspicious = (frame: HTMLIFrameElement): string[] => {
    const found: string[] = [];
    for (const element of frame.contentDocument?.querySelectorAll('*') ?? []) {
      for (const { name, value } of element.attributes) {
        if (/^on|^(form)?action$/.test(name) || /^\s*javascript:/i.test(value)) {
          found.push(`${element.tagName} ${name}`);
        }
      }
      if (element.matches('a, area, button, input, summary, label, [tabindex]')) {
        element.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
      }
      if (/^(script|iframe|frame|object|embed|portal|base|form|svg|math)$/i.test(element.tagName)) {
        found.push(element.tagName);
      }
    }
    return found;
  };
  const frames = task.documents.map((source) => {
    const frame = document.createElement('iframe');
    if (task.sandbox !== null) frame.setAttribute('sandbox', task.sandbox);
    frame.className = 'attacked';
    frame.style.width = frame.style.height = '200px';
    frame.srcdoc = source;
    return frame;
  });
  const loaded = frames.map(
    (frame) => new Promise((done) => frame.addEventListener('load', done, { once: true })),
  );
  document.body.append(...frames);
  await Promise.all(loaded);
  await new Promise(requestAnimationFrame); // painted: what only styles ask for was asked for
  return task.provoked ? frames.flatMap(suspicious) : [];
}

function withoutFrames(): void {
  for (const frame of document.querySelectorAll('iframe.attacked')) frame.remove();
}

/** framing gives a page the function with which the pages show a document in a frame. */
export const framing = (page: Page) => making(page, 'template/frame.ts', 'framed');

/** sealing gives a page the function with which the inbox shows a mail as it came. */
export const sealing = (page: Page) => making(page, 'capabilities/rehearsal/sealed.ts', 'sealed');

/** making gives a page a function of the pages that makes one document of another. */
async function making(
  page: Page,
  file: string,
  name: string,
): Promise<(all: readonly Shown[]) => Promise<Shown[]>> {
  const source = await readFile(join(root, 'frontend/src', file), 'utf8');
  const { outputText } = transpileModule(source, {
    compilerOptions: { module: ModuleKind.ESNext, target: ScriptTarget.ES2022 },
  });
  await page.evaluate(`${outputText.replace(/^export /m, '')}; globalThis.${name} = ${name};`);
  return async (all) => {
    const made = await page.evaluate(
      ({ documents, name }) => {
        const make = (globalThis as unknown as Record<string, (html: string) => string>)[name];
        return documents.map((document) => make?.(document));
      },
      { documents: all.map(({ document }) => document), name },
    );
    return all.map(({ of }, at) => ({ of, document: made[at] ?? '' }));
  };
}
