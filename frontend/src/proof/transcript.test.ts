import { expect, it } from 'vitest';
import { transcriptText } from './transcript';

it('copies time, direction and line', () => {
  const lines = [
    { at: 12, from: 'server', text: '220 mail.example.com ESMTP' },
    { at: 1500, from: 'client', text: 'AUTH PLAIN [redacted]' },
    { at: 2000, from: 'note', text: 'closed' },
  ];
  expect(transcriptText(lines)).toBe(
    [
      '    0.012 S: 220 mail.example.com ESMTP',
      '    1.500 C: AUTH PLAIN [redacted]',
      '    2.000 -- closed',
    ].join('\n'),
  );
});
