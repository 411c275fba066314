import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { connect as secure } from 'node:tls';

/** Server is a mail server with STARTTLS and a password. */
export interface Server {
  host: string;
  port: string | number;
  user: string;
  password: string;
  caPem: string;
}

/** send submits messages, lines ending in LF, to the server (RFC 5321, RFC 4954). */
export async function send(server: Server, from: string, to: string, ...messages: string[]) {
  const plain = connect(Number(server.port), server.host);
  let socket: Socket = plain;
  let replies = reader(socket);
  const say = async (line: string, code: string) => {
    socket.write(`${line}\r\n`);
    await expectReply(replies, code);
  };
  try {
    await expectReply(replies, '220');
    await say('EHLO e2e.example', '250');
    await say('STARTTLS', '220');
    socket = secure({ socket: plain, host: server.host, ca: server.caPem });
    await once(socket, 'secureConnect');
    replies = reader(socket);
    await say('EHLO e2e.example', '250');
    const credentials = Buffer.from(`\0${server.user}\0${server.password}`).toString('base64');
    await say(`AUTH PLAIN ${credentials}`, '235');
    for (const message of messages) {
      await say(`MAIL FROM:<${from}>`, '250');
      await say(`RCPT TO:<${to}>`, '250');
      await say('DATA', '354');
      const body = message.replace(/^\./gm, '..').replace(/\r?\n/g, '\r\n');
      await say(`${body}\r\n.`, '250');
    }
    await say('QUIT', '221');
  } finally {
    socket.destroy();
    plain.destroy();
  }
}

function reader(socket: Socket): AsyncIterator<string> {
  return createInterface(socket)[Symbol.asyncIterator]();
}

async function expectReply(replies: AsyncIterator<string>, code: string): Promise<void> {
  for (;;) {
    const { value, done } = await replies.next();
    if (done) throw new Error(`the server closed the connection instead of saying ${code}`);
    if (!value.startsWith(code)) throw new Error(`the server said ${value} instead of ${code}`);
    if (value.charAt(3) !== '-') return;
  }
}
