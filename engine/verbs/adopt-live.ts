import { propose } from '@/engine/verbs/propose';
import { proxmoxRefusal } from '@/engine/verbs/proxmox-refusal';
import type { Verb } from '@/engine/verbs/verb';
import { readSpecsOf } from '@/lib/db/container-rows';
import { diffContainer, differences } from '@/lib/diff/diff';
import { withoutFirewall } from '@/lib/diff/unread-firewall';
import { propertyOf, withProperty } from '@/lib/plan/property';
import { err } from '@/lib/result';
import { type ConfiguredSpec, configuredSpecSchema } from '@/lib/spec/container';
import { editBetween } from '@/lib/spec/edit-between';

/** Proposes to take what is live into the desired state: the named fields, or all that differ. */
export const adoptLive: Verb<'adoptLive'> = async (engine, { vmid, fields }, call) => {
  const desired = (await readSpecsOf(engine.db.read, [vmid]))[0];
  if (!desired) return err({ kind: 'not-found', text: `Wheelhouse has no desired state of container ${vmid}.` });
  const observed = await engine.observer.refresh(desired.node, vmid);
  if (!observed.ok) return err(proxmoxRefusal(observed.error, `${desired.hostname} could not be read`));
  const { config, status, pending, unreadable, firewallUnread } = observed.value;
  if (unreadable !== null || !config)
    return err({
      kind: 'conflict',
      text: `The configuration of ${desired.hostname} cannot be read (${unreadable ?? 'not yet'}).`,
    });
  const live: ConfiguredSpec = status === 'unknown' ? config : { ...config, power: status };

  const all = differences(diffContainer(desired, live, pending));
  const rows = firewallUnread === null ? all : withoutFirewall(all);
  const adopted = fields
    ? rows.filter((row) => fields.some((field) => row.field === field || row.field.startsWith(`${field}.`)))
    : rows;
  if (adopted.length === 0)
    return err({
      kind: 'conflict',
      text: `Nothing to adopt: ${fields?.join(', ') ?? 'live'} is already what is desired of ${desired.hostname}.`,
    });
  const properties = [...new Set(adopted.map((row) => propertyOf(row.field)))];
  const configured: ConfiguredSpec = configuredSpecSchema.strip().parse(desired);
  const after = {
    ...desired,
    ...properties.reduce((spec, property) => withProperty(spec, property, live), configured),
  };
  const edit = editBetween(desired, after);
  if (!edit)
    return err({ kind: 'conflict', text: `What differs on ${desired.hostname} cannot be adopted by an edit.` });
  const labels = [...new Set(adopted.map((row) => row.label))];
  return propose(
    engine,
    {
      verb: 'adoptLive',
      title:
        `Adopt the live ${labels.slice(0, 3).join(', ')}${labels.length > 3 ? '…' : ''} of ${desired.hostname}`.slice(
          0,
          200,
        ),
      description: adopted
        .map((row) => `${row.label}: ${row.desired ?? 'not set'} → ${row.live ?? 'not set'}`)
        .join('\n')
        .slice(0, 4000),
      edits: [edit],
    },
    call,
  );
};
