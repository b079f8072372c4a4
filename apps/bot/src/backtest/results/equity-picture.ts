import { type EquityPoint } from '../metrics/period-returns';

const WIDTH = 960;
const HEIGHT = 360;
const MARGIN = { left: 90, right: 20, top: 20, bottom: 40 } as const;
/** More points than this cannot be told apart. */
const MAX_POINTS = 1_000;
const GRID_LINES = 5;

/** A range of values and where it lies in the picture. */
type Axis = { readonly from: number; readonly to: number; readonly startPx: number; readonly endPx: number };

function place({ from, to, startPx, endPx }: Axis, value: number): string {
  const share = to > from ? (value - from) / (to - from) : 0.5;
  return (startPx + share * (endPx - startPx)).toFixed(1);
}

function ticks({ from, to }: Axis): readonly number[] {
  return Array.from({ length: GRID_LINES }, (_, index) => from + (index / (GRID_LINES - 1)) * (to - from));
}

/** Evenly chosen points, the last one among them. */
function thinned(points: readonly EquityPoint[]): readonly EquityPoint[] {
  const every = Math.ceil(points.length / MAX_POINTS);
  return points.filter((_, index) => (points.length - 1 - index) % every === 0);
}

function axesOf(points: readonly EquityPoint[]): { readonly time: Axis; readonly equity: Axis } {
  const equities = points.map(({ equityUsd }) => equityUsd);
  return {
    time: {
      from: points[0]?.atMs ?? 0,
      to: points.at(-1)?.atMs ?? 0,
      startPx: MARGIN.left,
      endPx: WIDTH - MARGIN.right,
    },
    equity: {
      from: Math.min(...equities),
      to: Math.max(...equities),
      startPx: HEIGHT - MARGIN.bottom,
      endPx: MARGIN.top,
    },
  };
}

/** The equity over time as an SVG picture. */
export function equityPicture(points: readonly EquityPoint[]): string {
  const shown = thinned(points);
  const { time, equity } = axesOf(shown);
  const line = shown.map(({ atMs, equityUsd }) => `${place(time, atMs)},${place(equity, equityUsd)}`).join(' ');
  const levels = ticks(equity).flatMap((value) => {
    const y = place(equity, value);
    return [
      `<line x1="${time.startPx}" y1="${y}" x2="${time.endPx}" y2="${y}" stroke="#ddd"/>`,
      `<text x="${time.startPx - 8}" y="${y}" text-anchor="end" dominant-baseline="middle">${value.toFixed(2)}</text>`,
    ];
  });
  const days = ticks(time).map((value) => {
    const day = new Date(value).toISOString().slice(0, 10);
    return `<text x="${place(time, value)}" y="${HEIGHT - 14}" text-anchor="middle">${day}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="11" fill="#444">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    ...levels,
    ...days,
    `<polyline points="${line}" fill="none" stroke="#1565c0" stroke-width="1.5"/>`,
    '</svg>\n',
  ].join('\n');
}
