import { number, plural } from './count';

const messages = (count: number) => plural(count, 'message');

/** Sending the messages of an event again. */
export const resend = {
  action: 'Send these again',
  allSent: 'What the server has taken is never sent again',
  title: 'Send these messages again?',
  reading: 'Looking what may be sent again',
  asked: (count: number, inbox: boolean) =>
    `${count === 1 ? '1 message is' : `${number(count)} messages are`} decided anew, by what is stored now. ${
      inbox ? 'The mail goes into the rehearsal inbox.' : 'The mail goes to real people.'
    }`,
  nothing: 'None of them may be sent again.',
  who: 'Who',
  people: (names: readonly string[], more: number) =>
    `${names.join(', ')}${more > 0 ? ` and ${number(more)} more` : ''}`,
  left: (count: number) => `Left out: ${messages(count)}`,
  leftOut: (count: number, why: string) => `${number(count)}: ${why}`,
  consent: (count: number) =>
    count === 1
      ? 'Send also the one that may have arrived. That person may get it twice.'
      : `Send also the ${number(count)} that may have arrived. These people may get them twice.`,
  confirm: (count: number) => `Send ${number(count)} again`,
  running: (count: number) => `Sending ${messages(count)} again`,
  short: (done: number, total: number) => `Sending ${number(done)} of ${number(total)} again`,
  cancelled: 'Sending was cancelled. What was sent before stays sent; the rest is not sent.',
  done: 'What became of it',
  none: 'Nothing was sent.',
  close: 'Hide',
};
