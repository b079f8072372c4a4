import fc from 'fast-check';
import { RequestWindow } from './request-window';
import { type StreamRequest } from './stream-request';

const book = (id: string): StreamRequest => ({ channel: 'v4_orderbook', id });

describe('RequestWindow', () => {
  let sent: string[];
  const ask = (window: RequestWindow, stream: StreamRequest): void =>
    window.ask(stream, () => sent.push(stream.id ?? stream.channel));

  beforeEach(() => (sent = []));

  it('sends at once while there is room, and the next when one is answered', () => {
    const window = new RequestWindow(2);
    for (const id of ['A', 'B', 'C', 'D']) ask(window, book(id));
    expect(sent).toEqual(['A', 'B']);
    window.settle(book('B'));
    expect(sent).toEqual(['A', 'B', 'C']);
    window.settle(book('B'));
    window.settle(book('X'));
    expect(sent).toEqual(['A', 'B', 'C']);
  });

  it('sends what decisions need first, then in order of asking', () => {
    const window = new RequestWindow(1);
    const first = book('first');
    const others: StreamRequest[] = [
      { channel: 'v4_candles', id: 'candles' },
      { channel: 'v4_trades', id: 'trades' },
      book('B'),
      book('A'),
      { channel: 'v4_markets' },
    ];
    for (const stream of [first, ...others]) ask(window, stream);
    while (sent.length <= others.length) {
      const latest = sent.at(-1);
      window.settle([first, ...others].find(({ channel, id = channel }) => id === latest)!);
    }
    expect(sent).toEqual(['first', 'v4_markets', 'B', 'A', 'trades', 'candles']);
  });

  it('forgets what is not wanted any more before it was sent', () => {
    const window = new RequestWindow(1);
    ask(window, book('A'));
    ask(window, book('B'));
    window.settle(book('B'));
    window.settle(book('A'));
    expect(sent).toEqual(['A']);
  });

  it('never has more under way than its size, and sends everything in the end', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.uniqueArray(fc.nat({ max: 60 })), (size, ids) => {
        sent = [];
        const window = new RequestWindow(size);
        for (const id of ids) ask(window, book(String(id)));
        for (let answered = 0; answered < ids.length; answered += 1) {
          expect(sent.length - answered).toBeLessThanOrEqual(size);
          window.settle(book(sent[answered]!));
        }
        expect(sent).toEqual(ids.map(String));
      }),
    );
  });
});
