import { type Block } from '@perpstream/core';
import { type ChannelFrame } from './channel-frame';
import { readFields, readInteger, readTime } from './fields';

/** `v4_block_height`: one event per block. The height is called `height` in the snapshot and `blockHeight` afterwards. */
export function parseBlockHeight({ contents, receivedMs, cause }: ChannelFrame): readonly Block[] {
  return contents.map((content) => {
    const { height, blockHeight, time } = readFields(content, 'contents');
    return {
      kind: 'block',
      height: readInteger(blockHeight ?? height, 'height'),
      exchangeMs: readTime(time, 'time'),
      receivedMs,
      cause,
    };
  });
}
