/** The property strings (`key=value,…`) that parameters refer to as `{name}`. */
export const propertyStringsTable = String.raw`
bwlimit
  clone?: number 0..
  default?: number 0..
  migration?: number 0..
  move?: number 0..
  restore?: number 0..
crs
  ha?: string basic|static ="basic"
  ha-rebalance-on-start?: boolean =0
device
  deny-write?: boolean =0
  gid?: integer 0..
  mode?: string /0[0-7]{3}/
  path?: string <pve-lxc-dev-string> default-key
  uid?: integer 0..
features
  force_rw_sys?: boolean =0
  fuse?: boolean =0
  keyctl?: boolean =0
  mknod?: boolean =0
  mount?: string /(?^:[a-zA-Z0-9_; ]+)/
  nesting?: boolean =0
ha
  shutdown_policy: string freeze|failover|conditional|migrate ="conditional"
log-ratelimit
  burst?: integer 0.. =5
  enable: boolean default-key ="1"
  rate?: string ="1/second" /[1-9][0-9]*\/(second|minute|hour|day)/
migration
  network?: string <CIDR>
  type: string secure|insecure default-key ="secure"
mount
  acl?: boolean
  backup?: boolean
  mountoptions?: string /(?^:(?^:(discard|lazytime|noatime|nodev|noexec|nosuid))(;(?^:(discard|lazytime|noatime|nodev|noexec|nosuid)))*)/
  mp: string <pve-lxc-mp-string>
  quota?: boolean
  replicate?: boolean =1
  ro?: boolean
  shared?: boolean =0
  size?: string <disk-size>
  volume: string <pve-lxc-mp-string> default-key
net
  bridge?: string /[-_.\w\d]+/
  firewall?: boolean
  gw?: string <ipv4>
  gw6?: string <ipv6>
  hwaddr?: string <mac-addr>
  ip?: string <pve-ipv4-config>
  ip6?: string <pve-ipv6-config>
  link_down?: boolean
  mtu?: integer 64..65535
  name: string /[-_.\w\d]+/
  rate?: number
  tag?: integer 1..4094
  trunks?: string /(?^:\d+(?:;\d+)*)/
  type?: string veth
next-id
  lower?: integer min:100 max:999999999 =100
  upper?: integer min:100 max:1000000000 =1000000
notify
  fencing?: string always|never
  package-updates?: string auto|always|never ="auto"
  replication?: string always|never
  target-fencing?: string
  target-package-updates?: string
  target-replication?: string
rootfs
  acl?: boolean
  mountoptions?: string /(?^:(?^:(discard|lazytime|noatime|nodev|noexec|nosuid))(;(?^:(discard|lazytime|noatime|nodev|noexec|nosuid)))*)/
  quota?: boolean
  replicate?: boolean =1
  ro?: boolean
  shared?: boolean =0
  size?: string <disk-size>
  volume: string <pve-lxc-mp-string> default-key
tag-style
  case-sensitive?: boolean =0
  color-map?: string /(?:(?^i:[a-z0-9_][a-z0-9_\-\+\.]*):[0-9a-fA-F]{6}(?::[0-9a-fA-F]{6})?)(?:;(?:(?^i:[a-z0-9_][a-z0-9_\-\+\.]*):[0-9a-fA-F]{6}(?::[0-9a-fA-F]{6})?))*/
  ordering?: string config|alphabetical ="alphabetical"
  shape?: string full|circle|dense|none ="circle"
u2f
  appid?: string
  origin?: string
unused
  volume: string <pve-volume-id> default-key
user-tag-access
  user-allow?: string none|list|existing|free ="free"
  user-allow-list?: string /(?^i:[a-z0-9_][a-z0-9_\-\+\.]*)(?:;(?^i:[a-z0-9_][a-z0-9_\-\+\.]*))*/
webauthn
  allow-subdomains?: boolean =1
  id?: string
  origin?: string
  rp?: string
`;
