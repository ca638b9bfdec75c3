import { lazy, Suspense, useEffect, useState } from 'react';
import { Icon } from '@/components/glyph/glyph';

const Palette = lazy(() => import('@/components/palette/palette'));

/** Opens the palette, by click or ⌘K; what the palette is made of comes with its first opening. */
export function Finder() {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey) || event.altKey || event.shiftKey)
        return;
      event.preventDefault();
      setOpen(true);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-keyshortcuts="Meta+K Control+K"
        onClick={() => setOpen(true)}
        className="ml-auto flex items-center gap-2 rounded-control border-edge text-12 text-ink-3 hover:text-ink max-md:size-11 max-md:justify-center md:h-7 md:w-[min(300px,30vw)] md:border md:bg-panel md:px-2 md:hover:border-grip"
      >
        <Icon name="search" size={14} />
        <span className="truncate max-md:sr-only">Find a container, page or action</span>
        <kbd className="ml-auto whitespace-nowrap rounded-[3px] border border-edge px-1 font-mono text-[10.5px] leading-[15px] max-md:hidden">
          ⌘K
        </kbd>
      </button>
      {open && (
        <Suspense fallback={null}>
          <Palette close={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
