/**
 * The first desired state. The demo takes it from its lab file, a real lab from what is live: adopted so, it differs
 * in nothing, and whatever is changed from then on is either a change or a drift. Once there is any desired state,
 * nothing is adopted by itself any more.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Engine } from '@/engine/context';
import { readLabFile } from '@/engine/read-lab-file';
import { audit } from '@/engine/verbs/audit';
import { writeSpec } from '@/lib/db/container-rows';
import type { ObservedContainer } from '@/lib/live/observed';
import { err, ok, type Result } from '@/lib/result';
import type { ContainerSpec } from '@/lib/spec/container';
import { normalSpec } from '@/lib/spec/normal';
import { specPath, specToYaml } from '@/lib/spec/yaml';

type Adopting = Pick<Engine, 'db' | 'repository' | 'clock' | 'touch' | 'log'>;

/** Adopts the demo's lab file; does nothing when there is a desired state. The error is for whoever starts the engine. */
export async function adoptLabFile(engine: Adopting, labPath: string): Promise<Result<void, string>> {
  if ((await engine.db.read.container.count()) > 0) return ok(undefined);
  const specs = readLabFile(labPath);
  return specs.ok ? adopt(engine, specs.value, `Taken from ${path.basename(labPath)}.`) : specs;
}

/** Adopts what is live as soon as every container has been read; does nothing when there is a desired state. */
export async function adoptWhenRead(engine: Adopting & Pick<Engine, 'observer'>): Promise<void> {
  if ((await engine.db.read.container.count()) > 0) return;
  let adopting = false;
  const leave = engine.observer.onMove(() => {
    const { containers, lastAnswerAt } = engine.observer.current();
    const all = [...containers.values()].filter((container) => !container.template);
    if (adopting || lastAnswerAt === null || all.length === 0 || !all.every(isRead)) return;
    adopting = true;
    leave();
    const specs = all.flatMap((container) => specOf(container) ?? []).sort((a, b) => a.vmid - b.vmid);
    adopt(engine, specs, 'Taken from what Proxmox reports.')
      .then((adopted) => {
        if (!adopted.ok) engine.log('error', adopted.error);
      })
      .catch((error: unknown) => engine.log('error', 'The lab could not be adopted', { error }));
  });
}

const isRead = ({ config, unreadable }: ObservedContainer) => config !== null || unreadable !== null;

const knownCategories = ['media', 'monitoring', 'business', 'security'];

/** What is unreadable stays unmanaged, until a person adopts it. */
function specOf({ config, status }: ObservedContainer): ContainerSpec | null {
  if (!config) return null;
  return normalSpec({
    ...config,
    power: status === 'unknown' ? config.power : status,
    category: config.tags.find((tag) => knownCategories.includes(tag)) ?? 'uncategorised',
    purpose: '',
    services: [],
    dependsOn: [],
  });
}

/** The commit first: a crash between the two finds the files as they shall be, and commits nothing twice. */
async function adopt(
  { db, repository, clock, touch, log }: Adopting,
  specs: ContainerSpec[],
  body: string,
): Promise<Result<void, string>> {
  const now = clock();
  const files = specs.map((spec) => ({ path: specPath(spec.vmid), text: specToYaml(spec) }));
  const isThere = ({ path: file, text }: (typeof files)[number]) => {
    const full = path.join(repository.dir, file);
    return existsSync(full) && readFileSync(full, 'utf8') === text;
  };
  if ((await repository.head()) === null || !files.every(isThere)) {
    const committed = await repository.commit(
      {
        files,
        author: { name: 'Wheelhouse', email: 'wheelhouse@localhost' },
        at: now,
        subject: 'Adopt the lab',
        body,
        trailers: [],
      },
      null,
    );
    if (!committed.ok) return err(`The lab could not be committed: ${committed.error.text}`);
  }
  await db.write(async (tx) => {
    for (const spec of specs) await writeSpec(tx, spec);
    await audit(tx, { name: 'wheelhouse', from: '', requestId: 'start' }, now, {
      verb: 'adoptLive',
      outcome: 'ok',
      text: `adopted ${specs.length} containers as the desired state`,
    });
  });
  touch('desired');
  log('info', 'The lab was adopted', { containers: specs.length });
  return ok(undefined);
}
