import { spawn } from 'node:child_process';
import { root } from './root.mjs';

/** How much of a quiet command's output is kept, for when it fails. */
const keptCharacters = 200_000;

/**
 * Runs a command in the checkout and answers `{code, output}`. Quiet by default; `show` passes its output through as
 * it comes. Nothing is thrown: a command that does not exist is code 127.
 */
export function run(command, args, { env = {}, show = false } = {}) {
  return new Promise((done) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: show ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const keep = (chunk) => {
      output = (output + chunk).slice(-keptCharacters);
    };
    child.stdout?.setEncoding('utf8').on('data', keep);
    child.stderr?.setEncoding('utf8').on('data', keep);
    child.on('error', (error) => done({ code: 127, output: `${command}: ${error.message}` }));
    child.on('close', (code, signal) => done({ code: code ?? 1, output: signal ? `${output}\n${signal}` : output }));
  });
}

/** The path of a package's command, run with our own node: no shim, no shell, no PATH. */
export function packageCommand(path) {
  return `${root}/node_modules/${path}`;
}
