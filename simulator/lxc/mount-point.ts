/** Mount points: `rootfs` and `mpN`, read and printed, and the volumes behind them. */
import { widest } from '@/simulator/interface/interface';
import { type PropertyString, parsePropertyString, printPropertyString } from '@/simulator/interface/property-string';
import type { Config } from '@/simulator/lxc/config-file';

export type MountPoint = PropertyString & { volume: string };

const shapeFor = (key: string) => widest(key === 'rootfs' ? 'rootfs' : key.startsWith('unused') ? 'unused' : 'mount');

/** A volume that does not exist yet: `storage:GiB`. */
const newDisk = /^([^:\s]+):(\d+(?:\.\d+)?)$/;

export function parseMountPoint(key: string, text: string): MountPoint {
  const values = parsePropertyString(shapeFor(key), text, key);
  return { ...values, volume: values.volume ?? '' };
}

export const printMountPoint = (key: string, mount: MountPoint) => printPropertyString(shapeFor(key), mount);

export type MountKind = 'volume' | 'bind' | 'device';

export function kindOf(mount: MountPoint): MountKind {
  if (mount.volume.startsWith('/dev/')) return 'device';
  return mount.volume.startsWith('/') ? 'bind' : 'volume';
}

/** The storage and size of a volume that is to be made; null for one that exists. */
export function newDiskOf(mount: MountPoint): { storage: string; bytes: number } | null {
  const match = newDisk.exec(mount.volume);
  return match ? { storage: match[1] ?? '', bytes: Math.round(Number(match[2]) * 2 ** 30) } : null;
}

/** Sizes print in the largest whole unit: `2560M` (FACTS §4). */
export function formatSize(bytes: number): string {
  const units = ['', 'K', 'M', 'G', 'T'];
  let value = bytes;
  let unit = 0;
  while (unit < 4 && value >= 1024 && value % 1024 === 0) {
    value /= 1024;
    unit++;
  }
  return `${value}${units[unit]}`;
}

export const mountKeys = (config: Config) =>
  Object.keys(config)
    .filter((key) => key === 'rootfs' || /^mp\d+$/.test(key))
    .sort(byNumber);

export const unusedKeys = (config: Config) =>
  Object.keys(config)
    .filter((key) => /^unused\d+$/.test(key))
    .sort(byNumber);

function byNumber(a: string, b: string): number {
  const number = (key: string) => (key === 'rootfs' ? -1 : Number(key.replace(/\D+/, '')));
  return number(a) - number(b);
}

/** Every volume that a configuration names, by key. */
export function volumesOf(config: Config): { key: string; mount: MountPoint }[] {
  return [...mountKeys(config), ...unusedKeys(config)].map((key) => ({
    key,
    mount: parseMountPoint(key, config[key] ?? ''),
  }));
}

export const usesVolume = (config: Config, volid: string) =>
  mountKeys(config).some((key) => parseMountPoint(key, config[key] ?? '').volume === volid);

/** Keeps a volume that no mount point uses any more, under the first free `unusedN`. */
export function addUnused(config: Config, volid: string): void {
  const keys = unusedKeys(config);
  if (keys.some((key) => config[key] === volid)) return;
  for (let index = 0; index < 256; index++)
    if (!config[`unused${index}`]) {
      config[`unused${index}`] = volid;
      return;
    }
}
