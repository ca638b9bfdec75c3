/** The interface of the firewall of the datacenter, of a node and of a guest, in the notation of `interface/notation.ts`. */
export const firewallTable = String.raw`
GET /cluster/firewall: all
GET /cluster/firewall/aliases: / Sys.Audit
POST /cluster/firewall/aliases protected: / Sys.Modify
  comment? name
  cidr: string <IPorCIDR>
DELETE /cluster/firewall/aliases/{name} protected: / Sys.Modify
  digest?
GET /cluster/firewall/aliases/{name}: / Sys.Audit
PUT /cluster/firewall/aliases/{name} protected: / Sys.Modify
  comment? digest? rename?
  cidr: string <IPorCIDR>
GET /cluster/firewall/groups: all
POST /cluster/firewall/groups protected: / Sys.Modify
  comment? digest? group
  rename?: string length:2..18 /[A-Za-z][A-Za-z0-9\-\_]+/
DELETE /cluster/firewall/groups/{group} protected: / Sys.Modify
GET /cluster/firewall/groups/{group}: / Sys.Audit
POST /cluster/firewall/groups/{group} protected: / Sys.Modify
  action comment? dest? digest? dport? enable? icmp-type? iface? log? macro? pos? proto? source? sport? type
DELETE /cluster/firewall/groups/{group}/{pos} protected: / Sys.Modify
  digest? pos?
GET /cluster/firewall/groups/{group}/{pos}: / Sys.Audit
  pos?
PUT /cluster/firewall/groups/{group}/{pos} protected: / Sys.Modify
  action? comment? delete? dest? digest? dport? enable? icmp-type? iface? log? macro? moveto? pos? proto?
  source? sport? type?
GET /cluster/firewall/ipset: / Sys.Audit
POST /cluster/firewall/ipset protected: / Sys.Modify
  comment? digest? name rename?
DELETE /cluster/firewall/ipset/{name} protected: / Sys.Modify
  force?
GET /cluster/firewall/ipset/{name}: / Sys.Audit
POST /cluster/firewall/ipset/{name} protected: / Sys.Modify
  cidr comment? nomatch?
DELETE /cluster/firewall/ipset/{name}/{cidr} protected: / Sys.Modify
  digest?
GET /cluster/firewall/ipset/{name}/{cidr} protected: / Sys.Audit
PUT /cluster/firewall/ipset/{name}/{cidr} protected: / Sys.Modify
  comment? digest? nomatch?
GET /cluster/firewall/macros: all
GET /cluster/firewall/options: / Sys.Audit
PUT /cluster/firewall/options protected: / Sys.Modify
  delete? digest? enable? policy_in? policy_out?
  ebtables?: boolean =1
  log_ratelimit?: string {log-ratelimit}
  policy_forward?: string ACCEPT|DROP
GET /cluster/firewall/refs: / Sys.Audit
  type?: string alias|ipset
GET /cluster/firewall/rules: / Sys.Audit
POST /cluster/firewall/rules protected: / Sys.Modify
  action comment? dest? digest? dport? enable? icmp-type? iface? log? macro? pos? proto? source? sport? type
DELETE /cluster/firewall/rules/{pos} protected: / Sys.Modify
  digest? pos?
GET /cluster/firewall/rules/{pos}: / Sys.Audit
  pos?
PUT /cluster/firewall/rules/{pos} protected: / Sys.Modify
  action? comment? delete? dest? digest? dport? enable? icmp-type? iface? log? macro? moveto? pos? proto?
  source? sport? type?
GET /nodes/{node}/firewall: all
GET /nodes/{node}/firewall/log protected proxy: /nodes/{node} Sys.Syslog
  limit? since? start? until?
GET /nodes/{node}/firewall/options proxy: /nodes/{node} Sys.Audit
PUT /nodes/{node}/firewall/options protected proxy: /nodes/{node} Sys.Modify
  delete? digest? log_level_in? log_level_out? ndp?
  enable?: boolean
  log_level_forward?: string emerg|alert|crit|err|warning|notice|info|debug|nolog
  log_nf_conntrack?: boolean =0
  nf_conntrack_allow_invalid?: boolean =0
  nf_conntrack_helpers?: string <pve-fw-conntrack-helper> =""
  nf_conntrack_max?: integer 32768.. =262144
  nf_conntrack_tcp_timeout_established?: integer 7875.. =432000
  nf_conntrack_tcp_timeout_syn_recv?: integer 30..60 =60
  nftables?: boolean =0
  nosmurfs?: boolean
  protection_synflood?: boolean =0
  protection_synflood_burst?: integer =1000
  protection_synflood_rate?: integer =200
  smurf_log_level?: string emerg|alert|crit|err|warning|notice|info|debug|nolog
  tcp_flags_log_level?: string emerg|alert|crit|err|warning|notice|info|debug|nolog
  tcpflags?: boolean =0
GET /nodes/{node}/firewall/rules proxy: /nodes/{node} Sys.Audit
POST /nodes/{node}/firewall/rules protected proxy: /nodes/{node} Sys.Modify
  action comment? dest? digest? dport? enable? icmp-type? iface? log? macro? pos? proto? source? sport? type
DELETE /nodes/{node}/firewall/rules/{pos} protected proxy: /nodes/{node} Sys.Modify
  digest? pos?
GET /nodes/{node}/firewall/rules/{pos} proxy: /nodes/{node} Sys.Audit
  pos?
PUT /nodes/{node}/firewall/rules/{pos} protected proxy: /nodes/{node} Sys.Modify
  action? comment? delete? dest? digest? dport? enable? icmp-type? iface? log? macro? moveto? pos? proto?
  source? sport? type?
GET /nodes/{node}/lxc/{vmid}/firewall: all
GET /nodes/{node}/lxc/{vmid}/firewall/aliases: /vms/{vmid} VM.Audit
POST /nodes/{node}/lxc/{vmid}/firewall/aliases protected: /vms/{vmid} VM.Config.Network
  comment? name
  cidr: string <IPorCIDR>
DELETE /nodes/{node}/lxc/{vmid}/firewall/aliases/{name} protected: /vms/{vmid} VM.Config.Network
  digest?
GET /nodes/{node}/lxc/{vmid}/firewall/aliases/{name}: /vms/{vmid} VM.Audit
PUT /nodes/{node}/lxc/{vmid}/firewall/aliases/{name} protected: /vms/{vmid} VM.Config.Network
  comment? digest? rename?
  cidr: string <IPorCIDR>
GET /nodes/{node}/lxc/{vmid}/firewall/ipset: /vms/{vmid} VM.Audit
POST /nodes/{node}/lxc/{vmid}/firewall/ipset protected: /vms/{vmid} VM.Config.Network
  comment? digest? name rename?
DELETE /nodes/{node}/lxc/{vmid}/firewall/ipset/{name} protected: /vms/{vmid} VM.Config.Network
  force?
GET /nodes/{node}/lxc/{vmid}/firewall/ipset/{name}: /vms/{vmid} VM.Audit
POST /nodes/{node}/lxc/{vmid}/firewall/ipset/{name} protected: /vms/{vmid} VM.Config.Network
  cidr comment? nomatch?
DELETE /nodes/{node}/lxc/{vmid}/firewall/ipset/{name}/{cidr} protected: /vms/{vmid} VM.Config.Network
  digest?
GET /nodes/{node}/lxc/{vmid}/firewall/ipset/{name}/{cidr} protected: /vms/{vmid} VM.Audit
PUT /nodes/{node}/lxc/{vmid}/firewall/ipset/{name}/{cidr} protected: /vms/{vmid} VM.Config.Network
  comment? digest? nomatch?
GET /nodes/{node}/lxc/{vmid}/firewall/log protected proxy: /vms/{vmid} VM.Console
  limit? since? start? until?
GET /nodes/{node}/lxc/{vmid}/firewall/options proxy: /vms/{vmid} VM.Audit
PUT /nodes/{node}/lxc/{vmid}/firewall/options protected proxy: /vms/{vmid} VM.Config.Network
  delete? digest? log_level_in? log_level_out? ndp? policy_in? policy_out?
  dhcp?: boolean =0
  enable?: boolean =0
  ipfilter?: boolean
  macfilter?: boolean =1
  radv?: boolean
GET /nodes/{node}/lxc/{vmid}/firewall/refs: /vms/{vmid} VM.Audit
  type?: string alias|ipset
GET /nodes/{node}/lxc/{vmid}/firewall/rules: /vms/{vmid} VM.Audit
POST /nodes/{node}/lxc/{vmid}/firewall/rules protected: /vms/{vmid} VM.Config.Network
  action comment? dest? digest? dport? enable? icmp-type? iface? log? macro? pos? proto? source? sport? type
DELETE /nodes/{node}/lxc/{vmid}/firewall/rules/{pos} protected: /vms/{vmid} VM.Config.Network
  digest? pos?
GET /nodes/{node}/lxc/{vmid}/firewall/rules/{pos}: /vms/{vmid} VM.Audit
  pos?
PUT /nodes/{node}/lxc/{vmid}/firewall/rules/{pos} protected: /vms/{vmid} VM.Config.Network
  action? comment? delete? dest? digest? dport? enable? icmp-type? iface? log? macro? moveto? pos? proto?
  source? sport? type?
`;
