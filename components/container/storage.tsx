import { Figure } from '@/components/figure/figure';
import { formatBytes } from '@/lib/format/bytes';
import type { ConfiguredSpec, MountSpec } from '@/lib/spec/container';

/** The root disk and what is mounted: where, from where, how large. */
export function Storage({ rootfs, mounts }: { rootfs: ConfiguredSpec['rootfs']; mounts: MountSpec[] }) {
  return (
    <section aria-labelledby="storage">
      <div className="mb-1.5 flex min-h-[26px] items-baseline gap-2.5">
        <h2 id="storage" className="font-title text-13 text-ink">
          Storage
        </h2>
        <span className="text-12 text-ink-3">
          root disk{mounts.length > 0 && ` and ${mounts.length} mount${mounts.length === 1 ? '' : 's'}`}
        </span>
      </div>
      <table className="room w-full border-separate border-spacing-0 text-[12.5px]">
        <thead>
          <tr className="text-left text-12 text-ink-3 [&>th]:px-2 [&>th]:pt-1.5 [&>th]:pb-[4.5px] [&>th]:font-text [&>th]:first:pl-3.5">
            <th scope="col">Mounted at</th>
            <th scope="col">From</th>
            <th scope="col" className="text-right">
              Size
            </th>
          </tr>
        </thead>
        <tbody className="[&_td]:border-line [&_td]:border-t [&_td]:px-2 [&_td]:py-[4.5px] [&_th]:border-line [&_th]:border-t [&_th]:py-[4.5px] [&_th]:pr-2 [&_th]:pl-3.5">
          <tr>
            <th scope="row" className="text-left font-text">
              <code className="font-mono text-ink">/</code> <span className="text-ink-3">rootfs</span>
            </th>
            <td className="[overflow-wrap:anywhere]">
              {rootfs.storage}
              {rootfs.volume !== undefined && (
                <code className="ml-1.5 font-mono text-11 text-ink-3">{rootfs.volume}</code>
              )}
            </td>
            <td className="text-right">
              <Size bytes={rootfs.sizeBytes} />
            </td>
          </tr>
          {mounts.map((mount) => (
            <tr key={mount.id}>
              <th scope="row" className="text-left font-text">
                <code className="font-mono text-ink [overflow-wrap:anywhere]">{mount.path}</code>{' '}
                <span className="text-ink-3">{mount.id}</span>
              </th>
              <td className="[overflow-wrap:anywhere]">
                {mount.kind === 'volume' ? mount.storage : <code className="font-mono text-ink">{mount.source}</code>}
                <span className="ml-1.5 text-ink-3">{wordsOf(mount)}</span>
              </td>
              <td className="text-right">
                <Size bytes={mount.kind === 'bind' ? undefined : mount.sizeBytes} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const wordsOf = (mount: MountSpec): string =>
  [
    mount.kind === 'volume' ? '' : mount.kind,
    mount.shared ? 'shared' : '',
    mount.readOnly ? 'read only' : '',
    mount.kind === 'volume' && mount.backup === false ? 'not in backups' : '',
  ]
    .filter((word) => word !== '')
    .join(', ');

function Size({ bytes }: { bytes: number | undefined }) {
  if (bytes === undefined) return <span className="text-ink-3">host’s</span>;
  const { value, unit } = formatBytes(bytes);
  return <Figure unit={unit}>{value}</Figure>;
}
