import { frame } from '../../bridge/frame';
import type { MailboxExported } from '../../bridge/mailboxes';
import { download } from '../../ui/download';

/**
 * hand gives a file to the person: by the window's dialog, whose answer is its
 * path, or by the browser. The answer is empty when it was cancelled.
 */
export async function hand(
  file: MailboxExported,
  nativeSave: boolean,
): Promise<{ path: string } | undefined> {
  if (nativeSave) {
    const saved = await frame.saveText(file.name, file.text);
    return saved.saved ? { path: saved.path } : undefined;
  }
  const type = file.sealed ? 'application/octet-stream' : 'text/csv';
  download(file.name, new Blob([file.text], { type }));
  return { path: '' };
}
