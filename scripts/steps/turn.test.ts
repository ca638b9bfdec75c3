import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inTurn } from './turn.mjs';

test('one works at a time, and one that died is passed over', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'turn-'));
  const file = join(directory, 'turn');
  writeFileSync(file, '999999999');
  let working = 0;
  let most = 0;
  const work = () =>
    inTurn(file, async () => {
      working += 1;
      most = Math.max(most, working);
      await new Promise((later) => setTimeout(later, 20));
      working -= 1;
    });
  await Promise.all([work(), work(), work()]);
  expect(most).toBe(1);
  rmSync(directory, { recursive: true });
});
