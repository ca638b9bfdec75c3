/**
 * Packages: installed when what is in `node_modules` is not what `package-lock.json` names. The lock that npm keeps
 * inside `node_modules` is compared entry by entry, so neither a clone's fresh file times nor a switched branch
 * deceive it. Install scripts of others are not run; the one package that needs building is built by name.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { step } from './progress.mjs';
import { root } from './root.mjs';
import { run } from './run.mjs';
import { Stop } from './stop.mjs';

const native = 'better-sqlite3';

/** Whether every package of the lock that this machine needs is there, in its version. */
export function lockIsInstalled(lock, installed) {
  return Object.entries(lock.packages ?? {}).every(([path, entry]) => {
    if (path === '' || entry.link) return true;
    const there = installed.packages?.[path];
    // Packages for other systems are optional, and npm leaves them out.
    return there ? there.version === entry.version : entry.optional === true;
  });
}

/**
 * Packages for this system that the lock leaves out, as `name@version`. A lock made where a registry carries one
 * system's packages only has no entry for the others, and npm takes an absent optional package for a wanted one.
 */
export function leftOutFor(lock, { platform, arch, musl }) {
  const here = new RegExp(`(^|[/-])${platform}-${arch}(-(gnu|msvc|musl))?$`);
  const wanted = Object.values(lock.packages ?? {}).flatMap((entry) =>
    Object.entries(entry.optionalDependencies ?? {}),
  );
  const names = wanted
    .filter(([name]) => here.test(name) && name.endsWith('-musl') <= musl && name.endsWith('-gnu') <= !musl)
    .filter(([name]) => !lock.packages[`node_modules/${name}`]);
  return [...new Set(names.map(([name, version]) => `${name}@${version}`))].sort();
}

/** What a failed native build lacked, as one sentence; null if it is not that. */
export function missingTool(output) {
  if (
    /not found: (make|g\+\+|gcc|cc|c\+\+)|(make|g\+\+|c\+\+|cc): (command )?not found|No Xcode or CLT|find Visual Studio/i.test(
      output,
    )
  )
    return 'SQLite has to be compiled here and there is no C++ compiler: install one (Debian and Ubuntu: apt install build-essential python3) and start again.';
  if (/Could not find any Python installation|find Python/i.test(output))
    return 'SQLite has to be compiled here and that needs Python: install it (Debian and Ubuntu: apt install python3) and start again.';
  if (/ENOSPC/.test(output)) return 'There is no space left to install the packages: free some and start again.';
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|network/i.test(output))
    return 'The packages could not be downloaded: check that this machine reaches the npm registry and start again.';
  return null;
}

const json = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'));

/** This system, as the names of packages spell it. */
function system() {
  const musl = process.platform === 'linux' && !process.report.getReport().header.glibcVersionRuntime;
  return { platform: process.platform, arch: process.arch, musl };
}

function leftOut() {
  const names = leftOutFor(json('package-lock.json'), system());
  return names.filter((name) => !existsSync(join(root, 'node_modules', name.slice(0, name.lastIndexOf('@')))));
}

function packagesArePresent() {
  if (!existsSync(join(root, 'node_modules/.package-lock.json'))) return false;
  if (leftOut().length > 0) return false;
  return lockIsInstalled(json('package-lock.json'), json('node_modules/.package-lock.json'));
}

/** The native module loads in this very node: built, and for this ABI. */
function nativeLoads() {
  try {
    const Database = createRequire(join(root, 'package.json'))(native);
    new Database(':memory:').close();
    return true;
  } catch {
    // Why it does not load shows when it is rebuilt; there is nothing to tell yet.
    return false;
  }
}

/** node-gyp downloads headers unless it is told where they are; most installations have them beside the binary. */
function headers() {
  const prefix = dirname(dirname(process.execPath));
  return existsSync(join(prefix, 'include/node/node_version.h')) ? { npm_config_nodedir: prefix } : {};
}

async function npm(name, args, env = {}) {
  await step(name, async () => {
    const { code, output } = await run('npm', args, { env });
    if (code === 0) return;
    const why = missingTool(output) ?? 'Installing the packages failed; npm said the above.';
    if (!missingTool(output)) process.stderr.write(`${output.trimEnd().split('\n').slice(-30).join('\n')}\n`);
    throw new Stop(why);
  });
}

/** Makes the packages be there, as the lock names them, and loadable. */
export async function install() {
  // Not `npm ci`: it refuses a lock that leaves out packages for other systems, which some registries do not carry.
  // With a lock, `install` takes the same versions with the same checksums; `--no-save` leaves the lock as it is.
  const quietly = ['--no-save', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund'];
  if (!packagesArePresent())
    await npm('installing packages (the first time takes a minute or two)', [
      'install',
      ...quietly,
      ...leftOutFor(json('package-lock.json'), system()),
    ]);
  if (nativeLoads()) return;
  await npm('building SQLite for this machine', ['rebuild', native], headers());
  const { code, output } = await run(process.execPath, ['-e', `new (require('${native}'))(':memory:')`]);
  if (code !== 0) throw new Stop(`SQLite was built but does not load: ${output.trim().split('\n').at(-1)}`);
}
