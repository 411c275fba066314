import type { Certificate, Finding, Step } from '../bridge/proof';

/** findingsOf are all findings of a step. */
export function findingsOf(step: Pick<Step, 'finding' | 'also'>): readonly Finding[] {
  return [...(step.finding ? [step.finding] : []), ...(step.also ?? [])];
}

/**
 * trustHelps: the chain ends at an authority that nobody vouches for here. Trust
 * in it mends nothing when only the name or the dates are wrong.
 */
export function trustHelps(findings: readonly Finding[]): boolean {
  return findings.some((one) => ['tls.unknown_authority', 'tls.self_signed'].includes(one.code));
}

/**
 * authorityOf is what of a chain, leaf first, can be trusted for good: the topmost
 * certificate. A leaf alone that another one signed is none: trust in it ends with
 * the server's next certificate, and its fingerprint is nobody's to compare.
 */
export function authorityOf<T extends Pick<Certificate, 'selfSigned'>>(
  chain: readonly T[],
): T | undefined {
  const topmost = chain.at(-1);
  return chain.length > 1 || topmost?.selfSigned ? topmost : undefined;
}

/**
 * otherHosts are the names of a certificate that could be entered as the host:
 * DNS names, neither wildcards nor addresses, when the host's name is what is
 * wrong.
 */
export function otherHosts(
  findings: readonly Finding[],
  leaf: Pick<Certificate, 'names'> | undefined,
): readonly string[] {
  if (!findings.some((one) => one.code === 'tls.hostname_mismatch')) return [];
  return (leaf?.names ?? []).filter(
    (name) => name.includes('.') && !/[*:@/]/.test(name) && !/^[\d.]+$/.test(name),
  );
}

/** withAuthority appends a certificate to authorities in PEM, unless it is there already. */
export function withAuthority(caPem: string, pem: string): string {
  if (caPem.includes(pem.trim())) return caPem;
  const parts = [caPem.trim(), pem.trim()].filter((part) => part !== '');
  return `${parts.join('\n')}\n`;
}
