import { Icon } from '@/components/glyph/glyph';
import { useLive, useLiveList } from '@/components/live/store';

/** Which Proxmox this is about. */
export function NodeName() {
  const hosts = useLiveList('host');
  const demo = useLive('source')?.demo ?? false;
  const name = hosts.map(({ node }) => node).join(', ');
  return (
    <span className="hidden items-center gap-1.5 text-12 text-ink lg:flex">
      <Icon name="host" size={14} className="text-ink-2" />
      {name || '?'}
      {demo && <span className="text-ink-3">demo</span>}
    </span>
  );
}
