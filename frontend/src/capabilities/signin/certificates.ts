import type { SigningCertificate } from '../../bridge/identityProviders';

// Certificates as people paste them: one PEM block or several, or the bare
// base64 that metadata has between its tags.

const block = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/** certificatesIn splits what was pasted, so that each certificate can be removed alone. */
export function certificatesIn(text: string): string[] {
  const blocks = text.match(block);
  if (blocks) return blocks.map((one) => `${one.trim()}\n`);
  const bare = text.trim();
  return bare === '' ? [] : [bare];
}

/** added appends the certificates of a text to those that are not there yet. */
export function added(list: readonly string[], text: string): string[] {
  const known = new Set(list.map(body));
  const fresh = certificatesIn(text).filter((one) => !known.has(body(one)));
  return [...list, ...fresh];
}

/** without takes one certificate out. */
export function without(list: readonly string[], pem: string): string[] {
  const gone = body(pem);
  return list.flatMap(certificatesIn).filter((one) => body(one) !== gone);
}

/** holds: the list has the certificate, in whichever spelling. */
export function holds(list: readonly string[], pem: string): boolean {
  const wanted = body(pem);
  return list.flatMap(certificatesIn).some((one) => body(one) === wanted);
}

/** Trusted is a certificate, and all the places where it stands. */
export interface Trusted {
  certificate: SigningCertificate;
  /** It stands in the document itself, and can be taken out there. */
  entered: boolean;
  /** It stands in the metadata. */
  announced: boolean;
}

/** trusted shows a certificate once, wherever it stands. */
export function trusted(list: readonly SigningCertificate[]): Trusted[] {
  const byFingerprint = new Map<string, Trusted>();
  for (const certificate of list) {
    const known = byFingerprint.get(certificate.fingerprint);
    byFingerprint.set(certificate.fingerprint, {
      certificate,
      entered: certificate.from === 'document' || (known?.entered ?? false),
      announced: certificate.from === 'metadata' || (known?.announced ?? false),
    });
  }
  return [...byFingerprint.values()];
}

// What two spellings of one certificate have in common.
const body = (pem: string): string => pem.replace(/-----[^-]+-----|\s+/g, '');
