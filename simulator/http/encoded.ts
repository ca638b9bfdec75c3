/**
 * Long lists, encoded once: the same bytes go to everybody who may see the same, until something changes. Writing ten
 * thousand rows anew for each request would cost the simulator more than reading them costs the one who asks.
 */
import type { World } from '@/simulator/world';

/** The JSON of an answer's data. */
export class Encoded {
  constructor(readonly bytes: Buffer) {}
}

type Entry = { revision: number; moment: unknown; encoded: Encoded };
const kept = 40;
const lists = new WeakMap<World, Map<string, Entry>>();

/**
 * The list under `key`, made anew only when the state was changed or `moment` (the beat, the second) is another one.
 * The key says who asks and for what.
 */
export function encodedList(world: World, key: string, moment: unknown, make: () => unknown): Encoded {
  const known = lists.get(world) ?? new Map<string, Entry>();
  lists.set(world, known);
  const revision = world.revision();
  const entry = known.get(key);
  if (entry && entry.revision === revision && entry.moment === moment) return entry.encoded;
  const encoded = new Encoded(Buffer.from(JSON.stringify(make())));
  known.delete(key);
  known.set(key, { revision, moment, encoded });
  // The oldest goes first: a map keeps the order.
  for (const old of known.keys()) if (known.size > kept) known.delete(old);
  return encoded;
}
