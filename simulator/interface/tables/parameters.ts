/** Parameters that mean the same wherever they stand: a table line names them, and this says what they are. */
export const parametersTable = String.raw`
acr-values: string /^[^\x00-\x1F\x7F <>#"]*$/
action: string length:2..20 /[A-Za-z][A-Za-z0-9\-\_]+/
address: string <ipv4> requires:netmask
address6: string <ipv6> requires:netmask6
all: boolean =0
allow-move: boolean =0
api-path-prefix: string
arch: string amd64|i386|arm64|armhf|riscv32|riscv64 ="amd64"
autocreate: boolean =0
autostart: boolean
base_dn: string length:..256
bind_dn: string length:..256
blocksize: string
bond-primary: string <pve-iface>
bond_mode: string balance-rr|active-backup|balance-xor|broadcast|802.3ad|balance-tlb|balance-alb|balance-slb|lacp-balance-slb|lacp-balance-tcp
bond_xmit_hash_policy: string layer2|layer2+3|layer3+4
bridge_ports: string <pve-iface-list>
bridge_vids: string <pve-vlan-id-or-range-list>
bridge_vlan_aware: boolean
bucket: string
bwlimit: number 0..
capath: string ="/etc/ssl/certs"
case-sensitive: boolean =1
cert: string
certkey: string
cf: string AVERAGE|MAX
check-connection: boolean =0
checksum: string requires:checksum-algorithm
checksum-algorithm: string md5|sha1|sha224|sha256|sha384|sha512 requires:checksum
cidr: string <IPorCIDRorAlias>
cidr6: string <CIDRv6>
client-id: string length:..256
client-key: string length:..256
cmode: string shell|console|tty ="tty"
comment: string
comments: string
comments6: string
compress: string 0|1|gzip|lzo|zstd ="0"
comstar_hg: string
comstar_tg: string
console: boolean =1
content: string <pve-storage-content-list>
content-dirs: string <pve-dir-override-list>
cores: integer 1..8192
cpulimit: number 0..8192 =0
cpuunits: integer 0..500000 ="cgroup v1: 1024, cgroup v2: 100"
create-base-path: boolean ="yes"
create-subdirs: boolean ="yes"
data-pool: string
debug: boolean =0
default: boolean
delete: string <pve-configid-list>
description: string
dest: string <pve-fw-addr-spec> length:..512
dev[n]: string {device}
digest: string length:..64
disable: boolean
domain: string length:..256 /\S+/
dport: string <pve-fw-dport-spec>
ds: string <pve-configid-list>
dumpdir: string
email: string <email-opt> length:..254
enable: integer 0..
enabled: boolean ="1"
encryption-key: string
exclude: string <pve-vmid-list>
exclude-path: array of:string
expire: integer 0..
features: string {features}
filename: string length:..255
filepath: string
filter: string length:..2048
fingerprint: string /([A-Fa-f0-9]{2}:){31}[A-Fa-f0-9]{2}/
firstname: string length:..1024
fleecing: string <backup-fleecing>
force: boolean
format: string raw|qcow2|subvol|vmdk
fs-name: string <pve-configid>
full: boolean
fuse: boolean
gateway: string <ipv4>
gateway6: string <ipv6>
group: string length:2..18 /[A-Za-z][A-Za-z0-9\-\_]+/
group_classes: string <ldap-simple-attr-list> ="groupOfNames, group, univentionGroup, ipausergroup"
group_dn: string length:..256
group_filter: string length:..2048
group_name_attr: string <ldap-simple-attr> length:..256
groupid: string <pve-groupid>
groups: string <pve-groupid-list>
groups-autocreate: boolean =0
groups-claim: string length:..256 /(?^:[A-Za-z0-9\.\-_]+)/
groups-overwrite: boolean =0
hookscript: string <pve-volume-id>
hostname: string <dns-name> length:..255
icmp-type: string <pve-fw-icmp-type-spec>
id: string <pve-configid>
iface: string <pve-iface> length:2..20
influxdbproto: string udp|http|https ="udp"
ionice: integer 0..8 =7
is_mountpoint: string ="no"
issuer-url: string length:..256
keyring: string
keys: string /[0-9a-zA-Z!=]{0,4096}/
krbd: boolean =0
lastname: string length:..1024
limit: integer 0..
lio_tpg: string
lock: string backup|create|destroyed|disk|fstrim|migrate|mounted|rollback|snapshot|snapshot-delete
lockwait: integer 0.. =180
log: string emerg|alert|crit|err|warning|notice|info|debug|nolog
log_level_in: string emerg|alert|crit|err|warning|notice|info|debug|nolog
log_level_out: string emerg|alert|crit|err|warning|notice|info|debug|nolog
macro: string length:..128
mailnotification: string always|failure ="always"
mailto: string <email-or-username-list>
master-pubkey: string
max-body-size: integer 1.. =25000000
max-protected-backups: integer -1..
maxfiles: integer 1..
memory: integer 16.. =512
mkdir: boolean ="yes"
mode: string snapshot|suspend|stop ="snapshot"
monhost: string <pve-storage-portal-dns-list>
mountpoint: string <pve-storage-path>
moveto: integer 0..
mp[n]: string {mount}
mtu: integer 512..65536 =1500
name: string length:2..64 /[A-Za-z][A-Za-z0-9\-\_]+/
nameserver: string <lxc-ip-with-ll-iface-list>
namespace: string
ndp: boolean =0
net[n]: string {net}
netmask: string <ipv4mask> requires:address
netmask6: integer 0..128 requires:address6
nocow: boolean =0
node: string <pve-node>
nodes: string <pve-node-list>
nomatch: boolean
notes-template: string length:..1024 requires:storage
notification-mode: string auto|legacy-sendmail|notification-system ="auto"
notification-policy: string always|failure|never ="always"
notification-target: string <pve-configid>
nowritecache: boolean
onboot: boolean =0
online: boolean
options: string <pve-storage-options>
organization: string
ostype: string debian|devuan|ubuntu|centos|fedora|opensuse|archlinux|alpine|gentoo|nixos|unmanaged
ovs_bonds: string <pve-iface-list>
ovs_bridge: string <pve-iface>
ovs_options: string length:..1024
ovs_ports: string <pve-iface-list>
ovs_tag: integer 1..4094
password: string
path: string
pbs-change-detection-mode: string legacy|data|metadata
performance: string <backup-performance>
pigz: integer =0
policy_in: string ACCEPT|REJECT|DROP
policy_out: string ACCEPT|REJECT|DROP
pool: string
poolid: string <pve-poolid>
port: integer 1..65535
pos: integer 0..
preallocation: string off|metadata|falloc|full ="metadata"
privs: string <pve-priv-list>
privsep: boolean =1
prompt: string /(?:none|login|consent|select_account|\S+)/
protected: boolean requires:storage
protection: boolean =0
proto: string <pve-fw-protocol-spec>
prune-backups: string <prune-backups>
query-userinfo: boolean =1
quiet: boolean =0
realm: string <pve-realm> length:..32
redirect-url: string length:..255
remove: boolean =1
rename: string length:2..64 /[A-Za-z][A-Za-z0-9\-\_]+/
repeat-missed: boolean =0
restart: boolean
roleid: string <pve-roleid>
rootfs: string {rootfs}
saferemove: boolean
saferemove_throughput: string
schedule: string <pve-calendar-event> length:..128
scopes: string ="email profile"
script: string
searchdomain: string <dns-name-list>
secure: boolean
server: string <address>
server1: string <address> length:..256
server2: string <address> length:..256
service: string chrony|corosync|cron|ksmtuned|postfix|pve-cluster|pve-firewall|pve-ha-crm|pve-ha-lrm|pvedaemon|pvefw-logger|pveproxy|pvescheduler|pvestatd|spiceproxy|sshd|syslog|systemd-journald|systemd-timesyncd
shared: boolean
since: integer 0..
skip-cert-verification: boolean ="false"
skiplock: boolean
slaves: string <pve-iface-list>
smbversion: string default|2.0|2.1|3|3.0|3.11 ="default"
snapname: string <pve-configid> length:..40
source: string <pve-fw-addr-spec> length:..512
sparse: boolean
sport: string <pve-fw-sport-spec>
sslversion: string tlsv1|tlsv1_1|tlsv1_2|tlsv1_3
start: integer 0..
starttime: string /\d{1,2}:\d{1,2}/
startup: string <pve-startup-order>
stdexcludes: boolean =1
stop: boolean =0
stopwait: integer 0.. =10
storage: string <pve-storage-id>
subdir: string <pve-storage-path>
swap: integer 0.. =512
sync-defaults-options: string <realm-sync-options>
sync_attributes: string /\w+=[^,]+(,\s*\w+=[^,]+)*/
tagged_only: boolean
tags: string <pve-tag-list>
target: string <pve-node>
target-storage: string <storage-pair-list>
target-vmid: integer <pve-vmid> 100..999999999
template: boolean =0
tfa: string <pve-tfa-config> length:..128
timeframe: string hour|day|week|month|year
timeout: integer 0.. =1
timezone: string <pve-ct-timezone>
tmpdir: string
token: string
tokenid: string /(?^:[A-Za-z][A-Za-z0-9\.\-_]+)/
transport: string tcp|rdma|unix
tty: integer 0..6 =2
type: string in|out|forward|group
unprivileged: boolean =0
until: integer 0..
unused[n]: string {unused}
upid: string
user_attr: string length:..256 /\S{2,}/
user_classes: string <ldap-simple-attr-list> ="inetorgperson, posixaccount, person, user"
userid: string <pve-userid> length:..64
username: string
verify: boolean =0
verify-certificate: boolean =1
vlan-id: integer 1..4094
vlan-raw-device: string <pve-iface>
vmid: integer <pve-vmid> 100..999999999
vms: string <pve-vmid-list>
volume: string
zfs-base-path: string <pve-storage-path>
zstd: integer =1
`;
