/**
 * What the firewall of one node is made of, as plain data: the cluster's part, the host's, and each container's. Names
 * and values are Proxmox's own (options in camel case); an absent option has Proxmox's default, which stands where the
 * option is used. Rules and references may be wrong: they are kept as their owner left them, and `check-rule` says
 * what Proxmox makes of them. Nothing here is validated, so that a container's spec and a case file both fit as they are.
 */
export type Policy = 'ACCEPT' | 'DROP' | 'REJECT';

/** `action` is a policy's word, or a group's name where `type` is `group`. */
export type Rule = {
  type: string;
  action: string;
  enable: boolean;
  macro?: string;
  iface?: string;
  proto?: string;
  source?: string;
  dest?: string;
  sport?: string;
  dport?: string;
  icmpType?: string;
};

export type Alias = { name: string; cidr: string };
export type IpSetEntry = { cidr: string; nomatch?: boolean };
export type IpSet = { name: string; entries: IpSetEntry[] };
export type Group = { name: string; rules: Rule[] };

export type ClusterFirewall = {
  enable?: boolean;
  policyIn?: Policy;
  policyOut?: Policy;
  aliases: Alias[];
  ipsets: IpSet[];
  groups: Group[];
  rules: Rule[];
};

export type HostFirewall = {
  enable?: boolean;
  ndp?: boolean;
  nosmurfs?: boolean;
  tcpflags?: boolean;
  /** `nf_conntrack_allow_invalid`. */
  allowInvalid?: boolean;
  rules: Rule[];
};

export type GuestFirewall = {
  enable?: boolean;
  policyIn?: Policy;
  policyOut?: Policy;
  dhcp?: boolean;
  ndp?: boolean;
  radv?: boolean;
  macfilter?: boolean;
  ipfilter?: boolean;
  aliases?: Alias[];
  ipsets?: IpSet[];
  rules: Rule[];
};

/** `ip` and `ip6` are an address with its prefix, or a word such as `dhcp` or `auto`. */
export type Nic = { id: string; bridge: string; ip?: string; ip6?: string; mac: string; firewall: boolean };

export type Guest = { vmid: number; name: string; nics: Nic[]; firewall: GuestFirewall };

/** A bridge with the networks on it, and the host's own addresses there. */
export type Network = { bridge: string; cidr?: string; host?: string; cidr6?: string; host6?: string };

export type CorosyncNode = { name: string; rings: Record<string, string> };
export type Corosync = { transport?: string; nodes: CorosyncNode[] };

/** Everything that decides what passes on one node. */
export type Lab = {
  node: string;
  /** The network of the node's own address, which Proxmox detects as `local_network`. */
  localNetwork: string | null;
  networks: Network[];
  corosync?: Corosync;
  cluster: ClusterFirewall;
  host: HostFirewall;
  guests: Guest[];
};
