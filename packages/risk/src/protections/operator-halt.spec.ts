import { actionsOf, command, only, toldOf } from '../../fixtures/protection-inputs';

const options = only({});

describe('the operator', () => {
  it.each(['stop', 'halt-new-exposure', 'flatten'] as const)('locks the book by %s, once, until he resumes', (name) => {
    const inputs = [command(name, 1), command(name, 2), command('resume', 3), command('resume', 4)];
    expect(actionsOf(inputs, options)).toEqual(['1 trip operator-halt until Infinity', '3 release operator-halt']);
  });

  it('is named with the command', () => {
    expect(toldOf([command('flatten', 1)], options)[0]).toMatchObject({
      lock: { message: 'the operator halted new exposure (flatten)' },
    });
  });

  it('may move money without a lock', () => {
    expect(actionsOf([{ kind: 'command', receivedUs: 1, command: 'transfer', amountUsd: 5 }], options)).toEqual([]);
  });
});
