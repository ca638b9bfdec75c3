/** What holds of every plan: it is a function of its inputs, it does what it says, and it can be taken back. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffContainer, differences } from '@/lib/diff/diff';
import { buildPlan, type Target } from '@/lib/plan/build';
import { applyStep, unmet } from '@/lib/plan/expect';
import { send } from '@/lib/plan/fake-pve';
import { hashPlan } from '@/lib/plan/hash';
import { planSchema } from '@/lib/plan/plan';
import { propertyOf } from '@/lib/plan/property';
import { configuredOf } from '@/lib/plan/settle';
import { arbitrarySpec } from '@/lib/spec/arbitrary';
import type { ConfiguredSpec, ContainerSpec } from '@/lib/spec/container';

/** Any container live, and a wish for it: some of its fields as another container has them. */
const arbitraryTarget: fc.Arbitrary<Target> = fc
  .tuple(arbitrarySpec, arbitrarySpec)
  .chain(([a, b]) => {
    const keys = Object.keys({ ...a, ...b }).filter(
      (key) => key !== 'vmid' && key !== 'node',
    ) as (keyof ContainerSpec)[];
    return fc.tuple(fc.constant(a), fc.constant(b), fc.subarray(keys), fc.subarray(keys));
  })
  .map(([live, other, wished, drifted]) => {
    const mix = (keys: (keyof ContainerSpec)[]): ContainerSpec => ({
      ...live,
      ...Object.fromEntries(keys.map((key) => [key, other[key]])),
    });
    return { desired: mix(wished), before: mix(drifted), live: made(configuredOf(live)), digest: 'd' };
  });

/** As a host has it: volumes have names and NICs have addresses. */
function made(spec: ConfiguredSpec): ConfiguredSpec {
  return {
    ...spec,
    rootfs: { ...spec.rootfs, volume: spec.rootfs.volume ?? 'vm-1-disk-0' },
    mounts: spec.mounts.map((mount) =>
      mount.kind === 'volume' ? { ...mount, volume: mount.volume ?? `vm-1-${mount.id}` } : mount,
    ),
    nics: spec.nics.map((nic) => ({ ...nic, hwaddr: nic.hwaddr ?? 'BC:24:11:00:00:01' })),
  };
}

test('nothing to do gives no step, whatever the container', () => {
  fc.assert(
    fc.property(arbitrarySpec, (spec) => {
      const known = { ...spec, firewall: { ...spec.firewall, aliases: undefined, ipsets: undefined } };
      const plan = buildPlan([{ desired: known, before: known, live: configuredOf(known), digest: 'd' }]);
      expect([plan.steps, plan.notes]).toEqual([[], []]);
    }),
  );
});

test('a plan is the same for the same inputs in any order, and its hash is its content', () => {
  const targets = fc.uniqueArray(arbitraryTarget, { maxLength: 4, selector: (target) => target.live.vmid });
  fc.assert(
    fc.property(
      targets.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
      ([list, shuffled]) => {
        const plan = buildPlan(list);
        expect(buildPlan(structuredClone(shuffled))).toEqual(plan);
        expect(hashPlan(plan)).toBe(plan.hash);
        expect(planSchema.safeParse(plan).success).toBe(true);
        const ids = plan.steps.map((step) => step.id);
        expect(new Set(ids).size).toBe(ids.length);
        for (const [at, step] of plan.steps.entries())
          for (const id of step.after) expect(ids.indexOf(id)).toBeLessThan(at);
      },
    ),
    { numRuns: 60 },
  );
});

test('carried out on a Proxmox, each step does what it says and each inverse undoes it', () => {
  fc.assert(
    fc.property(arbitraryTarget, (target) => {
      const plan = buildPlan([target]);
      let live = target.live;
      for (const step of plan.steps) {
        expect(unmet(step, live), step.id).toEqual(step.edits);
        const after = send(live, step.call);
        expect(unmet(step, after), step.id).toEqual([]);
        expect(differencesOf(applyStep(live, step, target.desired), after), step.id).toEqual([]);
        if ('method' in step.inverse) expect(differencesOf(live, send(after, step.inverse)), step.id).toEqual([]);
        live = after;
      }
      // what still differs is what a note says
      const left = differencesOf(target.desired, live).map((row) => propertyOf(row.field));
      const noted = plan.notes.map((note) => note.at.slice(note.at.indexOf('/') + 1));
      expect(left.filter((property) => !noted.includes(property))).toEqual([]);
      const again = buildPlan([{ ...target, live }]);
      expect(again.steps.map((step) => step.id)).toEqual([]);
    }),
    { numRuns: 80 },
  );
});

test('no plan, forwards or backwards, destroys anything', () => {
  fc.assert(
    fc.property(arbitraryTarget, (target) => {
      const held = new Set(
        target.live.mounts.filter((mount) => mount.kind === 'volume').map((mount) => mount.id as string),
      );
      for (const step of buildPlan([target]).steps) {
        expect(step.effect).not.toBe('data');
        for (const call of [step.call, step.inverse]) {
          if (!('method' in call)) continue;
          if (call.method === 'DELETE') expect(call.path).toMatch(/\/firewall\/rules\/0$/);
          for (const key of call.params.delete?.split(',') ?? []) {
            expect(key).not.toMatch(/^(?:unused\d+|rootfs)$/);
            if (call === step.call) expect(held).not.toContain(key);
          }
        }
      }
    }),
  );
});

function differencesOf(wanted: ConfiguredSpec | ContainerSpec, live: ConfiguredSpec) {
  const own = { category: '-', purpose: '', services: [], dependsOn: [] };
  return differences(diffContainer({ ...own, ...wanted }, live));
}
