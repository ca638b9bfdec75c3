import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout: everything is found from here, whatever directory a command is called in. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** The one directory with everything that is not source: database, keys, logs, the lab repository. */
export function dataDirectory(env = process.env) {
  return resolve(root, env.WHEELHOUSE_DATA || 'data');
}
