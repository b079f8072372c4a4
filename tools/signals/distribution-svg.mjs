const LABEL = 150;
const PANEL = 190;
const GAP = 24;
const ROW = 44;
const BAR = 34;
const TOP = 66;
const BINS = 50;

const STYLE = `
  text { font: 12px system-ui, sans-serif; fill: #24292f; }
  .head { font-weight: 600; }
  .note { fill: #6e7781; font-size: 11px; }
  .bar { fill: #4078c0; }
  .line { stroke: #d0d7de; }
  .middle { stroke: #8c959f; stroke-dasharray: 2 3; }
  .median { fill: #cf5f0a; }
  .paper { fill: #ffffff; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .note { fill: #9198a1; }
    .bar { fill: #6aa5f0; }
    .line { stroke: #3d444d; }
    .middle { stroke: #7d8590; }
    .median { fill: #ffa657; }
    .paper { fill: #0d1117; }
  }`;

/** The picture: a row for each engine, a column for each data set, in each a histogram of 50 bins and the median. */
export function distributionSvg(sets) {
  const names = sets[0].engines.map(({ name }) => name);
  const width = LABEL + sets.length * (PANEL + GAP);
  const height = TOP + names.length * ROW + 34;
  const parts = [
    `<rect class="paper" width="${width}" height="${height}"/>`,
    ...sets.flatMap((set, column) => panel(set, LABEL + column * (PANEL + GAP))),
    ...names.map((name, row) => text(LABEL - 14, TOP + row * ROW + BAR - 4, name, 'end')),
  ];
  const title = 'Distribution of the scores of thirteen engines';
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" role="img" aria-label="${title}">\n` +
    `<title>${title}</title>\n<style>${STYLE}\n</style>\n${parts.join('\n')}\n</svg>\n`
  );
}

function panel({ name, markets, engines }, left) {
  const bottom = TOP + engines.length * ROW;
  const [first, second = ''] = name.split(', ');
  const middle = left + PANEL / 2;
  const line = `<line class="middle" x1="${middle}" x2="${middle}" y1="${TOP - 6}" y2="${bottom}"/>`;
  return [
    text(left, 20, first, 'start', 'head'),
    text(left, 37, [second, `${markets} markets`].filter(Boolean).join(', '), 'start', 'note'),
    line,
    ...engines.flatMap((engine, row) => histogram(engine, left, TOP + row * ROW)),
    ...[0, 50, 100].map((score) => text(left + (score / 100) * PANEL, bottom + 16, score, 'middle', 'note')),
  ];
}

function histogram({ count, bins, percentile }, left, top) {
  const base = top + BAR;
  const axis = `<line class="line" x1="${left}" x2="${left + PANEL}" y1="${base}" y2="${base}"/>`;
  if (count === 0) return [axis, text(left + 6, base - 6, 'silent', 'start', 'note')];
  // A bin that towers over all others, such as that of exactly 50, is cut: the rest would not be seen.
  const second = bins.toSorted((a, b) => b - a)[1];
  const full = Math.min(Math.max(...bins), second === 0 ? Infinity : 2 * second);
  const step = PANEL / BINS;
  const bars = bins.map((size, bin) => {
    const height = (Math.min(1, size / full) * BAR).toFixed(1);
    return size === 0
      ? ''
      : `M${(left + bin * step).toFixed(1)} ${base}v-${height}h${(step - 0.6).toFixed(1)}v${height}z`;
  });
  const x = left + (percentile(50) / 100) * PANEL;
  const mark = `<path class="median" d="M${x.toFixed(1)} ${base}l-4 7h8z"/>`;
  const isCut = Math.max(...bins) > full;
  const share = Math.round((100 * Math.max(...bins)) / count);
  const peak = left + (bins.indexOf(Math.max(...bins)) + 1.5) * step;
  const note = isCut ? [text(peak.toFixed(1), top + 9, `${share} %`, 'start', 'note')] : [];
  return [axis, `<path class="bar" d="${bars.join('')}"/>`, mark, ...note];
}

function text(x, y, content, anchor, name) {
  const style = name === undefined ? '' : ` class="${name}"`;
  return `<text${style} x="${x}" y="${y}" text-anchor="${anchor}">${content}</text>`;
}
