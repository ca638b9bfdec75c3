'use client';

import Link from 'next/link';
import { type ReactNode, useEffect } from 'react';
import { Button, buttonClass } from '@/components/button/button';
import { Glyph } from '@/components/glyph/glyph';
import type { GlyphName } from '@/components/glyph/sprite';
import { useClock, useLive } from '@/components/live/store';
import { useActor } from '@/components/operate/actor';
import { forgetAsked } from '@/components/operate/asked';
import { operate } from '@/components/operate/operate';
import { verbs } from '@/components/operate/words';
import { closeToast, type Toast, useToasts } from '@/components/toast/toast-list';
import { formatAge, formatTook } from '@/lib/format/duration';
import type { OperationView } from '@/lib/live/view';
import { may } from '@/lib/roles/table';

const goesAfterMs = 8_000;

/** Where operations are followed to their end. What failed stays until it is closed. */
export function Toasts() {
  const toasts = useToasts();
  return (
    <section
      aria-label="What was asked for"
      aria-live="polite"
      className="pointer-events-none fixed inset-x-3 bottom-[calc(var(--tabbar)+12px)] z-40 grid gap-[9px] md:right-5 md:left-auto md:w-[380px]"
    >
      {toasts.map((toast) => (
        <div key={toast.id} className="pointer-events-auto">
          {toast.kind === 'operation' ? <OperationToast toast={toast} /> : <PlainToast toast={toast} />}
        </div>
      ))}
    </section>
  );
}

function Card({
  glyph,
  tone,
  title,
  text,
  bad = false,
  children,
}: {
  glyph: GlyphName;
  tone: string;
  title: string;
  text: ReactNode;
  bad?: boolean;
  children: ReactNode;
}) {
  return (
    <div
      className={`grid animate-rise grid-cols-[auto_1fr_auto] items-center gap-2.5 rounded-room border bg-raise py-[9px] pr-[9px] pl-[13px] leading-[1.36] shadow-pop ${
        bad ? 'border-fault-edge' : 'border-edge'
      }`}
    >
      <Glyph name={glyph} className={`${tone} ${glyph === 'motion' ? 'animate-turn' : ''}`} />
      <div className="min-w-0">
        <b className="block">{title}</b>
        <span className="block text-12 [overflow-wrap:anywhere]">{text}</span>
      </div>
      <div className="flex gap-1">{children}</div>
    </div>
  );
}

function PlainToast({ toast }: { toast: Exclude<Toast, { kind: 'operation' }> }) {
  const bad = toast.kind === 'refused';
  useGone(toast.id, !bad);
  return (
    <Card
      glyph={bad ? 'unsound' : 'check'}
      tone={bad ? 'text-warn' : 'text-proof'}
      title={toast.title}
      text={toast.text}
    >
      {toast.kind === 'done' && toast.href !== undefined && (
        <Link href={toast.href} className={buttonClass('quiet', 'small')}>
          Open
        </Link>
      )}
      <Close id={toast.id} />
    </Card>
  );
}

function OperationToast({ toast }: { toast: Extract<Toast, { kind: 'operation' }> }) {
  const actor = useActor();
  const operation = useLive(`op/${toast.operation.id}`) ?? toast.operation;
  const container = useLive(`ct/${operation.vmid}`);
  const held = container?.held?.id === operation.id;
  const over = operation.status !== 'running';
  useEffect(() => {
    if (held || over) forgetAsked(operation.vmid);
  }, [held, over, operation.vmid]);
  useGone(toast.id, operation.status === 'ok');

  const { acting, acted, not } = verbs[operation.kind];
  const { hostname } = operation;
  if (!over) {
    return (
      <Card glyph="motion" tone="text-intent" title={`${acting} ${hostname}`} text={<Progress operation={operation} />}>
        <TaskLink operation={operation} />
      </Card>
    );
  }
  const text = operation.result ?? operation.exitStatus ?? '';
  if (operation.status === 'ok') {
    const took = operation.endedAt === null ? '' : `after ${formatTook(operation.endedAt - operation.requestedAt)}`;
    return (
      <Card glyph="check" tone="text-proof" title={`${hostname} ${acted}`} text={text || took}>
        <Close id={toast.id} />
      </Card>
    );
  }
  const unknown = operation.status === 'unknown';
  const canForce = operation.kind === 'shutdown' && !unknown && may(actor.role, 'operateContainer');
  return (
    <Card
      bad
      glyph={unknown ? 'unknown' : 'broken'}
      tone={unknown ? 'text-warn' : 'text-fault'}
      title={unknown ? `Whether ${hostname} ${acted} is not known` : `${hostname} ${not}`}
      text={text}
    >
      {canForce ? (
        <Button
          size="small"
          onClick={() => {
            closeToast(toast.id);
            operate(actor.operate, operation, 'stop');
          }}
        >
          Force stop
        </Button>
      ) : (
        <TaskLink operation={operation} />
      )}
      <Close id={toast.id} />
    </Card>
  );
}

function Progress({ operation }: { operation: OperationView }) {
  const age = useClock((now) => formatAge(now - operation.requestedAt));
  const line = operation.log.at(-1);
  return (
    <>
      {line ?? (operation.upid === null ? 'asked' : 'the task runs')}, {age}
    </>
  );
}

function TaskLink({ operation }: { operation: OperationView }) {
  return (
    <Link href={`/containers/${operation.vmid}`} className={buttonClass('quiet', 'small')}>
      Open
    </Link>
  );
}

function Close({ id }: { id: number }) {
  return (
    <Button tone="quiet" size="small" onClick={() => closeToast(id)}>
      Close
    </Button>
  );
}

/** Takes a toast down by itself, once it has nothing more to say. */
function useGone(id: number, when: boolean): void {
  useEffect(() => {
    if (!when) return;
    const timer = setTimeout(() => closeToast(id), goesAfterMs);
    return () => clearTimeout(timer);
  }, [id, when]);
}
