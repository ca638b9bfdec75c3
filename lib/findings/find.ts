/**
 * Everything unsound that can be seen: the rules of this folder, one file each, over the same view of the lab. A rule
 * groups what has one cause; it says nothing of what it does not know. `vmids` are those that a finding marks: what
 * is unsound of the whole lab marks none, or every tile would carry the same glyph.
 */
import { clusterFirewallOff } from '@/lib/findings/cluster-firewall-off';
import { dhcpScraped } from '@/lib/findings/dhcp-scraped';
import { exposedWithoutFirewall } from '@/lib/findings/exposed-without-firewall';
import type { Finding } from '@/lib/findings/finding';
import { hostOnlySettings } from '@/lib/findings/host-only-settings';
import { type Lab, labOf } from '@/lib/findings/lab';
import { memoryNearlyFull } from '@/lib/findings/memory-nearly-full';
import { memoryOvercommitted } from '@/lib/findings/memory-overcommitted';
import { noBackupJob } from '@/lib/findings/no-backup-job';
import { noBootOrder } from '@/lib/findings/no-boot-order';
import { notRunning } from '@/lib/findings/not-running';
import { privileged } from '@/lib/findings/privileged';
import { refusedRule } from '@/lib/findings/refused-rule';
import { rulesNeverFire } from '@/lib/findings/rules-never-fire';
import { sharedBindMount } from '@/lib/findings/shared-bind-mount';
import { unreadable } from '@/lib/findings/unreadable';
import { uppercaseHostname } from '@/lib/findings/uppercase-hostname';
import { vpnLeak } from '@/lib/findings/vpn-leak';
import type { Observed } from '@/lib/live/observed';
import type { ContainerSpec } from '@/lib/spec/container';

const rules: ((lab: Lab) => Finding[])[] = [
  vpnLeak,
  rulesNeverFire,
  clusterFirewallOff,
  memoryOvercommitted,
  memoryNearlyFull,
  exposedWithoutFirewall,
  refusedRule,
  privileged,
  sharedBindMount,
  dhcpScraped,
  uppercaseHostname,
  noBackupJob,
  hostOnlySettings,
  noBootOrder,
  notRunning,
  unreadable,
];

const urgency: Record<Finding['severity'], number> = { fault: 0, warn: 1, info: 2 };

/** All findings, most urgent first, then by title. */
export function findAll({ desired, observed }: { desired: ContainerSpec[]; observed: Observed }): Finding[] {
  const lab = labOf(desired, observed);
  return rules
    .flatMap((rule) => rule(lab))
    .sort((a, b) => urgency[a.severity] - urgency[b.severity] || compare(a.title, b.title) || compare(a.id, b.id));
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
