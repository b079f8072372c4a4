import { unixMs } from '@perpstream/core';
import { UNCOUNTED } from './oddities';
import { parseBlockHeight } from './block-height';
import { type ChannelFrame } from './channel-frame';
import { Malformed } from './malformed';

const time = '2026-03-01T00:00:00.000Z';
const frameOf = (...contents: unknown[]): ChannelFrame => ({
  id: 'v4_block_height',
  subaccountNumber: undefined,
  isSnapshot: false,
  contents,
  receivedMs: unixMs(1),
  cause: 2,
  oddities: UNCOUNTED,
});

describe('parseBlockHeight', () => {
  it('reads the height under both of its names and gives one event per block', () => {
    const frame = frameOf({ height: '12345678', time }, { blockHeight: '12345679', time });
    expect(parseBlockHeight(frame).map(({ height }) => height)).toEqual([12_345_678, 12_345_679]);
  });

  it.each([{ time }, { height: '1.5', time }, { height: '1' }])('refuses %j', (contents) => {
    expect(() => parseBlockHeight(frameOf(contents))).toThrow(Malformed);
  });
});
