/**
 * The form of the case files: labs with packets that were really sent through a kernel with Proxmox's own rules, and
 * what became of them. Field names and values are the API's.
 */
export type CaseRule = {
  type: string;
  action: string;
  enable?: number;
  macro?: string;
  iface?: string;
  proto?: string;
  source?: string;
  dest?: string;
  sport?: string;
  dport?: string;
  'icmp-type'?: string;
};
export type CaseOptions = Record<string, number | string>;
export type CaseIpSet = { name: string; entries: { cidr: string; nomatch?: number }[] };
export type CaseAlias = { name: string; cidr: string };

export type CaseLab = {
  localNetwork: string;
  cluster: {
    options: CaseOptions;
    aliases: CaseAlias[];
    ipsets: CaseIpSet[];
    groups: { group: string; rules: CaseRule[] }[];
    rules: CaseRule[];
  };
  host: { node: string; options: CaseOptions; rules: CaseRule[] };
  networks: { id: string; cidr?: string; host?: string; cidr6?: string; host6?: string }[];
  corosync?: { transport?: string; nodes: ({ name: string } & Record<string, string>)[] };
  guests: {
    vmid: number;
    name: string;
    options: CaseOptions;
    aliases: CaseAlias[];
    ipsets: CaseIpSet[];
    rules: CaseRule[];
    nics: { id: string; bridge: string; ip?: string; ip6?: string; mac: string; firewall?: number }[];
  }[];
};

/** What decided, as the file has it. */
export type CaseBy = {
  stage?: string;
  kind: string;
  scope?: string;
  pos?: number;
  group?: string;
  vmid?: number;
  nic?: string;
  action?: string;
  reason?: string;
  policy?: string;
  detail?: string;
  via?: string;
};

export type CasePacket = {
  from: string;
  to: string;
  proto: string;
  source: string;
  dest: string;
  sport?: number;
  dport?: number;
  icmpType?: string;
  sourceMac?: string;
  verdict: string;
  by: CaseBy;
  before?: CaseBy[];
};

export type CaseFile = { id: string; lab: CaseLab; packets: CasePacket[] };

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Whether a parsed file is a case at all. */
export const isCaseFile = (value: unknown): value is CaseFile =>
  isObject(value) &&
  isObject(value.lab) &&
  ['cluster', 'host'].every((part) => isObject(value.lab) && isObject((value.lab as Record<string, unknown>)[part])) &&
  Array.isArray(value.packets);
