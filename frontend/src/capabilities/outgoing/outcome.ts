import type { Finding } from '../../bridge/proof';

export type SignInEnd = 'cancelled' | 'timeout' | 'refused' | 'failed';

/** endOf tells apart how a sign-in ended without a token: these are different results. */
export function endOf(finding: Pick<Finding, 'code' | 'reason'>): SignInEnd {
  if (finding.reason === 'cancelled') return 'cancelled';
  if (finding.code === 'net.timeout') return 'timeout';
  if (finding.code === 'auth.token_rejected') return 'refused';
  return 'failed';
}
