import type { AuthResult } from '../bridge/proof';

/** What a verdict of a receiving server means for the mail. */
export type Tone = 'good' | 'warning' | 'danger' | 'neutral';

// The results of RFC 8601 §2.7; what a server made up itself is neutral.
const tones: Partial<Record<string, Tone>> = {
  pass: 'good',
  fail: 'danger',
  permerror: 'danger',
  policy: 'danger',
  softfail: 'warning',
  temperror: 'warning',
};

/** toneOf is the tone of a verdict, whatever its case. */
export function toneOf(result: string): Tone {
  return tones[result.toLowerCase()] ?? 'neutral';
}

const order = ['spf', 'dkim', 'dmarc'];

/** inOrder puts SPF, DKIM and DMARC before what else a server says. */
export function inOrder(results: readonly AuthResult[]): AuthResult[] {
  return [...results].sort((a, b) => place(a) - place(b));
}

function place({ method }: AuthResult): number {
  const at = order.indexOf(method.toLowerCase());
  return at < 0 ? order.length : at;
}
