import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkData, checkPort, freePort, nodeIsNewEnough, portFrom } from './check.mjs';
import { takeData } from './single.mjs';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'check-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

test('node is new enough from 20.19', () => {
  expect(['20.19.0', '20.20.2', '22.1.0', '24.0.0'].map(nodeIsNewEnough)).toEqual([true, true, true, true]);
  expect(['18.20.0', '20.18.9'].map(nodeIsNewEnough)).toEqual([false, false]);
});

test('a port is a number', () => {
  expect(portFrom({})).toBe(3000);
  expect(portFrom({ PORT: '8080' })).toBe(8080);
  for (const PORT of ['0', '70000', 'http', '80.5']) expect(() => portFrom({ PORT })).toThrow(/PORT is/);
});

test('a taken port is said in one sentence', async () => {
  const port = await freePort();
  await checkPort('127.0.0.1', port);
  const other = createServer();
  await new Promise<void>((done) => other.listen(port, '127.0.0.1', () => done()));
  await expect(checkPort('127.0.0.1', port)).rejects.toThrow(`Port ${port} on 127.0.0.1 is taken`);
  await new Promise((done) => other.close(done));
});

test('a data directory that is a file is said in one sentence', () => {
  const file = join(directory, 'file');
  writeFileSync(file, '');
  expect(() => checkData(file)).toThrow(/cannot be written/);
  expect(() => checkData(join(directory, 'x'.repeat(100)))).toThrow(/too long/);
});

// Root may write anywhere, whatever the mode says.
test.runIf(process.getuid?.() !== 0)('a data directory without the right to write is said in one sentence', () => {
  chmodSync(directory, 0o500);
  expect(() => checkData(directory)).toThrow(/EACCES/);
});

test('a second one on the same data directory is refused, and after a crash the place is free', async () => {
  const first = await takeData(directory);
  await expect(takeData(directory)).rejects.toThrow(/already runs on the data directory/);
  first.release();
  writeFileSync(join(directory, 'start.sock'), '');
  const after = await takeData(directory);
  await expect(takeData(directory)).rejects.toThrow(/already runs/);
  after.release();
});
