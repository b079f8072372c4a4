import type { LimitHit } from '@perpstream/core';
import { budgetRooms } from './budget-rooms';
import { exposureRooms } from './exposure-rooms';
import { limitHit, shown } from './limit-hit';
import type { LimitRoom, RoomQuestion } from './limit-room';
import { freeCollateralRoom, liquidationRoom } from './margin-rooms';

/**
 * How much of a market each limit leaves room for in one direction, with the account at its worst case around it. All limits
 * are monotone in the size, so a size within every room keeps every limit and a larger one breaks one.
 */
export function limitRooms(question: RoomQuestion): readonly LimitRoom[] {
  return [
    ...exposureRooms(question),
    freeCollateralRoom(question),
    liquidationRoom(question),
    ...budgetRooms(question),
  ];
}

/** The limits that a notional breaks. */
export function hitsAt(rooms: readonly LimitRoom[], absoluteUsd: number): LimitHit[] {
  return rooms
    .filter(({ roomUsd }) => absoluteUsd > roomUsd)
    .map(({ limit, bound, valueAt, text }) => {
      const value = valueAt(absoluteUsd);
      return limitHit(limit, value, bound, text(shown(value), shown(bound)));
    });
}

/** The largest notional that breaks none. */
export function largestUsd(rooms: readonly LimitRoom[]): number {
  return Math.min(...rooms.map(({ roomUsd }) => roomUsd));
}
