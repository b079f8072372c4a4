import fc from 'fast-check';
import { describeRanges, MessageOrder, type Arrival } from './message-order';

const PATIENCE_MS = 25_000;

describe('MessageOrder', () => {
  let order: MessageOrder;
  const hear = (...ids: number[]): Arrival[] => ids.map((id) => order.heard(id, 0));
  const verdict = (nowMs = 0): string => {
    const judged = order.verdict(nowMs);
    return judged.kind === 'complete' ? 'complete' : `${judged.kind} ${describeRanges(judged.missing)}`;
  };

  beforeEach(() => (order = new MessageOrder(PATIENCE_MS)));

  it('is content while every message comes', () => {
    expect(hear(0, 1, 2, 3)).toEqual(['repeated', 'next', 'next', 'next']);
    expect(order.hasHoles).toBe(false);
    expect(verdict()).toBe('complete');
  });

  it('knows a hole without any request for a loss at once', () => {
    hear(1, 2, 4);
    expect(verdict()).toBe('lost 3');
  });

  it('takes a hole that may be an answer under way for doubtful until the answer fills it', () => {
    hear(1);
    order.asked('a', 0);
    hear(3);
    expect(verdict()).toBe('doubtful 2');
    order.answered('a');
    expect(hear(2)).toEqual(['fills']);
    expect(verdict()).toBe('complete');
  });

  it('knows more holes than requests for a loss at once', () => {
    order.asked('a', 0);
    order.asked('b', 0);
    hear(3);
    expect(verdict()).toBe('doubtful 1..2');
    hear(5);
    expect(verdict()).toBe('lost 1..2, 4');
  });

  it('explains no hole by a request that was sent after a higher number had come', () => {
    hear(1, 2);
    hear(4);
    order.asked('a', 0);
    expect(verdict()).toBe('lost 3');
    hear(6);
    expect(verdict()).toBe('lost 3, 5');
  });

  it('explains two holes by two requests only when each can have one of its own', () => {
    order.asked('early', 0);
    hear(2);
    order.asked('later', 0);
    hear(4);
    expect(verdict()).toBe('doubtful 1, 3');
    order.answered('early');
    // The answer to `early` was not number 1: then nothing explains number 1.
    expect(verdict()).toBe('lost 1, 3');
  });

  it('finds the loss when all requests are answered and a hole is left', () => {
    hear(1);
    order.asked('a', 0);
    hear(4);
    expect(verdict()).toBe('lost 2..3');
    hear(2);
    expect(verdict()).toBe('doubtful 3');
    order.answered('a');
    expect(verdict()).toBe('lost 3');
  });

  it('explains nothing by a request that is too old', () => {
    order.asked('a', 0);
    hear(2);
    expect(verdict(PATIENCE_MS - 1)).toBe('doubtful 1');
    expect(verdict(PATIENCE_MS)).toBe('lost 1');
  });

  it('tells what came twice from what came late', () => {
    expect(hear(1, 2, 2, 5, 3, 3, 1)).toEqual(['next', 'next', 'repeated', 'next', 'fills', 'repeated', 'repeated']);
    expect(verdict()).toBe('lost 4');
  });

  it('splits a range where it is filled', () => {
    hear(10, 5, 1, 9);
    expect(verdict()).toBe('lost 2..4, 6..8');
  });

  it('R5: a jump of 10^9 ids costs one range', () => {
    order.asked('a', 0);
    hear(1, 1_000_000_002);
    expect(order.verdict(0)).toEqual({ kind: 'lost', missing: [{ from: 2, to: 1_000_000_001, sinceMs: 0 }] });
  });

  it('R5: a million holes cost 64 ranges, and the loss is not forgotten when those are filled', () => {
    for (let id = 2; id <= 2_000_000; id += 2) order.heard(id, 0);
    const judged = order.verdict(0);
    expect(judged.kind === 'lost' && judged.missing).toHaveLength(64);
    for (let id = 3; id <= 127; id += 2) order.heard(id, 0);
    for (let times = 0; times < 10; times += 1) order.asked(String(times), 0);
    expect(verdict()).toBe('lost 1');
  });
});

/**
 * The true protocol, step by step: the client sends, the server takes a number when a request arrives and answers
 * whenever it likes, data take a number when they are sent, the way back keeps order.
 */
type Step = { readonly kind: 'send' | 'arrive' | 'answer' | 'data' | 'receive'; readonly pick: number };

class Protocol {
  readonly order: MessageOrder = new MessageOrder(PATIENCE_MS);
  readonly verdicts: string[] = [];
  #requests = 0;
  #messageId = 0;
  #sentUp: string[] = [];
  #inFetch: { readonly key: string; readonly id: number }[] = [];
  #wire: { readonly id: number; readonly key?: string }[] = [];
  #delivered = 0;

  constructor(private readonly lostPosition = -1) {}

  step({ kind, pick }: Step): void {
    if (kind === 'send') this.#send();
    if (kind === 'arrive') this.#arrive();
    if (kind === 'answer') this.#answer(pick);
    if (kind === 'data') this.#wire.push({ id: (this.#messageId += 1) });
    if (kind === 'receive') this.#receive();
  }

  /** Everything under way comes, then one more message. */
  settle(): void {
    while (this.#sentUp.length > 0) this.#arrive();
    while (this.#inFetch.length > 0) this.#answer(0);
    this.#wire.push({ id: (this.#messageId += 1) });
    while (this.#wire.length > 0) this.#receive();
    this.#wire.push({ id: (this.#messageId += 1) });
    this.#receive();
  }

  get delivered(): number {
    return this.#delivered;
  }

  #send(): void {
    const key = `request ${(this.#requests += 1)}`;
    this.order.asked(key, 0);
    this.#sentUp.push(key);
  }

  #arrive(): void {
    const key = this.#sentUp.shift();
    if (key !== undefined) this.#inFetch.push({ key, id: (this.#messageId += 1) });
  }

  #answer(pick: number): void {
    this.#wire.push(...this.#inFetch.splice(pick % Math.max(1, this.#inFetch.length), 1));
  }

  #receive(): void {
    const message = this.#wire.shift();
    if (message === undefined) return;
    if (this.#delivered++ === this.lostPosition) return;
    if (message.key !== undefined) this.order.answered(message.key);
    this.order.heard(message.id, 0);
    this.verdicts.push(this.order.verdict(0).kind);
  }
}

const steps = fc.array(
  fc.record({
    kind: fc.constantFrom<Step['kind'][]>('send', 'arrive', 'answer', 'data', 'data', 'receive', 'receive'),
    pick: fc.nat({ max: 50 }),
  }),
  { maxLength: 200 },
);

describe('MessageOrder within the protocol', () => {
  it('R4: never takes a late answer for a loss, in whatever order answers come', () => {
    fc.assert(
      fc.property(steps, (given) => {
        const protocol = new Protocol();
        given.forEach((step) => protocol.step(step));
        protocol.settle();
        expect(protocol.verdicts).not.toContain('lost');
        expect(protocol.order.verdict(0).kind).toBe('complete');
      }),
      { numRuns: 1_000 },
    );
  });

  it('R3: finds any one message that is lost, data or answer, at the latest when every request is answered or given up', () => {
    fc.assert(
      fc.property(steps, fc.nat({ max: 200 }), (given, position) => {
        const whole = new Protocol();
        given.forEach((step) => whole.step(step));
        whole.settle();
        const broken = new Protocol(position % (whole.delivered - 1));
        given.forEach((step) => broken.step(step));
        broken.settle();
        expect(broken.order.verdict(PATIENCE_MS).kind).toBe('lost');
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('describeRanges', () => {
  it.each([
    [[[17, 17]], '17'],
    [
      [
        [17, 20],
        [25, 25],
      ],
      '17..20, 25',
    ],
    [[1, 3, 5, 7, 9, 11].map((id) => [id, id]), '1, 3, 5, 7, 9 and others'],
  ])('says %j as "%s"', (ranges, text) => {
    expect(describeRanges(ranges.map(([from = 0, to = 0]) => ({ from, to, sinceMs: 0 })))).toBe(text);
  });
});
