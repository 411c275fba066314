import type { Page } from '@playwright/test';
import { call } from './rpc';

/** Endpoint is the rehearsal's mailbox server, and how to sign in there. */
interface Endpoint {
  host: string;
  port: string;
  user: string;
  password: string;
}

/** Row is a mailbox of a file; what it does not say is that of the rehearsal. */
export type Row = Partial<Record<'mailbox' | 'name' | 'port' | 'password' | 'alias', string>>;

/** table is a CSV file of mailboxes that the rehearsal's server has. */
export async function table(page: Page, rows: readonly Row[]): Promise<string> {
  const status = await call<{ imap: Endpoint; caPem: string }>(page, 'Rehearsal', 'Start');
  const { host, port, user, password } = status.imap;
  const names = ['mailbox', 'name', 'description', 'host', 'port', 'user', 'password', 'caPem'];
  const lines = rows.map((row, at) => {
    const own = { name: `Team ${String(at)}`, description: 'Mail of a team', ...row };
    const all = { host, port, user, password, caPem: status.caPem, ...own };
    return names.map((name) => cell((all as Record<string, string>)[name] ?? '')).join(',');
  });
  return [names.join(','), ...lines, ''].join('\r\n');
}

const cell = (value: string) => `"${value.replaceAll('"', '""')}"`;

/** numbered are so many mailboxes. */
export const numbered = (count: number): Row[] =>
  Array.from({ length: count }, (_, at) => ({ mailbox: `box${String(at + 1)}@example.com` }));

/** csv is a file as an input takes it. */
export const csv = (text: string, name = 'mailboxes.csv') => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(text),
});

interface Stored {
  id: string;
  revision: number;
}

/** cleared takes the demo's own mailboxes out of the current deployment. */
export async function cleared(page: Page): Promise<void> {
  const deployment = await current(page);
  const { rows } = await call<{ rows: Stored[] }>(page, 'Mailboxes', 'List', deployment);
  for (const { id } of rows) {
    const one = await call<Stored & { aliases: Stored[] }>(
      page,
      'Mailboxes',
      'Get',
      deployment,
      id,
    );
    for (const alias of one.aliases) {
      await call(page, 'Mailboxes', 'RemoveAlias', deployment, id, alias.id, alias.revision);
    }
    await call(page, 'Mailboxes', 'Remove', deployment, id, one.revision);
  }
}

async function current(page: Page): Promise<string> {
  const [deployment] = await call<{ id: string }[]>(page, 'Deployments', 'List');
  return deployment?.id ?? '';
}

/** stored puts mailboxes into the current deployment past the pages. */
export async function stored(page: Page, rows: readonly Row[]): Promise<void> {
  const text = await table(page, rows);
  const deploymentId = await current(page);
  const part = { deploymentId, handle: '', text, sealed: false };
  const handle = await call<string>(page, 'Mailboxes', 'ImportPart', part);
  await call(page, 'Mailboxes', 'PreviewImport', { deploymentId, handle, passphrase: '' });
  await call(page, 'Mailboxes', 'Import', { deploymentId, handle, withoutBad: false });
}
