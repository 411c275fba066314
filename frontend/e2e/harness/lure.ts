import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Lure is a web server that hostile content points at, and that counts who comes. */
export class Lure {
  readonly visits: string[] = [];
  #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      this.visits.push(request.url ?? '');
      response.end();
    });
  }

  static async open(): Promise<Lure> {
    const lure = new Lure();
    lure.#server.listen(0, '127.0.0.1');
    await once(lure.#server, 'listening');
    return lure;
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
