import { tick } from 'svelte';
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import { Fault, type FieldFault, toFault } from '../bridge/fault';
import { sentence } from '../text/sentence';
import type { Fieldset } from '../ui/fieldset';
import { focusFirst, unplaced } from './focus';
import { same, valueAt } from './path';

export interface FormOptions<T> {
  /** check asks Go what is wrong with the draft; the rules live there. */
  check: (draft: T) => Promise<readonly FieldFault[]>;
  /** save stores the draft and answers what the form shows from then on. */
  save: (draft: T) => Promise<T>;
}

interface Refusal {
  message: string;
  value: unknown;
}

/**
 * Form keeps one draft beside what is stored. A fault is shown at a field that
 * the person has changed, and at every field once saving was tried.
 */
export class Form<T extends object> implements Fieldset {
  draft = $state() as T;
  editing = $state(false);
  saving = $state(false);
  /** What was refused and belongs to no field of the page. */
  refusal = $state.raw<Fault | undefined>();
  root: HTMLElement | undefined;

  #base = $state.raw() as T;
  #faults = $state.raw<readonly FieldFault[]>([]);
  #attempted = $state(false);
  #refused = new SvelteMap<string, Refusal>();
  #touched = new SvelteSet<string>();
  #asked = 0;
  #options: FormOptions<T>;

  constructor(initial: T, options: FormOptions<T>) {
    this.#options = options;
    this.load(initial);
  }

  /** dirty: the draft differs from what is stored. */
  get dirty(): boolean {
    return this.editing && !same(this.draft, this.#base);
  }

  /** load shows another stored state; what was typed is gone. */
  load(base: T): void {
    this.#base = structuredClone(base);
    this.draft = structuredClone(base);
    this.#forget();
  }

  edit(): void {
    this.editing = true;
  }

  /** fill puts a proposal into the draft: an unsaved change like any other. */
  fill(draft: T): void {
    this.draft = structuredClone(draft);
    this.editing = true;
  }

  /** discard returns to what is stored, in read mode. */
  discard(): void {
    this.load(this.#base);
    this.editing = false;
  }

  touch(name: string): void {
    if (!same(valueAt(this.draft, name), valueAt(this.#base, name))) this.#touched.add(name);
  }

  fault(name: string): string | undefined {
    const refused = this.#refused.get(name);
    if (refused && same(refused.value, valueAt(this.draft, name))) return sentence(refused.message);
    if (!this.#attempted && !this.#touched.has(name)) return undefined;
    const found = this.#faults.find((fault) => fault.name === name);
    return found && sentence(found.message);
  }

  /** check refreshes the faults; only the latest question's answer counts. */
  async check(): Promise<readonly FieldFault[]> {
    const asked = ++this.#asked;
    const faults = await this.#options.check($state.snapshot(this.draft) as T);
    if (asked === this.#asked) this.#faults = faults;
    return faults;
  }

  /** save checks, stores, and returns to read mode; false when refused. */
  async save(): Promise<boolean> {
    if (this.saving) return false;
    this.#attempted = true;
    this.refusal = undefined;
    this.saving = true;
    try {
      const faults = await this.check();
      if (faults.length > 0) return await this.#stopAt(faults);
      this.load(await this.#options.save($state.snapshot(this.draft) as T));
      this.editing = false;
      return true;
    } catch (thrown) {
      await this.refuse(toFault(thrown));
      return false;
    } finally {
      this.saving = false;
    }
  }

  /** refuse lands a fault on its fields; the rest is said above the form. */
  async refuse(fault: Fault): Promise<void> {
    for (const { name, message } of fault.fields) {
      this.#refused.set(name, { message, value: $state.snapshot(valueAt(this.draft, name)) });
    }
    const names = fault.fields.map((field) => field.name);
    const homeless = this.root ? unplaced(this.root, names) : names;
    if (names.length === 0 || homeless.length > 0) this.refusal = fault;
    await tick();
    if (this.root) focusFirst(this.root, names);
  }

  async #stopAt(faults: readonly FieldFault[]): Promise<false> {
    const names = faults.map((fault) => fault.name);
    const homeless = this.root ? unplaced(this.root, names) : names;
    if (homeless.length > 0) this.refusal = listed(faults, homeless);
    await tick();
    if (this.root) focusFirst(this.root, names);
    return false;
  }

  #forget(): void {
    this.#faults = [];
    this.#attempted = false;
    this.refusal = undefined;
    this.#refused.clear();
    this.#touched.clear();
    this.#asked++;
  }
}

function listed(faults: readonly FieldFault[], names: readonly string[]): Fault {
  const fields = faults.filter((fault) => names.includes(fault.name));
  return new Fault({
    code: 'page.refused',
    kind: 'invalid',
    message: fields.map((field) => `${field.name}: ${field.message}`).join('; '),
    fields,
  });
}

const pause = 200;

/**
 * checkWhileTyping asks for the draft's faults a moment after each change. To be
 * called while a component is set up.
 */
export function checkWhileTyping<T extends object>(form: Form<T>): void {
  $effect(() => {
    $state.snapshot(form.draft);
    const timer = setTimeout(() => {
      form.check().catch(() => undefined);
    }, pause);
    return () => {
      clearTimeout(timer);
    };
  });
}
