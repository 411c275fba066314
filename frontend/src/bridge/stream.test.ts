import { describe, expect, it } from 'vitest';
import { follow, type Message, StreamParser } from './stream';

describe('StreamParser', () => {
  it('puts together what was cut anywhere', () => {
    const text = 'event: proof.step\ndata: {"a":1}\n\nevent: vault.locked\ndata: {}\n\n';
    for (let cut = 1; cut < text.length; cut++) {
      const parser = new StreamParser();
      const messages = [...parser.push(text.slice(0, cut)), ...parser.push(text.slice(cut))];
      expect(messages).toEqual([
        { name: 'proof.step', data: '{"a":1}' },
        { name: 'vault.locked', data: '{}' },
      ]);
    }
  });

  it.each([
    ['comments', ': keep alive\n\n', []],
    ['several data lines', 'data: a\ndata: b\n\n', [{ name: 'message', data: 'a\nb' }]],
    ['line ends of the other kind', 'event: x\r\ndata:y\r\n\r\n', [{ name: 'x', data: 'y' }]],
    ['an event without data', 'event: x\n\n', []],
    ['unknown fields', 'id: 1\nretry: 2\ndata: z\n\n', [{ name: 'message', data: 'z' }]],
    ['what is not ended', 'event: x\ndata: y\n', []],
  ])('reads %s', (_, text, messages) => {
    expect(new StreamParser().push(text)).toEqual(messages);
  });
});

describe('follow', () => {
  it('delivers to the end of the stream, characters cut in the middle too', async () => {
    const bytes = new TextEncoder().encode('event: x\ndata: "ä"\n\n');
    const at = bytes.indexOf(0xc3) + 1;
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(bytes.slice(0, at));
        controller.enqueue(bytes.slice(at));
        controller.close();
      },
    });
    const seen: Message[] = [];
    await follow(new Response(body), (message) => seen.push(message));
    expect(seen).toEqual([{ name: 'x', data: '"ä"' }]);
  });

  it('delivers nothing of a refusal', async () => {
    const seen: Message[] = [];
    const refusal = new Response('data: x\n\n', { status: 401 });
    await follow(refusal, (message) => seen.push(message));
    expect(seen).toEqual([]);
  });
});
