/** The interface of a node, in the notation of `interface/notation.ts`. */
export const nodesTable = String.raw`
GET /nodes: all
GET /nodes/{node}: all
GET /nodes/{node}/aplinfo proxy: all
POST /nodes/{node}/aplinfo protected proxy: /storage/{storage} Datastore.AllocateTemplate
  storage
  template: string length:..255
GET /nodes/{node}/dns proxy: /nodes/{node} Sys.Audit
PUT /nodes/{node}/dns protected proxy: /nodes/{node} Sys.Modify
  dns1?: string <ip>
  dns2?: string <ip>
  dns3?: string <ip>
  search: string
GET /nodes/{node}/hosts protected proxy: / Sys.Audit
POST /nodes/{node}/hosts protected proxy: /nodes/{node} Sys.Modify
  digest?
  data: string
POST /nodes/{node}/migrateall protected proxy: all
  target vms?
  maxworkers?: integer 1..
  with-local-disks?: boolean
DELETE /nodes/{node}/network protected proxy: /nodes/{node} Sys.Modify
GET /nodes/{node}/network proxy: all
  type?: string bridge|bond|eth|alias|vlan|OVSBridge|OVSBond|OVSPort|OVSIntPort|vnet|any_bridge|any_local_bridge
POST /nodes/{node}/network protected proxy: /nodes/{node} Sys.Modify
  address? address6? autostart? bond-primary? bond_mode? bond_xmit_hash_policy? bridge_ports? bridge_vids?
  bridge_vlan_aware? cidr6? comments? comments6? gateway? gateway6? iface netmask? netmask6? ovs_bonds?
  ovs_bridge? ovs_options? ovs_ports? ovs_tag? slaves? vlan-id? vlan-raw-device?
  cidr?: string <CIDRv4>
  mtu?: integer 1280..65520
  type: string bridge|bond|eth|alias|vlan|OVSBridge|OVSBond|OVSPort|OVSIntPort|vnet|unknown
PUT /nodes/{node}/network protected proxy: /nodes/{node} Sys.Modify
DELETE /nodes/{node}/network/{iface} protected proxy: /nodes/{node} Sys.Modify
GET /nodes/{node}/network/{iface} proxy: /nodes/{node} Sys.Audit
PUT /nodes/{node}/network/{iface} protected proxy: /nodes/{node} Sys.Modify
  address? address6? autostart? bond-primary? bond_mode? bond_xmit_hash_policy? bridge_ports? bridge_vids?
  bridge_vlan_aware? cidr6? comments? comments6? delete? gateway? gateway6? netmask? netmask6? ovs_bonds?
  ovs_bridge? ovs_options? ovs_ports? ovs_tag? slaves? vlan-id? vlan-raw-device?
  cidr?: string <CIDRv4>
  mtu?: integer 1280..65520
  type: string bridge|bond|eth|alias|vlan|OVSBridge|OVSBond|OVSPort|OVSIntPort|vnet|unknown
GET /nodes/{node}/rrddata protected: /nodes/{node} Sys.Audit
  cf? timeframe
GET /nodes/{node}/services protected proxy: /nodes/{node} Sys.Audit
GET /nodes/{node}/services/{service}: /nodes/{node} Sys.Audit
POST /nodes/{node}/services/{service}/reload protected proxy: /nodes/{node} Sys.Modify
POST /nodes/{node}/services/{service}/restart protected proxy: /nodes/{node} Sys.Modify
POST /nodes/{node}/services/{service}/start protected proxy: /nodes/{node} Sys.Modify
GET /nodes/{node}/services/{service}/state protected proxy: /nodes/{node} Sys.Audit
POST /nodes/{node}/services/{service}/stop protected proxy: /nodes/{node} Sys.Modify
POST /nodes/{node}/startall protected proxy: all
  vms?
  force?: boolean ="off"
GET /nodes/{node}/status proxy: /nodes/{node} Sys.Audit
POST /nodes/{node}/status protected proxy: /nodes/{node} Sys.PowerMgmt
  command: string reboot|shutdown
POST /nodes/{node}/stopall protected proxy: all
  vms?
  force-stop?: boolean =1
  timeout?: integer 0..7200 =180
DELETE /nodes/{node}/subscription protected proxy: /nodes/{node} Sys.Modify
GET /nodes/{node}/subscription proxy: all
POST /nodes/{node}/subscription protected proxy: /nodes/{node} Sys.Modify
  force?: boolean =0
PUT /nodes/{node}/subscription protected proxy: /nodes/{node} Sys.Modify
  key: string length:..32 /\s*pve([1248])([cbsp])-[0-9a-f]{10}\s*/
GET /nodes/{node}/tasks proxy: all
  vmid?
  errors?: boolean =0
  limit?: integer 0.. =50
  since?: integer
  source?: string archive|active|all ="archive"
  start?: integer 0.. =0
  statusfilter?: string <pve-task-status-type-list>
  typefilter?: string
  until?: integer
  userfilter?: string
DELETE /nodes/{node}/tasks/{upid} protected proxy: all
GET /nodes/{node}/tasks/{upid}: all
GET /nodes/{node}/tasks/{upid}/log protected proxy download: all
  download?: boolean
  limit?: integer 0.. =50
  start?: integer 0.. =0
GET /nodes/{node}/tasks/{upid}/status protected proxy: all
POST /nodes/{node}/termproxy protected: /nodes/{node} Sys.Console
  cmd?: string ceph_install|upgrade|login ="login"
  cmd-opts?: string requires:cmd =""
GET /nodes/{node}/time proxy: /nodes/{node} Sys.Audit
PUT /nodes/{node}/time protected proxy: /nodes/{node} Sys.Modify
  timezone: string
GET /nodes/{node}/version proxy: all
`;
