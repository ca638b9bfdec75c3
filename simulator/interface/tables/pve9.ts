/**
 * What Proxmox VE 9.2 changes, on top of the tables of 8.4. An endpoint with a permission is new; one without is
 * amended by the lines below it: `name: …` adds or replaces a parameter, `-name` takes one away, and `+word` is something
 * that the endpoint's answer or behaviour gains, which handlers ask for by that word. `{shape}` amends a property string.
 */
export const pve9Table = `
POST /access/domains
  audiences?: string
PUT /access/domains/{realm}
  audiences?: string
PUT /access/users/{userid}/token/{tokenid}
  delete?: string <pve-configid-list>
  regenerate?: boolean =0
POST /cluster/backup
  -maxfiles
  -notification-policy
  -notification-target
PUT /cluster/backup/{id}
  -maxfiles
  -notification-policy
  -notification-target
PUT /cluster/firewall/options
  enable?: integer 0.. =0
PUT /cluster/options
  location?: string
  replication?: string
GET /cluster/resources
  type?: string vm|storage|node|sdn|network
  +host-arch
  +memhost
  +network
PUT /nodes/{node}/firewall/options
  enable?: boolean =1
  ndp?: boolean =1
GET /nodes/{node}/lxc
  +pressure
POST /nodes/{node}/lxc
  entrypoint?: string ="/sbin/init"
  env?: string
  ha-managed?: boolean =0
  unprivileged?: boolean =1
  +privileged-needs-sys-modify
POST /nodes/{node}/lxc/{vmid}/clone
  +privileged-needs-sys-modify
PUT /nodes/{node}/lxc/{vmid}/config
  entrypoint?: string ="/sbin/init"
  env?: string
  +hotplug-dev
PUT /nodes/{node}/lxc/{vmid}/firewall/options
  ndp?: boolean =1
GET /nodes/{node}/lxc/{vmid}/migrate protected proxy: /vms/{vmid} VM.Migrate
  target?
GET /nodes/{node}/lxc/{vmid}/status/current
  +pressure
GET /nodes/{node}/network
  type?: string bridge|bond|eth|alias|vlan|fabric|OVSBridge|OVSBond|OVSPort|OVSIntPort|vnet|any_bridge|any_local_bridge|include_sdn
POST /nodes/{node}/network
  type: string bridge|bond|eth|alias|vlan|fabric|OVSBridge|OVSBond|OVSPort|OVSIntPort|vnet|unknown
PUT /nodes/{node}/network
  regenerate-frr?: boolean =0
PUT /nodes/{node}/network/{iface}
  type: string bridge|bond|eth|alias|vlan|fabric|OVSBridge|OVSBond|OVSPort|OVSIntPort|vnet|unknown
GET /nodes/{node}/query-oci-repo-tags proxy: all
  reference: string length:..255
GET /nodes/{node}/rrddata
  timeframe: string hour|day|week|month|year|decade
GET /nodes/{node}/status
  +memory-available
GET /nodes/{node}/storage
  +formats
GET /nodes/{node}/storage/{storage}/identity protected proxy: /storage/{storage} Datastore.Audit|Datastore.AllocateSpace
POST /nodes/{node}/storage/{storage}/oci-registry-pull protected proxy: /storage/{storage} Datastore.AllocateTemplate
  filename?
  reference: string length:..255
POST /nodes/{node}/vzdump
  -maxfiles
  -notification-policy
  -notification-target
  +job-id-only-root
GET /storage
  type?: string btrfs|cephfs|cifs|dir|esxi|iscsi|iscsidirect|lvm|lvmthin|nfs|pbs|rbd|zfs|zfspool
POST /storage
  saferemove-stepsize?: integer 1|2|4|8|16|32 =32
  snapshot-as-volume-chain?: boolean =0
  blocksize?: string <pve-storage-zfs-blocksize>
  type: string btrfs|cephfs|cifs|dir|esxi|iscsi|iscsidirect|lvm|lvmthin|nfs|pbs|rbd|zfs|zfspool
  -maxfiles
  -server2
  -transport
  -volume
PUT /storage/{storage}
  saferemove-stepsize?: integer 1|2|4|8|16|32 =32
  snapshot-as-volume-chain?: boolean =0
  blocksize?: string <pve-storage-zfs-blocksize>
  -maxfiles
  -server2
  -transport
{crs}
  ha?: string basic|static|dynamic ="basic"
  ha-auto-rebalance?: boolean =0
  ha-auto-rebalance-hold-duration?: integer 0.. =3
  ha-auto-rebalance-margin?: number 0..100 =10
  ha-auto-rebalance-method?: string bruteforce|topsis ="bruteforce"
  ha-auto-rebalance-threshold?: number 0..100 =30
{mount}
  idmap?: string
  keepattrs?: boolean =0
{net}
  host-managed?: boolean =0
{rootfs}
  idmap?: string
`;
