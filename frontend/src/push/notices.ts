import type { MailAPIExchange } from '../bridge/handover';
import type { Proof } from '../bridge/proof';

/** Mail is what the dialog has to know of the saved mail configuration. */
export interface Mail {
  host: string;
  /** A test of it was ever recorded. */
  proved: boolean;
}

/** onlyHere: the target would look for the mail server on its own machine. */
export function onlyHere(host: string, url: string): boolean {
  return loopback(host) && !loopback(hostOf(url));
}

function loopback(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[|\]$/g, '');
  return name === 'localhost' || name.endsWith('.localhost') || /^(::1|127(\.\d+){3})$/.test(name);
}

function hostOf(url: string): string {
  try {
    return new URL(url).hostname;
  } catch {
    return ''; // it is being typed
  }
}

/**
 * doubled is the tenant ID that stands twice in the URL of SSMS, because the
 * deployment's host name begins with it already; otherwise empty.
 */
export function doubled(ssmsURL: string): string {
  const [tenant = '', next] = hostOf(ssmsURL).split('.');
  return tenant === next ? tenant : '';
}

/**
 * taken: the target has said that it took the configuration, whatever else it
 * said. An answer that is none that a mail API gives does not say so.
 */
export function taken(
  report: Pick<Proof, 'verdict' | 'steps'> | undefined,
  exchange: Pick<MailAPIExchange, 'status'> | undefined,
): boolean {
  if (!report || exchange?.status !== 200 || report.verdict === 'failed') return false;
  return !report.steps.some(({ finding, also }) =>
    [finding, ...(also ?? [])].some((one) => one?.code === 'push.unexpected_answer'),
  );
}
