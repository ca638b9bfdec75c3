/** The call of a step as one line, as it will be sent: `PUT /nodes/pve/lxc/104/config memory=3072`. */
import type { ApiCall } from '@/lib/plan/plan';

export function callText({ method, path, params }: ApiCall): string {
  const pairs = Object.entries(params).map(
    ([key, value]) => `${key}=${/\s/.test(value) ? JSON.stringify(value) : value}`,
  );
  return [method, path, ...pairs].join(' ');
}
