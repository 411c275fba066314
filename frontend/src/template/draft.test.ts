import { expect, it } from 'vitest';
import { draftOf, mailOf } from './draft';

const stored = {
  kind: 'notification',
  id: 't1',
  name: 'Short',
  revision: 3,
  changedAt: '',
  text: { subject: 's', html: '<p>h</p>', text: 'h' },
  inStep: true,
};

it('sends no text of its own while it follows the HTML', () => {
  const mail = mailOf(stored);
  expect(mail).toMatchObject({ byHand: false, text: '' });
  expect(draftOf(stored, 'd1', mail, true)).toEqual({
    kind: 'notification',
    deploymentId: 'd1',
    id: 't1',
    name: 'Short',
    named: true,
    revision: 3,
    text: { subject: 's', html: '<p>h</p>', text: '' },
  });
});

it('keeps what was written by hand', () => {
  const mail = mailOf({ ...stored, inStep: false });
  expect(mail).toMatchObject({ byHand: true, text: 'h' });
  expect(draftOf(stored, 'd1', mail, true).text.text).toBe('h');
  expect(draftOf(stored, 'd1', { ...mail, byHand: false }, true).text.text).toBe('');
});
