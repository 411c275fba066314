import type { MailGateway } from '../../bridge/gateway';
import type { OperatorRow } from '../../bridge/operators';

/** Mailed is how far an operator is with a password that was mailed to them. */
export type Mailed = 'valid' | 'used' | 'expired';

/** mailedOf is undefined where no mailed password is to be replaced; now is in milliseconds. */
export function mailedOf(
  row: Pick<OperatorRow, 'mustChange' | 'resetUntil' | 'resetUsed'>,
  now: number,
): Mailed | undefined {
  if (!row.mustChange || row.resetUntil === '') return undefined;
  if (row.resetUsed) return 'used';
  return Date.parse(row.resetUntil) > now ? 'valid' : 'expired';
}

/** Hindrance is why the gateway mails no password, as far as that is known before. */
export type Hindrance = 'missing' | 'disabled' | 'redirected';

export function hindranceOf(
  gateway: Pick<MailGateway, 'configured' | 'enabled' | 'redirected'>,
): Hindrance | undefined {
  if (!gateway.configured) return 'missing';
  if (!gateway.enabled) return 'disabled';
  return gateway.redirected === '' ? undefined : 'redirected';
}

/** throughOf is where a mail goes out: the server, or the outgoing mail of a deployment. */
export function throughOf(gateway: Pick<MailGateway, 'host' | 'port' | 'useDeploymentId'>): string {
  return gateway.useDeploymentId === '' ? `${gateway.host}:${gateway.port}` : '';
}

/** changedNothing: the old password still works, and the fault does not say so itself. */
export function changedNothing(code: string): boolean {
  return code !== 'operator.reset_not_saved';
}
