import { events } from '../bridge/events';
import type { Fault, FieldFault } from '../bridge/fault';
import type { Advice, SecretView, SignedIn, StoredOAuth2, TriedPorts } from '../bridge/outgoing';
import type { Proof } from '../bridge/proof';
import { type Provider, providers } from '../bridge/providers';
import { Resource } from '../bridge/resource.svelte';
import type { Task } from '../bridge/task.svelte';
import { Form } from '../form/form.svelte';
import { ProofRun } from '../proof/run.svelte';
import { type AccountDraft, sentDraft } from './draft';
import type { Kind } from './kind';
import { missingFields } from './missing';
import { OtherPorts } from './ports.svelte';
import { type SignInMethod, TokenSignIn } from './tokensignin.svelte';

/** StoredAccount is the part of a stored mail account that its fields speak of. */
export interface StoredAccount {
  password: SecretView;
  oauth2: StoredOAuth2;
  lastProof?: Proof;
}

/** AccountCheck is what Go says of a draft before it is saved or tested. */
export interface AccountCheck {
  faults: FieldFault[] | null;
  ready: boolean;
  defaultPort: string;
  defaultUser: string;
  defaultGrant: string;
  unbound: string[] | null;
  bound: string;
  advice: Advice;
}

/** AccountCalls are what a page of a mail account asks of Go. */
export interface AccountCalls<T extends AccountDraft, S extends StoredAccount, C> {
  readonly kind: Kind;
  /** get reads what is stored; undefined while nothing is. */
  get: () => Promise<S | undefined>;
  check: (draft: T) => Promise<C>;
  save: (draft: T) => Promise<S>;
  draftOf: (stored: S) => T;
  alternatives: (request: { runId: string; draft: T }) => Promise<TriedPorts>;
  signIn: (request: { runId: string; draft: T; method: SignInMethod }) => Promise<SignedIn>;
  /** cancelRun ends whatever was begun under a run ID, at once. */
  cancelRun: (runID: string) => Promise<void>;
}

/** Way is how a server is filled in without typing it. */
export type Way = 'provider' | 'discovery';

/** Account is what the parts of a page ask of it, whichever kind of account it shows. */
export interface Account {
  readonly kind: Kind;
  readonly form: {
    draft: AccountDraft;
    readonly editing: boolean;
    readonly root: HTMLElement | undefined;
    check(): Promise<readonly FieldFault[]>;
    refuse(fault: Fault): Promise<void>;
  };
  readonly run: ProofRun;
  readonly ports: OtherPorts;
  readonly signIn: TokenSignIn;
  readonly providers: Resource<Provider[]>;
  readonly check: AccountCheck | undefined;
  readonly stored: StoredAccount | undefined;
  readonly ready: boolean;
  readonly unbound: readonly string[];
  readonly provider: Provider | undefined;
  way: Way | undefined;
  missing(faults: readonly FieldFault[]): string[];
  change(make: <T extends AccountDraft>(draft: T) => T): void;
  setUp(way: Way): void;
  tryPorts(): Promise<void>;
  signInWith(method: SignInMethod): Promise<void>;
}

/** AccountPage is the state of one mail account on the screen. */
export class AccountPage<
  T extends AccountDraft,
  S extends StoredAccount,
  C extends AccountCheck,
> implements Account {
  readonly kind: Kind;
  readonly form: Form<T>;
  readonly run = new ProofRun();
  readonly ports = new OtherPorts();
  readonly signIn = new TokenSignIn();
  readonly providers = new Resource<Provider[]>(() => providers.list());
  check = $state.raw<C | undefined>();
  /** The dialog that fills in the server, while it is open. */
  way = $state<Way | undefined>();
  #resource: Resource<S | undefined>;
  #calls: AccountCalls<T, S, C>;

  constructor(calls: AccountCalls<T, S, C>, draft: T, stored: S | undefined, check: C | undefined) {
    this.kind = calls.kind;
    this.#calls = calls;
    this.#resource = new Resource(() => calls.get());
    this.#resource.set(stored);
    this.check = check;
    this.form = new Form(draft, {
      check: (changed) => this.#check(changed),
      save: (changed) => this.#save(changed),
    });
  }

  get stored(): S | undefined {
    return this.#resource.value;
  }

  /** ready: what is on the screen can be tested. */
  get ready(): boolean {
    return this.check?.ready ?? false;
  }

  /** busy: something speaks to another side. */
  get busy(): boolean {
    return this.tasks().some((task) => task.running);
  }

  /** unbound lists the fields whose stored secret cannot be used for what is on the screen. */
  get unbound(): readonly string[] {
    return this.check?.unbound ?? [];
  }

  /** provider is the one whose host is on the screen, once the list is read. */
  get provider(): Provider | undefined {
    const id = this.check?.advice.providerId ?? '';
    return this.providers.value?.find((one) => one.id === id);
  }

  /** screen is what is on the screen, as it is sent. */
  screen(): T {
    return sentDraft($state.snapshot(this.form.draft) as T);
  }

  /** missing are the fields where a person may go on, given what is wrong with the draft. */
  missing(faults: readonly FieldFault[]): string[] {
    return missingFields(this.form.draft, faults, this.check, this.stored);
  }

  /** show takes what is stored from another answer; typed changes stay. */
  show(stored: S): void {
    this.#resource.set(stored);
    if (!this.form.editing) this.form.load(this.#calls.draftOf(stored));
  }

  /** refresh reads what is stored; typed changes stay. */
  async refresh(): Promise<void> {
    const stored = await this.#resource.load();
    if (stored && !this.form.editing) this.form.load(this.#calls.draftOf(stored));
  }

  /** change puts a proposal into the draft, beside what is already typed. */
  change(make: (draft: T) => T): void {
    this.form.fill(make($state.snapshot(this.form.draft) as T));
  }

  /** setUp opens a dialog that fills in the server. */
  setUp(way: Way): void {
    if (way === 'provider' && !this.providers.value) void this.providers.load();
    this.way = way;
  }

  /** tryPorts asks the same host on its other ports, without credentials. */
  async tryPorts(): Promise<void> {
    const draft = this.screen();
    await this.ports.start({
      run: (runId) => this.#calls.alternatives({ runId, draft }),
      cancel: (runId) => this.#calls.cancelRun(runId),
    });
  }

  /** signInWith has a person sign in; the token that this brings is in the draft then. */
  async signInWith(method: SignInMethod): Promise<void> {
    const draft = this.screen();
    const handle = await this.signIn.start(method, {
      run: (runId) => this.#calls.signIn({ runId, draft, method }),
      cancel: (runId) => this.#calls.cancelRun(runId),
    });
    const { fault } = this.signIn.task;
    if (handle !== '') {
      this.form.draft.oauth2.refreshToken = { change: 'obtained', value: handle };
    } else if (fault && fault.fields.length > 0) {
      await this.form.refuse(fault);
    }
  }

  /** cancel ends everything that speaks to another side, as when the page is left. */
  async cancel(): Promise<void> {
    await Promise.all(this.tasks().map((task) => task.cancel()));
  }

  /** proveWith runs a test of what is on the screen to its end. */
  protected async proveWith(
    level: string,
    prove: (runID: string) => Promise<Proof>,
  ): Promise<Proof | undefined> {
    this.ports.clear();
    const report = await this.run.start(level, {
      prove,
      cancel: (runID) => this.#calls.cancelRun(runID),
      follow: (deliver) => events.on('proof.step', deliver),
    });
    const { fault } = this.run;
    if (!fault) await this.refresh();
    else if (fault.fields.length > 0) {
      this.form.edit();
      await this.form.refuse(fault);
    }
    return report;
  }

  /** tasks are all that may speak to another side. */
  protected tasks(): Pick<Task<unknown>, 'running' | 'cancel'>[] {
    return [this.run, this.ports.task, this.signIn.task];
  }

  async #check(draft: T): Promise<readonly FieldFault[]> {
    this.check = await this.#calls.check(sentDraft(draft));
    return this.check.faults ?? [];
  }

  async #save(draft: T): Promise<T> {
    const stored = await this.#calls.save(sentDraft(draft));
    this.#resource.set(stored);
    this.signIn.clear();
    return this.#calls.draftOf(stored);
  }
}
