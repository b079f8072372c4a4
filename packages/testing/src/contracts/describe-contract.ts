import type { ContractCheck } from './contract-check';

/** Registers one test per promise with the runner's global `describe` and `it`. */
export function describeContract<Subject extends { readonly name: string }>(
  title: string,
  checks: readonly ContractCheck<Subject>[],
  subject: Subject,
): void {
  describe(`${subject.name} keeps the ${title} contract`, () => {
    for (const { promise, verify } of checks) it(promise, async () => verify(subject));
  });
}
