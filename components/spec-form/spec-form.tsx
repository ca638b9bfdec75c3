'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { type FormEvent, useId, useState, useTransition } from 'react';
import { Button, buttonClass } from '@/components/button/button';
import { Refused } from '@/components/change/refused';
import { Glyph } from '@/components/glyph/glyph';
import { useStale } from '@/components/live/store';
import { bytesText } from '@/lib/format/bytes';
import { formatNumber } from '@/lib/format/number';
import type { Impact, Plan } from '@/lib/plan/plan';
import type { Refusal } from '@/lib/refusal';
import type { Result } from '@/lib/result';
import { editOf, type FormField, type FormValues, formErrors, tagsOf, touched } from './edit';
import { borderOf, Field, inputClass } from './field';
import { Preview } from './preview';
import { titleOf } from './title';
import { usePreview } from './use-preview';

export type FormActions = {
  preview: (vmid: number, given: Partial<FormValues>) => Promise<Result<{ plan: Plan; impact: Impact }, Refusal>>;
  propose: (
    vmid: number,
    given: Partial<FormValues>,
    title: string,
    description: string,
  ) => Promise<Result<{ id: number }, Refusal>>;
};

const MiB = 1024 ** 2;

/**
 * Edits the desired state of a container. What stands in the form is planned as it is typed, against what is live;
 * proposing makes it a change, and nothing is sent before somebody approves that.
 */
export function SpecForm({
  vmid,
  hostname,
  initial,
  changeId,
  actions,
}: {
  vmid: number;
  hostname: string;
  initial: FormValues;
  changeId: number | null;
  actions: FormActions;
}) {
  const router = useRouter();
  const stale = useStale();
  const [values, setValues] = useState(initial);
  const [ownTitle, setOwnTitle] = useState<string | null>(null);
  const [why, setWhy] = useState('');
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, begin] = useTransition();
  const ids = { title: useId(), why: useId() };

  const given = touched(initial, values);
  const count = Object.keys(given).length;
  const edit = editOf(vmid, given);
  const preview = usePreview(vmid, given, actions.preview);
  const refused = refusal ?? (preview.state === 'refused' ? preview.refusal : null);
  const errors = {
    ...(refused?.kind === 'invalid' ? formErrors(refused.fields) : {}),
    ...(edit.ok ? {} : formErrors(edit.error)),
  };
  const title = ownTitle ?? (edit.ok ? titleOf(hostname, initial, edit.value) : '');

  const set = (field: FormField) => (value: string) => {
    setRefusal(null);
    setValues((before) => ({ ...before, [field]: value }));
  };
  const off = whyOff({ count, invalid: !edit.ok, stale, preview: preview.state, title });
  const propose = (event: FormEvent) => {
    event.preventDefault();
    if (off !== null || busy) return;
    begin(async () => {
      const result = await actions.propose(vmid, given, title.trim(), why);
      if (result.ok) router.push(`/changes/${result.value.id}`);
      else setRefusal(result.error);
    });
  };

  const common = (field: FormField) => ({
    error: errors[field],
    was: values[field] !== initial[field] ? shortly(initial[field]) : null,
  });
  const text = (field: FormField, ids: { id: string; describedBy: string }, numeric = false) => (
    <input
      id={ids.id}
      aria-describedby={ids.describedBy}
      aria-invalid={errors[field] !== undefined}
      value={values[field]}
      onChange={(event) => set(field)(event.target.value)}
      inputMode={numeric ? 'numeric' : undefined}
      autoComplete="off"
      spellCheck={false}
      className={`${inputClass} h-11 md:h-[34px] ${borderOf(errors[field], values[field] !== initial[field])} ${numeric ? '' : 'font-mono'}`}
    />
  );

  return (
    <form
      onSubmit={propose}
      noValidate
      className="grid items-start gap-x-7 gap-y-5 xl:grid-cols-[minmax(0,460px)_minmax(0,1fr)]"
    >
      <div className="grid gap-4">
        {changeId !== null && (
          <p className="flex gap-2 rounded-control bg-intent-wash px-3 py-2.5">
            <Glyph name="waits" className="mt-[3px] text-intent" />
            <span>
              <Link href={`/changes/${changeId}`} className="font-[500] text-intent hover:underline">
                Change {changeId}
              </Link>{' '}
              waits already. What you propose here takes its place.
            </span>
          </p>
        )}
        <fieldset className="room grid gap-x-4 gap-y-1.5 px-4 pt-3 pb-2 grid-cols-2 md:grid-cols-3">
          <legend className="sr-only">Resources</legend>
          <Field label="Memory" unit="MiB" {...common('memoryMiB')} hint={inGiB(values.memoryMiB)}>
            {(ids) => text('memoryMiB', ids, true)}
          </Field>
          <Field label="Swap" unit="MiB" {...common('swapMiB')} hint={inGiB(values.swapMiB)}>
            {(ids) => text('swapMiB', ids, true)}
          </Field>
          <Field label="Cores" {...common('cores')} hint={values.cores.trim() === '' ? 'every core of the host' : ''}>
            {(ids) => text('cores', ids, true)}
          </Field>
        </fieldset>
        <fieldset className="room grid gap-y-1.5 px-4 pt-3 pb-2">
          <legend className="sr-only">Identity</legend>
          <Field
            label="Hostname"
            {...common('hostname')}
            hint="letters, digits and hyphens; it changes with the next restart"
          >
            {(ids) => text('hostname', ids)}
          </Field>
          <Field label="Tags" {...common('tags')} hint={<Tags text={values.tags} before={initial.tags} />}>
            {(ids) => text('tags', ids)}
          </Field>
          <Field label="Description" {...common('description')} hint="Proxmox shows it as notes">
            {(ids) => (
              <textarea
                id={ids.id}
                aria-describedby={ids.describedBy}
                aria-invalid={errors.description !== undefined}
                rows={3}
                value={values.description}
                onChange={(event) => set('description')(event.target.value)}
                className={`${inputClass} block resize-y py-1.5 ${borderOf(errors.description, values.description !== initial.description)}`}
              />
            )}
          </Field>
        </fieldset>
        <fieldset className="room grid gap-x-4 gap-y-1.5 px-4 pt-3 pb-2 grid-cols-2 md:grid-cols-3">
          <legend className="sr-only">Start</legend>
          <label className="flex min-h-11 items-center gap-2.5 col-span-2 md:col-span-3 md:min-h-7">
            <input
              type="checkbox"
              checked={values.onboot === 'yes'}
              onChange={(event) => set('onboot')(event.target.checked ? 'yes' : 'no')}
              className="size-4 accent-(--intent)"
            />
            <span className="text-ink">Start on boot</span>
            {values.onboot !== initial.onboot && <span className="text-12 text-intent">was {initial.onboot}</span>}
          </label>
          <Field label="Boot order" {...common('startupOrder')} hint="lower starts first">
            {(ids) => text('startupOrder', ids, true)}
          </Field>
          <Field label="Wait after start" unit="s" {...common('startupUp')}>
            {(ids) => text('startupUp', ids, true)}
          </Field>
          <Field label="Shutdown timeout" unit="s" {...common('startupDown')}>
            {(ids) => text('startupDown', ids, true)}
          </Field>
        </fieldset>
      </div>
      <div className="grid content-start gap-4 xl:sticky xl:top-[60px]">
        <Preview state={preview} count={count} invalid={!edit.ok} />
        <section
          aria-label="Propose"
          className="room grid gap-2.5 border-[color-mix(in_oklab,var(--intent-edge)_70%,var(--line))] p-3.5"
        >
          <div>
            <label htmlFor={ids.title} className="mb-[3px] block text-12">
              Title, as what it comes to
            </label>
            <input
              id={ids.title}
              value={title}
              maxLength={200}
              autoComplete="off"
              onChange={(event) => setOwnTitle(event.target.value === '' ? null : event.target.value)}
              className={`${inputClass} h-11 border-grip font-name md:h-[34px]`}
            />
          </div>
          <div>
            <label htmlFor={ids.why} className="mb-[3px] block text-12">
              Why <span className="text-ink-3">(may be empty)</span>
            </label>
            <textarea
              id={ids.why}
              rows={2}
              maxLength={4000}
              value={why}
              onChange={(event) => setWhy(event.target.value)}
              className={`${inputClass} block resize-y border-grip py-1.5`}
            />
          </div>
          {refused !== null && (refused.kind !== 'invalid' || errors.form) && <Refused refusal={refused} />}
          <div className="flex flex-wrap items-center gap-2">
            <Button type="submit" tone="go" size="large" disabled={off !== null || busy} aria-describedby="propose-off">
              {busy && <Glyph name="motion" className="animate-turn" />}
              Propose
            </Button>
            <Link href={`/containers/${vmid}`} className={`${buttonClass('quiet', 'large')}`}>
              Cancel
            </Link>
            <span id="propose-off" className="min-w-0 flex-1 text-12 text-ink-3 max-md:basis-full">
              {off ?? 'Nothing is sent to Proxmox before somebody approves it.'}
            </span>
          </div>
        </section>
      </div>
    </form>
  );
}

function whyOff(now: {
  count: number;
  invalid: boolean;
  stale: boolean;
  preview: string;
  title: string;
}): string | null {
  if (now.count === 0) return 'Nothing is edited yet.';
  if (now.invalid) return 'A field cannot be read: see beside it.';
  if (now.stale) return 'Off while the data is stale: there is nothing true to plan against.';
  if (now.preview === 'refused') return 'This cannot be proposed as it stands.';
  if (now.title.trim() === '') return 'It needs a title.';
  return null;
}

function shortly(text: string): string {
  if (/^\d+$/.test(text)) return formatNumber(Number(text));
  return text.length > 28 ? `${text.slice(0, 27)}…` : text;
}

function inGiB(text: string): string {
  const plain = text.replace(/[,\s_]/g, '');
  if (!/^\d{1,9}$/.test(plain)) return '';
  const mebibytes = Number(plain);
  return mebibytes >= 1024 ? bytesText(mebibytes * MiB) : '';
}

/** What the text comes to: each tag once, as Proxmox stores them. */
function Tags({ text, before }: { text: string; before: string }) {
  const had = tagsOf(before);
  const tags = tagsOf(text);
  if (tags.length === 0) return 'words, lower case, separated by spaces';
  return tags.map((tag) => (
    <code
      key={tag}
      className={`mr-1 inline-block rounded-[3px] px-1.5 font-mono text-11 leading-[17px] ${had.includes(tag) ? 'bg-press text-ink-2' : 'bg-intent-wash text-intent'}`}
    >
      {tag}
    </code>
  ));
}
