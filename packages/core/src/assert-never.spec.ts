import { assertNever } from './assert-never';

type Shape = { readonly kind: 'circle' } | { readonly kind: 'square' };

function complete(shape: Shape): number {
  switch (shape.kind) {
    case 'circle':
      return 0;
    case 'square':
      return 4;
    default:
      return assertNever(shape);
  }
}

function incomplete(shape: Shape): number {
  if (shape.kind === 'circle') return 0;
  // @ts-expect-error 'square' is not handled
  return assertNever(shape);
}

describe('assertNever', () => {
  it('stays out of the way while every case is handled', () => {
    expect([complete({ kind: 'circle' }), complete({ kind: 'square' })]).toEqual([0, 4]);
  });

  it('throws and names the case that slipped through', () => {
    expect(() => incomplete({ kind: 'square' })).toThrow('unexpected case: {"kind":"square"}');
    expect(incomplete({ kind: 'circle' })).toBe(0);
  });
});
