import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { Glyph } from '@/components/glyph/glyph';
import { useLive } from '@/components/live/store';
import { isHere, places } from '@/components/shell/places';

/** Where this page is: the place, then the one thing of it that is open. */
export function Crumb() {
  const path = usePathname();
  const place = places.find((known) => isHere(known, path));
  const [, section, id, ...deeper] = path.split('/');
  const container = useLive(`ct/${section === 'containers' ? id : ''}`);
  if (place === undefined) return <b className="font-name text-ink">Wheelhouse</b>;
  if (id === undefined || id === '') return <b className="font-name text-ink">{place.name}</b>;
  const name = container?.hostname ?? decodeURIComponent(id);
  return (
    <nav aria-label="Where you are" className="flex min-w-0 items-center gap-2 text-ink-3">
      <Link href={place.href} className="reach hover:text-ink">
        {place.name}
      </Link>
      <Glyph name="right" />
      {deeper.length === 0 ? (
        <b className="truncate" aria-current="page">
          {name}
        </b>
      ) : (
        <>
          <Link href={`${place.href}/${id}`} className="reach min-w-0 hover:text-ink">
            <span className="block truncate">{name}</span>
          </Link>
          <Glyph name="right" />
          <b aria-current="page">{deeper.join(' ')}</b>
        </>
      )}
    </nav>
  );
}
