import type { LimitRoom, RoomQuestion } from './limit-room';

function positionRoom({ limits }: RoomQuestion): LimitRoom {
  const bound = limits.maxPositionNotionalUsd;
  return {
    limit: 'max-position-notional',
    roomUsd: bound,
    bound,
    valueAt: (absoluteUsd) => absoluteUsd,
    text: (value) => `a position of ${value} USD exceeds ${bound} USD`,
  };
}

function grossRoom({ limits, beside }: RoomQuestion): LimitRoom {
  const bound = limits.maxGrossNotionalUsd;
  return {
    limit: 'max-gross-notional',
    roomUsd: bound - beside.grossNotionalUsd,
    bound,
    valueAt: (absoluteUsd) => beside.grossNotionalUsd + absoluteUsd,
    text: (value) => `a gross notional of ${value} USD exceeds ${bound} USD`,
  };
}

function leverageRoom({ limits, beside }: RoomQuestion): LimitRoom {
  const bound = limits.maxLeverage;
  return {
    limit: 'max-leverage',
    roomUsd: bound * beside.equityUsd - beside.grossNotionalUsd,
    bound,
    valueAt: (absoluteUsd) => (beside.grossNotionalUsd + absoluteUsd) / beside.equityUsd,
    text: (value) => `a leverage of ${value} exceeds ${bound}`,
  };
}

function netRoom({ limits, beside, sign }: RoomQuestion): LimitRoom {
  const bound = limits.maxNetNotionalUsd;
  const besideUsd = sign === 1 ? beside.netLongUsd : beside.netShortUsd;
  return {
    limit: 'max-net-notional',
    roomUsd: bound - besideUsd,
    bound,
    valueAt: (absoluteUsd) => besideUsd + absoluteUsd,
    text: (value) => `a net notional of ${value} USD ${sign === 1 ? 'long' : 'short'} exceeds ${bound} USD`,
  };
}

/** x / (others + x) <= share holds up to x = share x others / (1 - share). */
function concentrationRoom({ limits, beside }: RoomQuestion): LimitRoom {
  const { maxConcentration: bound, concentrationFloorUsd: floorUsd } = limits;
  const { grossNotionalUsd: besideUsd } = beside;
  return {
    limit: 'concentration',
    roomUsd: bound < 1 ? Math.max(floorUsd, (bound * besideUsd) / (1 - bound)) : Infinity,
    bound,
    valueAt: (absoluteUsd) => absoluteUsd / (besideUsd + absoluteUsd),
    text: (value) => `a share of ${value} in the gross notional exceeds ${bound} above ${floorUsd} USD`,
  };
}

function correlationRoom({ limits, beside, correlatedUsd }: RoomQuestion): LimitRoom {
  const bound = limits.maxCorrelatedFraction;
  const capacityUsd = Math.min(limits.maxGrossNotionalUsd, limits.maxLeverage * beside.equityUsd);
  return {
    limit: 'correlation',
    roomUsd: bound * capacityUsd - correlatedUsd,
    bound,
    valueAt: (absoluteUsd) => (correlatedUsd + absoluteUsd) / capacityUsd,
    text: (value) => `exposure that moves together is ${value} of the largest gross notional, more than ${bound}`,
  };
}

/** The limits on how much is held and where, without regard to margin. */
export function exposureRooms(question: RoomQuestion): LimitRoom[] {
  return [
    positionRoom(question),
    grossRoom(question),
    netRoom(question),
    leverageRoom(question),
    concentrationRoom(question),
    correlationRoom(question),
  ];
}
