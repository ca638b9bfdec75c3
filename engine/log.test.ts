import { expect, test } from 'vitest';
import { createLog } from '@/engine/log';
import { Secret } from '@/engine/secret';

test('a line is one JSON object, with errors and without secrets, whatever it is given', () => {
  const lines: string[] = [];
  const log = createLog('engine', (line) => lines.push(line));
  log('info', 'went well', { requestId: 'r1', secret: new Secret('hunter2') });
  log('error', 'went wrong', { error: new Error('no spoon', { cause: new Error('no kitchen') }), bytes: 7n });
  const round: Record<string, unknown> = {};
  round.round = round;
  log('warn', 'went round', { round });
  const read = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(read).toMatchObject([
    { level: 'info', process: 'engine', text: 'went well', requestId: 'r1', secret: '***' },
    { level: 'error', error: { message: 'no spoon', cause: 'Error: no kitchen' }, bytes: '7' },
    { level: 'warn', text: 'went round' },
  ]);
  expect(lines.every((line) => line.endsWith('\n') && line.indexOf('\n') === line.length - 1)).toBe(true);
  expect(lines.join('')).not.toContain('hunter2');
});
