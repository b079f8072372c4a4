import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as strategy from './index';

/** What is exported with defaults of its own and is told a scheduler: a strategy. */
const shipped = Object.keys(strategy).filter((name) => `${name}Defaults` in strategy);

const folderOf = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

describe('every shipped strategy', () => {
  it('is found', () => {
    expect(shipped.toSorted()).toEqual([
      'crossSectional',
      'fundingCarry',
      'grid',
      'marketMaker',
      'meanReversion',
      'momentumSniper',
      'pairs',
    ]);
  });

  it.each(shipped)('%s is checked by the contract and against lookahead, and has a page', (name) => {
    const folder = folderOf(name);
    const checks = readFileSync(join(__dirname, folder, `${folder}.contract.spec.ts`), 'utf8');
    expect(checks).toContain('describeStrategyContract(');
    expect(checks).toMatch(/describeNoLookahead[<(]/);
    expect(existsSync(join(__dirname, '../../../docs/strategies', `${folder}.md`))).toBe(true);
  });
});
