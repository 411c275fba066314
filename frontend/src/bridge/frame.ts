import * as bound from '../../wailsjs/go/app/Frame.js';
import type { app } from '../../wailsjs/go/models';
import { call, unbounded } from './call';

export type Platform = app.Platform;
export type SavedFile = app.SavedFile;
export type ClipboardCopy = app.ClipboardCopy;

export const frame = {
  platform: (): Promise<Platform> => call(() => bound.Platform()),
  /** openURL opens a page in the system's browser: the window has no tabs. */
  openURL: (address: string): Promise<void> => call(() => bound.OpenURL(address)),
  /** saveText opens the window's save dialog; a person may take their time. */
  saveText: (name: string, text: string): Promise<SavedFile> =>
    call(() => bound.SaveText(name, text), unbounded),
  /** copySecret says whether the door has copied it, and clears it again. */
  copySecret: (text: string): Promise<ClipboardCopy> => call(() => bound.CopySecret(text)),
};
