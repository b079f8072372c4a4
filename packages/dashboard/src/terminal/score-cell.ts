import { span, type Span, type Tone } from './text-line';

const LEVELS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const;

/** A score so far from neutral is worth a look. */
const STRONG = 20;

function toneOf(score: number): Tone {
  return Math.abs(score - 50) >= STRONG ? 'strong' : 'faint';
}

/** A score in four columns: its number and a block as high as the score, ` 71▆`. Blank while there is none. */
export function scoreGlyph(score: number | undefined): Span {
  if (score === undefined) return span('   ·', 'faint');
  const level = LEVELS[Math.min(7, Math.floor((score / 100) * 8))] ?? '█';
  return span(`${String(Math.round(score)).padStart(3)}${level}`, toneOf(score));
}

/** A score as its number and a bar of eighths of a column: `71 ████▎`. Blank while there is none. */
export function scoreBar(score: number | undefined, width: number): Span {
  if (score === undefined) return span('  ·', 'faint');
  const eighths = Math.round((score / 100) * (width - 4) * 8);
  const bar = `${'█'.repeat(Math.floor(eighths / 8))}${EIGHTHS[eighths % 8] ?? ''}`;
  return span(`${String(Math.round(score)).padStart(3)} ${bar}`, toneOf(score));
}
