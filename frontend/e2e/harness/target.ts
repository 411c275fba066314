import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type Certificate, selfSigned } from './certificate';

/** Pushed is one request as the target got it. */
export interface Pushed {
  path: string;
  authorization: string;
  contentType: string;
  body: Record<string, unknown>;
}

/** Answer is what the target says to a push. */
export interface Answer {
  status: number;
  headers?: Record<string, string>;
  body: string;
}

const subSystem = 8;
const contract = (status: number, word: string, message: string): Answer => ({
  status,
  body: JSON.stringify({ message, status: word, subSystem }),
});

/** answers of the contract, and others than the contract's. */
export const answers = {
  ok: contract(200, 'OK', 'Successfully updated SMTP Details'),
  rejected: contract(
    400,
    'BAD_REQUEST',
    'Host and From is mandatory to update Email Configuration.',
  ),
  unauthorized: {
    ...contract(401, 'Unauthorized', 'HTTP 401 Unauthorized.'),
    headers: { 'WWW-Authenticate': 'Bearer' },
  },
  redirect: { status: 302, headers: { Location: '/elsewhere' }, body: '' },
  garbage: { status: 200, headers: { 'Content-Type': 'text/html' }, body: '<h1>Welcome</h1>' },
} satisfies Record<string, Answer>;

/** client is who may have a token of the target. */
export const client = {
  id: 'patchbay',
  secret: 'a-client-secret-of-the-target',
  token: 'tkn-5150',
};

/**
 * Target is a system that takes a mail configuration: an HTTPS server of this
 * test, whose certificate nobody vouches for.
 */
export class Target {
  /** What was pushed so far. */
  readonly pushed: Pushed[] = [];
  /** How many tokens were given. */
  tokens = 0;
  /** What is said to the next push; nothing at all keeps it waiting. */
  answer: Answer | undefined = answers.ok;
  readonly #server: Server;
  readonly #certificate: Certificate;

  private constructor(server: Server, certificate: Certificate) {
    this.#server = server;
    this.#certificate = certificate;
    server.on('request', (request, response) => void this.#serve(request, response));
  }

  static async open(): Promise<Target> {
    const certificate = selfSigned('Target of a push');
    const server = createServer(certificate);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Target(server, certificate);
  }

  /** ca vouches for the target, in PEM. */
  get ca(): string {
    return this.#certificate.cert;
  }

  get url(): string {
    return `${this.#origin}/digitanium/v4/mail/config`;
  }

  get tokenURL(): string {
    return `${this.#origin}/oauth2/token`;
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  get #origin(): string {
    return `https://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await read(request);
    if (request.url === '/oauth2/token') this.#give(request, body, response);
    else this.#take(request, body, response);
  }

  // RFC 6749 §4.4, with the client in the header or in the body.
  #give(request: IncomingMessage, body: string, response: ServerResponse): void {
    const form = new URLSearchParams(body);
    const basic = Buffer.from(`${client.id}:${client.secret}`).toString('base64');
    const known =
      request.headers.authorization === `Basic ${basic}` ||
      (form.get('client_id') === client.id && form.get('client_secret') === client.secret);
    if (known) this.tokens++;
    const answer = known
      ? { access_token: client.token, token_type: 'Bearer', expires_in: 3600 }
      : { error: 'invalid_client', error_description: 'Nobody of that name.' };
    send(response, { status: known ? 200 : 401, body: JSON.stringify(answer) });
  }

  #take(request: IncomingMessage, body: string, response: ServerResponse): void {
    this.pushed.push({
      path: request.url ?? '',
      authorization: request.headers.authorization ?? '',
      contentType: request.headers['content-type'] ?? '',
      body: JSON.parse(body) as Record<string, unknown>,
    });
    if (this.answer) send(response, this.answer);
  }
}

async function read(request: IncomingMessage): Promise<string> {
  let all = '';
  for await (const chunk of request) all += String(chunk);
  return all;
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
  response.end(body);
}
