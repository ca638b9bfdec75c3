/** A password from a person: asked for twice on the terminal without echo, or read from standard input. */
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { err, ok, type Result } from '@/lib/result';

/** All of standard input, without the newline at its end. */
export async function readPassword(): Promise<Result<string, string>> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  const text = Buffer.concat(chunks)
    .toString('utf8')
    .replace(/\r?\n$/, '');
  return text === '' ? err('Standard input held no password.') : ok(text);
}

export async function askPassword(name: string): Promise<Result<string, string>> {
  if (!process.stdin.isTTY)
    return err('There is no terminal to ask for a password: pass --password-stdin and write it there.');
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    const ask = async (question: string) => {
      process.stderr.write(question);
      const answer = await lines.question('');
      process.stderr.write('\n');
      return answer;
    };
    const first = await ask(`Password of ${name} (at least 12 characters): `);
    if (first !== (await ask('Once more: '))) return err('The two were not the same. Nothing was done.');
    return ok(first);
  } finally {
    lines.close();
  }
}
