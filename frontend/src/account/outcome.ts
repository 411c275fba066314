import type { Finding } from '../bridge/proof';

export type SignInEnd = 'cancelled' | 'timeout' | 'refused' | 'failed';

// The provider did not say no: its answer is none that mail could be sent with.
const unfit = [
  'no_refresh_token',
  'redirected',
  'not_an_endpoint',
  'token_type',
  'issuer_mismatch',
];

/** endOf tells apart how a sign-in ended without a token: these are different results. */
export function endOf(finding: Pick<Finding, 'code' | 'reason'>): SignInEnd {
  if (finding.reason === 'cancelled') return 'cancelled';
  if (finding.code === 'net.timeout') return 'timeout';
  if (unfit.includes(finding.reason ?? '')) return 'failed';
  if (finding.code === 'auth.token_rejected') return 'refused';
  return 'failed';
}
