import { type BookLevels } from '@perpstream/core';
import { collectFaults, randomNumbers } from '@perpstream/testing';
import { OpenStreams } from '../state/open-streams';
import { BookScanner } from './book-scanner';
import { decodeFrame } from './decode-frame';
import { FrameDecoder } from './frame-decoder';
import { ListedMarkets } from './listed-markets';
import { MessageAudit } from './message-audit';
import { OddCounter } from './odd-counter';
import { UNCOUNTED } from './oddities';

const SINGLE_HEAD = '{"type":"channel_data","connection_id":"5b0d-u","message_id":17,';
const NAMES = '"id":"BTC-USD","channel":"v4_orderbook","version":"1.0.0",';
const single = (contents: string): string => `${SINGLE_HEAD}${NAMES}"contents":${contents}}`;
const batch = (...contents: string[]): string =>
  `${SINGLE_HEAD.replace('channel_data', 'channel_batch_data')}${NAMES}"contents":[${contents.join()}]}`;
const level = (price: string, size: string): string => `{"bids":[["${price}","${size}"]]}`;

const scanned = (text: string): BookLevels | undefined => {
  const scanner = new BookScanner();
  return scanner.scan(text) ? scanner.takeLevels() : undefined;
};
const rows = ({ count, isBid, pricesUsd, sizesBase }: BookLevels): string =>
  Array.from(
    { length: count },
    (_, at) => `${isBid[at] === 1 ? 'bid' : 'ask'} ${pricesUsd[at]} x ${sizesBase[at]}`,
  ).join();

describe('BookScanner', () => {
  it.each([
    ['one level', single(level('104250.5', '0.25')), 'bid 104250.5 x 0.25'],
    ['a removal', single('{"asks":[["3","0"]]}'), 'ask 3 x 0'],
    ['several levels', single('{"asks":[["3","1"],["4","2.50"]]}'), 'ask 3 x 1,ask 4 x 2.5'],
    ['both sides', single('{"bids":[["1","1"]],"asks":[["2","2"]]}'), 'bid 1 x 1,ask 2 x 2'],
    ['a batch of one', batch(level('1', '2')), 'bid 1 x 2'],
    ['a batch', batch(level('1', '2'), '{"asks":[["5","6"]]}', level('3', '0')), 'bid 1 x 2,ask 5 x 6,bid 3 x 0'],
    ['zeros in front and behind', single(level('0012.3400', '0.000')), 'bid 12.34 x 0'],
    [
      'the largest mantissa',
      single(level('9007199254740991', '9.007199254740991')),
      'bid 9007199254740991 x 9.007199254740991',
    ],
    ['22 decimals', single(level('0.0000000000000000000001', '1')), 'bid 1e-22 x 1'],
  ])('reads %s', (_, text, expected) => {
    expect(rows(scanned(text)!)).toBe(expected);
  });

  it.each([
    ['a mantissa beyond 2^53', single(level('9007199254740993', '1'))],
    ['a mantissa of 400 digits', single(level('9'.repeat(400), '1'))],
    ['23 decimals', single(level('0.00000000000000000000001', '1'))],
    ['a price of zero', single(level('0.00', '1'))],
    ['an exponent', single(level('1e3', '1'))],
    ['a sign', single(level('1', '-1'))],
    ['no digits before the point', single(level('.5', '1'))],
    ['no digits after the point', single(level('5.', '1'))],
    ['no digits', single(level('', '1'))],
    ['a blank', single(level('1', ' 1'))],
    ['a JSON number', single('{"bids":[[1,"1"]]}')],
    ['a third element', single('{"bids":[["1","1","offset"]]}')],
    ['a level as an object', single('{"bids":[{"price":"1","size":"1"}]}')],
    ['asks before bids', single('{"asks":[["2","2"]],"bids":[["1","1"]]}')],
    ['a side twice', single('{"bids":[["1","1"]],"bids":[["2","2"]]}')],
    ['an empty side', single('{"bids":[]}')],
    ['another field', single('{"bids":[["1","1"]],"offset":"5"}')],
    ['another name', single('{"bits":[["1","1"]]}')],
    ['no level', single('{}')],
    ['an empty batch', batch()],
    ['a batch of something else', batch('{"bids":[["1","1"]]}', '5')],
    ['a batch in a single frame', single('[{"bids":[["1","1"]]}]')],
    ['a content in a batch', batch(level('1', '1')).replace('[{', '{').replace('}]}', '}}')],
    ['a comma too many', single('{"bids":[["1","1"],]}')],
    ['a frame that is cut', single(level('1', '1')).slice(0, -1)],
    ['something behind it', `${single(level('1', '1'))} `],
    ['a blank between', single(level('1', '1')).replace(',"id"', ', "id"')],
    ['another order of the keys', single(level('1', '1')).replace(NAMES, '"channel":"v4_orderbook","id":"BTC-USD",')],
    ['another version', single(level('1', '1')).replace('1.0.0', '1.1.0')],
    ['another channel', single(level('1', '1')).replace('v4_orderbook', 'v4_trades')],
    ['a further field of the envelope', single(level('1', '1')).replace('"id"', '"x":1,"id"')],
    ['a ticker with an escape', single(level('1', '1')).replace('BTC-USD', 'BTC\\u002dUSD')],
    ['a ticker beyond ASCII', single(level('1', '1')).replace('BTC-USD', 'BTC-É')],
    ['a ticker with a blank', single(level('1', '1')).replace('BTC-USD', 'BTC USD')],
    ['an empty ticker', single(level('1', '1')).replace('BTC-USD', '')],
    ['a control character', single(level('1', '1')).replace('5b0d-u', '5b\n')],
    ['a letter whose lower byte is a digit', single(level('\u0131', '1'))],
    ['a message id with a zero in front', single(level('1', '1')).replace('17', '017')],
    ['a snapshot', single(level('1', '1')).replace('channel_data', 'subscribed')],
    ['no frame at all', 'hello'],
    ['nothing', ''],
  ])('leaves %s to JSON', (_, text) => {
    expect(scanned(text)).toBeUndefined();
  });

  it('tells the message id and where the market stands', () => {
    const scanner = new BookScanner();
    expect(scanner.scan(single(level('1', '1')).replace('17', '123456789012345'))).toBe(true);
    expect(scanner.messageId).toBe(123_456_789_012_345);
    expect(String.fromCharCode(...scanner.bytes.subarray(scanner.idStart, scanner.idEnd))).toBe('BTC-USD');
  });

  it('reads frames larger than any before, and gives columns that later frames do not change', () => {
    const scanner = new BookScanner();
    const large = batch(...Array.from({ length: 2_000 }, (_, at) => level(String(at + 1), '1')));
    expect(scanner.scan(large)).toBe(true);
    const levels = scanner.takeLevels();
    expect(scanner.scan(single(level('7', '7')))).toBe(true);
    expect([levels.count, levels.pricesUsd[1_999], levels.pricesUsd.length]).toEqual([2_000, 2_000, 2_000]);
    expect(scanner.scan(batch(...Array.from({ length: 60_000 }, () => level('1', '1'))))).toBe(false);
  });

  it('R19: every price and size of every grid comes back as it was written', () => {
    const random = randomNumbers(19);
    for (let decimals = 0; decimals <= 12; decimals += 1) {
      for (let count = 0; count < 500; count += 1) {
        const steps = 1 + Math.floor(random() * 10 ** (1 + Math.floor(random() * 15)));
        const digits = String(steps).padStart(decimals + 1, '0');
        const point = digits.length - decimals;
        const text = decimals === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
        const { pricesUsd, sizesBase } = scanned(single(level(text, text)))!;
        expect([text, pricesUsd[0], sizesBase[0]]).toEqual([text, Number(text), Number(text)]);
        expect(pricesUsd[0]!.toFixed(decimals)).toBe(text);
      }
    }
  });
});

describe('the scanner beside JSON', () => {
  const FRAMES = 120_000;
  const PIECES = [
    '"',
    '0',
    '9',
    '.',
    ',',
    '[',
    ']',
    '{',
    '}',
    ':',
    '-',
    'e',
    ' ',
    '\\',
    'é',
    'a',
    'b',
    '00000000',
    '\u0000',
  ];
  const SIDES = ['bids', 'asks'];

  it(`gives the same events on ${FRAMES} generated frames, of which two thirds are damaged`, () => {
    const random = randomNumbers(7);
    const below = (bound: number): number => Math.floor(random() * bound);
    const decimal = (): string => {
      const digits = String(below(10 ** (1 + below(below(20) === 0 ? 16 : 7))));
      const point = below(3) === 0 ? 0 : below(below(20) === 0 ? 25 : 6);
      return point === 0 ? digits : `${digits}.${String(below(10 ** Math.min(point, 15))).padStart(point, '0')}`;
    };
    const levels = (): string => Array.from({ length: 1 + below(3) }, () => `["${decimal()}","${decimal()}"]`).join();
    const content = (): string => `{"${SIDES[below(2)]!}":[${levels()}]}`;
    const whole = (): string =>
      below(2) === 0 ? single(content()) : batch(...Array.from({ length: 1 + below(4) }, content));
    const damaged = (text: string): string => {
      // Twice of three times inside the contents, where the scanner works by hand.
      const start = below(3) === 0 ? 0 : SINGLE_HEAD.length + NAMES.length;
      const at = start + below(text.length - start);
      return text.slice(0, at) + (below(4) === 0 ? '' : PIECES[below(PIECES.length)]!) + text.slice(at + below(3));
    };
    const faults = collectFaults();
    const decoder = frameDecoder(faults);
    const differing: string[] = [];
    for (let count = 0; count < FRAMES; count += 1) {
      const text = count % 3 === 0 ? whole() : damaged(whole());
      const frame = { kind: 'frame', receivedUs: 1_000, connection: 0, text, seq: count } as const;
      const change = decoder.scan(frame);
      if (change === undefined) decoder.decode(frame);
      else if (!isSame(decodeFrame(frame, UNCOUNTED).decoded, change)) differing.push(text);
    }
    expect(differing).toEqual([]);
    const { scanned: byScanner, parsed: byJson } = decoder.counts;
    expect(byScanner).toBeGreaterThan(FRAMES * 0.3);
    expect(byJson).toBeGreaterThan(FRAMES * 0.05);
  });

  it('counts what is scanned and what is left to JSON', () => {
    const decoder = frameDecoder(collectFaults());
    const frames = [
      single(level('1', '1')),
      single(level('1e3', '1')),
      single('{}'),
      single(level('x', '1')),
      '{"type":"connected"}',
    ];
    frames.forEach((text, seq) => {
      const frame = { kind: 'frame', receivedUs: 1_000, connection: 0, text, seq } as const;
      if (decoder.scan(frame) === undefined) decoder.decode(frame);
    });
    expect(decoder.counts).toEqual({ scanned: 1, parsed: 3 });
  });
});

function frameDecoder(faults: ReturnType<typeof collectFaults>): FrameDecoder {
  const audit = new MessageAudit(faults);
  audit.leave(0);
  return new FrameDecoder({
    faults,
    streams: new OpenStreams(),
    listed: new ListedMarkets(),
    audit,
    odd: new OddCounter(faults),
  });
}

function isSame(decoded: ReturnType<typeof decodeFrame>['decoded'], change: object): boolean {
  return decoded.ok && JSON.stringify(decoded.value.map(inOrder)) === JSON.stringify([inOrder(change)]);
}

function inOrder(event: object): unknown {
  return Object.entries(event).sort(([a], [b]) => (a < b ? -1 : 1));
}
