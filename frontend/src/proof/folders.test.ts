import { describe, expect, it } from 'vitest';
import type { Folder } from '../bridge/proof';
import { sorted } from './folders';

const folder = (name: string, role = ''): Folder => ({
  name,
  role,
  selectable: true,
  messages: 0,
  unseen: 0,
});

describe('sorted', () => {
  it('puts what everybody looks into first, the others by name', () => {
    const list = [
      folder('Projects 10'),
      folder('Bin', 'trash'),
      folder('Projects 9'),
      folder('INBOX', 'inbox'),
      folder('Spam', 'junk'),
      folder('Anything', 'of-tomorrow'),
    ];
    expect(sorted(list).map((one) => one.name)).toEqual([
      'INBOX',
      'Spam',
      'Bin',
      'Anything',
      'Projects 9',
      'Projects 10',
    ]);
  });
});
