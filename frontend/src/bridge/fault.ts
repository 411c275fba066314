// The one error the product shows, as it arrives from Go, and the one table
// that says how each kind of it looks.

export type FaultKind =
  | 'invalid'
  | 'not_found'
  | 'conflict'
  | 'denied'
  | 'locked'
  | 'unreachable'
  | 'timeout'
  | 'rejected'
  | 'unsupported'
  | 'internal';

/** FieldFault blames one field by its name in the configuration document. */
export interface FieldFault {
  name: string;
  message: string;
}

/** Remote holds the other side's own words: never cut, never translated. */
export interface Remote {
  code: string;
  enhanced: string;
  text: string;
}

interface FaultDocument {
  code: string;
  kind: FaultKind;
  message: string;
  hint?: string;
  fields?: FieldFault[];
  remote?: Remote;
  ref?: string;
}

/** Fault is what every call of the bridge throws, and nothing else. */
export class Fault extends Error {
  readonly code: string;
  readonly kind: FaultKind;
  readonly hint: string;
  readonly fields: readonly FieldFault[];
  readonly remote: Remote | undefined;
  readonly ref: string;

  constructor(document: FaultDocument) {
    super(document.message);
    this.name = 'Fault';
    this.code = document.code;
    this.kind = document.kind;
    this.hint = document.hint ?? '';
    this.fields = document.fields ?? [];
    this.remote = document.remote;
    this.ref = document.ref ?? '';
  }
}

/** Tone is the colour of state in which a thing is shown. */
export type Tone = 'info' | 'warning' | 'danger';

/** Place is where a fault is shown when none of its fields is on the page. */
export type Place = 'form' | 'toast' | 'lock-screen';

export interface Presentation {
  tone: Tone;
  place: Place;
  /** Another attempt, unchanged, may succeed. */
  retry: boolean;
}

const byKind: Record<FaultKind, Presentation> = {
  invalid: { tone: 'danger', place: 'form', retry: false },
  not_found: { tone: 'warning', place: 'toast', retry: false },
  conflict: { tone: 'warning', place: 'form', retry: false },
  denied: { tone: 'danger', place: 'form', retry: false },
  locked: { tone: 'info', place: 'lock-screen', retry: false },
  unreachable: { tone: 'danger', place: 'form', retry: true },
  timeout: { tone: 'danger', place: 'form', retry: true },
  rejected: { tone: 'danger', place: 'form', retry: false },
  unsupported: { tone: 'warning', place: 'toast', retry: false },
  internal: { tone: 'danger', place: 'toast', retry: true },
};

// A code that deserves another look than its kind has.
const byCode: Partial<Record<string, Partial<Presentation>>> = {
  'vault.wrong_password': { place: 'form' },
  'page.timeout': { place: 'toast' },
};

/** present says how a fault is shown. */
export function present(fault: Fault): Presentation {
  return { ...byKind[fault.kind], ...byCode[fault.code] };
}

/** toFault turns whatever a call threw into a Fault. */
export function toFault(thrown: unknown): Fault {
  if (thrown instanceof Fault) return thrown;
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  return parse(text) ?? unexplained(text);
}

function parse(text: string): Fault | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isDocument(value) ? new Fault(value) : undefined;
}

function isDocument(value: unknown): value is FaultDocument {
  if (typeof value !== 'object' || value === null) return false;
  const { code, kind, message } = value as Record<string, unknown>;
  return (
    typeof code === 'string' &&
    typeof message === 'string' &&
    typeof kind === 'string' &&
    kind in byKind
  );
}

function unexplained(text: string): Fault {
  return new Fault({
    code: 'page.unexplained',
    kind: 'internal',
    message: text === '' ? 'the application gave no answer' : text,
  });
}
