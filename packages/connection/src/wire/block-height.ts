import { type Block } from '@perpstream/core';
import { type ChannelFrame } from './channel-frame';
import { readInteger, readTime } from './fields';
import { objectShape, readObject } from './object-shape';

const CONTENTS = objectShape('contents', 'height blockHeight time');

/** `v4_block_height`: one event per block. The height is called `height` in the snapshot and `blockHeight` afterwards. */
export function parseBlockHeight({ contents, receivedMs, cause, oddities }: ChannelFrame): readonly Block[] {
  return contents.map((content) => {
    const { height, blockHeight, time } = readObject(content, CONTENTS, oddities);
    return {
      kind: 'block',
      height: readInteger(blockHeight ?? height, 'height'),
      exchangeMs: readTime(time, 'time'),
      receivedMs,
      cause,
    };
  });
}
