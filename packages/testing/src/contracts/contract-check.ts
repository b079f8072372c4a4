/** One promise of a contract, as a function: `verify` throws (or rejects) when the subject does not keep it. */
export type ContractCheck<Subject> = {
  /** What a subject that keeps the contract does, in the present tense; the name of the test. */
  readonly promise: string;
  readonly verify: (subject: Subject) => void | Promise<void>;
};
