import { useEffect, useState } from 'react';
import type { Impact, Plan } from '@/lib/plan/plan';
import type { Refusal } from '@/lib/refusal';
import type { Result } from '@/lib/result';
import type { FormValues } from './edit';

export type PlanPreview =
  | { state: 'none' }
  | { state: 'planning'; last: { plan: Plan; impact: Impact } | null }
  | { state: 'planned'; plan: Plan; impact: Impact }
  | { state: 'refused'; refusal: Refusal };

const quietMs = 350;

/** The plan of what stands in the form, asked for when typing pauses; an answer that came too late is dropped. */
export function usePreview(
  vmid: number,
  given: Partial<FormValues>,
  ask: (vmid: number, given: Partial<FormValues>) => Promise<Result<{ plan: Plan; impact: Impact }, Refusal>>,
): PlanPreview {
  const key = JSON.stringify(given);
  const [answer, setAnswer] = useState<{ key: string; preview: PlanPreview }>({
    key: '{}',
    preview: { state: 'none' },
  });
  useEffect(() => {
    if (key === '{}') return;
    let late = false;
    const wait = setTimeout(async () => {
      const result = await ask(vmid, JSON.parse(key));
      if (late) return;
      const preview: PlanPreview = result.ok
        ? { state: 'planned', plan: result.value.plan, impact: result.value.impact }
        : { state: 'refused', refusal: result.error };
      setAnswer({ key, preview });
    }, quietMs);
    return () => {
      late = true;
      clearTimeout(wait);
    };
  }, [key, vmid, ask]);
  if (key === '{}') return { state: 'none' };
  if (answer.key === key) return answer.preview;
  const { preview } = answer;
  return { state: 'planning', last: preview.state === 'planned' ? preview : null };
}
