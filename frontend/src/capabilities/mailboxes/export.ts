import { frame } from '../../bridge/frame';
import type { MailboxExported } from '../../bridge/mailboxes';
import { download } from '../../ui/download';
import { fromBase64 } from './file';

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
  download(file.name, content(file));
  return { path: '' };
}

function content({ text, sealed }: MailboxExported): Blob {
  if (sealed) return new Blob([fromBase64(text)], { type: 'application/octet-stream' });
  return new Blob([text], { type: 'text/csv' });
}
