/**
 * What kinds of guests do all day. A torrent client moves data and writes disks, a photo library computes in the
 * evening, a name server does next to nothing; a guest whose name says nothing gets a small life of its own.
 */
import type { Baseline } from '@/simulator/state/state';

/** Percent of the guest's own cores, percent of its memory, then Mbit/s in and out, kB/s read and written. */
type Profile = {
  cpu: number;
  memory: number;
  swap?: number;
  disk?: number;
  net?: [number, number];
  io?: [number, number];
  /** Mbit/s over the uplink; a client behind a VPN has none of its own. */
  uplink?: [number, number];
  peak?: number;
  swing?: number;
};

const profiles: [RegExp, Profile][] = [
  [
    /qbittorrent/,
    { cpu: 2.4, memory: 65, swap: 8, disk: 48, net: [46.1, 5.2], io: [310, 5600], peak: 22, swing: 0.35 },
  ],
  [
    /wireguard/,
    { cpu: 1.9, memory: 6, disk: 22, net: [53, 52.6], io: [1, 6], uplink: [47.2, 5.4], peak: 22, swing: 0.35 },
  ],
  [
    /plex/,
    { cpu: 11.6, memory: 44, disk: 61, net: [0.4, 14.8], io: [1900, 60], uplink: [0.1, 0.6], peak: 20.5, swing: 0.9 },
  ],
  [/immich-backup/, { cpu: 2.1, memory: 48, disk: 66, net: [0.3, 0.2], io: [40, 90] }],
  [
    /immich/,
    { cpu: 3.8, memory: 72, disk: 74, net: [0.9, 1.6], io: [260, 180], uplink: [0.1, 0.1], peak: 21, swing: 0.8 },
  ],
  [/vaultwarden/, { cpu: 0.3, memory: 90, swap: 50, disk: 41, net: [0.02, 0.03], io: [2, 9], peak: 9, swing: 0.4 }],
  [/swag/i, { cpu: 0.6, memory: 21, disk: 38, net: [3.1, 3.3], io: [2, 20], uplink: [0.3, 0.9], peak: 20, swing: 0.5 }],
  [/fileserver/, { cpu: 0.9, memory: 31, disk: 44, net: [2.2, 6.4], io: [780, 240], peak: 19, swing: 0.7 }],
  [/prowlarr/, { cpu: 0.5, memory: 38, disk: 52, net: [0.08, 0.05], io: [6, 22] }],
  [/sonarr/, { cpu: 0.6, memory: 62, disk: 57, net: [0.06, 0.04], io: [14, 38] }],
  [/radarr/, { cpu: 0.7, memory: 65, disk: 55, net: [0.05, 0.04], io: [12, 35] }],
  [/lidarr/, { cpu: 0.4, memory: 58, disk: 51, net: [0.04, 0.03], io: [9, 20] }],
  [/overseerr/, { cpu: 0.3, memory: 39, disk: 34, net: [0.05, 0.1], io: [3, 8], peak: 20, swing: 0.6 }],
  [/flaresolverr/, { cpu: 0.2, memory: 56, disk: 63, net: [0.06, 0.02], io: [1, 3] }],
  [/autobrr/, { cpu: 0.2, memory: 14, disk: 27, net: [0.03, 0.01], io: [1, 4] }],
  [/pve-exporter/, { cpu: 0.4, memory: 16, disk: 49, net: [0.04, 0.05], io: [0, 1], swing: 0.05 }],
  [/prometheus/, { cpu: 1.1, memory: 79, disk: 58, net: [0.3, 0.06], io: [4, 90], swing: 0.1 }],
  [/grafana/, { cpu: 0.8, memory: 28, disk: 19, net: [0.1, 0.2], io: [3, 15], peak: 21 }],
  [/glance/, { cpu: 0.1, memory: 8, disk: 24, net: [0.05, 0.06], io: [0, 1], peak: 20 }],
  [/uptimekuma/, { cpu: 0.6, memory: 32, disk: 39, net: [0.06, 0.05], io: [1, 24], swing: 0.05 }],
  [/loki/, { cpu: 1.2, memory: 36, disk: 42, net: [0.4, 0.1], io: [12, 160], swing: 0.2 }],
  [/promtail/, { cpu: 0.4, memory: 14, disk: 12, net: [0.02, 0.2], io: [3, 2], swing: 0.2 }],
  [/alertmanager|blackbox/, { cpu: 0.25, memory: 12.5, disk: 21, net: [0.03, 0.03], io: [0, 1], swing: 0.1 }],
  [/docker/, { cpu: 0.9, memory: 40, disk: 71, net: [0.3, 0.4], io: [20, 60] }],
  [/odoo/, { cpu: 0.9, memory: 46, disk: 54, net: [0.1, 0.2], io: [15, 70], peak: 11, swing: 0.8 }],
  [/paperless/, { cpu: 1.4, memory: 55, disk: 47, net: [0.1, 0.1], io: [25, 55], peak: 18, swing: 0.7 }],
  [/ntfy/, { cpu: 0.1, memory: 15, disk: 33, net: [0.02, 0.02], io: [0, 1] }],
  [/drive|rustdesk/, { cpu: 0.1, memory: 15, disk: 30, net: [0.05, 0.04], io: [1, 3] }],
];

const mbit = 125_000;
const kilobyte = 1000;

/** How a guest of this name lives, with the cores, memory, swap and disk that it has. */
export function baselineFor(
  name: string,
  has: { cores: number; memory: number; swap: number; disk: number },
  random: (word: string) => number,
): Baseline {
  const profile = profiles.find(([pattern]) => pattern.test(name))?.[1] ?? {
    cpu: 0.2 + random('cpu') * 0.8,
    memory: 12 + random('memory') * 20,
    net: [random('in') * 0.1, random('out') * 0.1] as [number, number],
  };
  const [netIn, netOut] = profile.net ?? [0.01, 0.01];
  const [read, write] = profile.io ?? [1, 4];
  const [uplinkIn, uplinkOut] = profile.uplink ?? [0.005, 0.003];
  return {
    cpuCores: (profile.cpu / 100) * has.cores,
    memoryBytes: (profile.memory / 100) * has.memory,
    swapBytes: ((profile.swap ?? 0) / 100) * has.swap,
    diskBytes: ((profile.disk ?? 6 + random('disk') * 20) / 100) * has.disk,
    netIn: netIn * mbit,
    netOut: netOut * mbit,
    diskRead: read * kilobyte,
    diskWrite: write * kilobyte,
    uplinkIn: uplinkIn * mbit,
    uplinkOut: uplinkOut * mbit,
    peakHour: profile.peak ?? 20 + random('peak') * 2,
    swing: profile.swing ?? 0.3,
  };
}
