import { expect, it } from 'vitest';
import { rulerOf } from '@/components/host/ruler';

const GiB = 1024 ** 3;
const memory = (used: number, physical: number, onBoot: number, all: number) => ({
  memory: {
    usedBytes: used * GiB,
    physicalBytes: physical * GiB,
    promisedOnBootBytes: onBoot * GiB,
    promisedAllBytes: all * GiB,
    notOnBoot: [],
  },
});

it('goes beyond what exists when more is promised', () => {
  const ruler = rulerOf(memory(19.5, 31, 35.25, 44.25));
  expect(ruler?.promised).toBeCloseTo(ruler?.physical ?? 0);
  expect((ruler?.over ?? 0) / (ruler?.physical ?? 1)).toBeCloseTo(4.25 / 31);
  expect((ruler?.physical ?? 0) + (ruler?.over ?? 0) + (ruler?.ghost ?? 0)).toBeCloseTo(0.922);
});

it('has no over when it fits, and says nothing when the host does not', () => {
  const ruler = rulerOf(memory(4, 64, 32, 32));
  expect(ruler).toMatchObject({ over: 0, ghost: 0 });
  expect((ruler?.promised ?? 0) * 2).toBeCloseTo(ruler?.physical ?? 0);
  expect(rulerOf({ memory: { ...memory(1, 1, 1, 1).memory, physicalBytes: null } })).toBeNull();
});
