// Server-sent events read with fetch, because EventSource cannot carry an
// Authorization header. The format is the HTML standard's §9.2.6.

/** Message is one event of the stream. */
export interface Message {
  name: string;
  data: string;
}

/** StreamParser turns chunks of text, cut anywhere, into messages. */
export class StreamParser {
  #rest = '';
  #name = '';
  #data: string[] = [];

  push(chunk: string): Message[] {
    const lines = (this.#rest + chunk).split(/\r?\n/);
    this.#rest = lines.pop() ?? '';
    return lines.flatMap((line) => this.#line(line));
  }

  #line(line: string): Message[] {
    if (line === '') return this.#dispatch();
    if (line.startsWith(':')) return [];
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') this.#name = value;
    if (field === 'data') this.#data.push(value);
    return [];
  }

  #dispatch(): Message[] {
    const message = { name: this.#name || 'message', data: this.#data.join('\n') };
    const complete = this.#data.length > 0;
    this.#name = '';
    this.#data = [];
    return complete ? [message] : [];
  }
}

/** follow reads one stream to its end. */
export async function follow(answer: Response, deliver: (message: Message) => void): Promise<void> {
  if (!answer.ok || answer.body === null) return;
  const parser = new StreamParser();
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    parser.push(value).forEach(deliver);
  }
}
