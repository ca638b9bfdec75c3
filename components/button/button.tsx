import type { ButtonHTMLAttributes, ReactNode } from 'react';

export type Tone = 'plain' | 'go' | 'no' | 'destroy' | 'quiet';
export type Size = 'small' | 'normal' | 'large';

const tones: Record<Tone, string> = {
  plain: 'border-edge bg-raise text-ink enabled:hover:bg-press',
  go: 'border-intent bg-intent font-[620] text-intent-ink enabled:hover:brightness-110',
  no: 'border-fault-edge bg-transparent text-fault enabled:hover:bg-fault-wash',
  destroy: 'border-fault-fill bg-fault-fill font-[620] text-fault-ink enabled:hover:brightness-110',
  quiet: 'border-transparent bg-transparent text-ink-2 enabled:hover:bg-raise enabled:hover:text-ink',
};

const sizes: Record<Size, string> = {
  small: 'h-8 px-2.5 text-12 md:h-6 md:px-2',
  normal: 'h-11 px-3 text-[12.5px] md:h-7 md:px-[11px]',
  large: 'h-11 px-[18px] text-[14px] md:h-[38px]',
};

/** The look of a button, also for links that stand where a button would. */
export function buttonClass(tone: Tone = 'plain', size: Size = 'normal'): string {
  return `inline-flex select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-control border font-[520] transition-[background-color,filter] duration-(--tick) disabled:opacity-45 aria-disabled:opacity-45 ${tones[tone]} ${sizes[size]}`;
}

type Props = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'> & {
  tone?: Tone;
  size?: Size;
  children: ReactNode;
};

/** A verb with its object. Why it is off stands beside it, not only in a title. */
export function Button({ tone, size, className = '', type = 'button', ...rest }: Props) {
  return <button type={type} className={`${buttonClass(tone, size)} ${className}`} {...rest} />;
}
