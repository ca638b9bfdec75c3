/** The interface of containers, in the notation of `interface/notation.ts`. */
export const lxcTable = String.raw`
GET /nodes/{node}/lxc protected proxy: all
POST /nodes/{node}/lxc protected proxy: all
  arch? bwlimit? cmode? console? cores? cpulimit? cpuunits? debug? dev[n]? features? force? hookscript?
  hostname? lock? memory? mp[n]? nameserver? net[n]? onboot? ostype? protection? rootfs? searchdomain? startup?
  swap? tags? template? timezone? tty? unprivileged? unused[n]? vmid
  description?: string length:..8192
  ignore-unpack-errors?: boolean
  ostemplate: string length:..255
  password?: string length:5..
  pool?: string <pve-poolid>
  restore?: boolean
  ssh-public-keys?: string
  start?: boolean =0
  storage?: string <pve-storage-id> ="local"
  unique?: boolean requires:restore
DELETE /nodes/{node}/lxc/{vmid} protected proxy: /vms/{vmid} VM.Allocate
  destroy-unreferenced-disks?: boolean
  force?: boolean =0
  purge?: boolean =0
GET /nodes/{node}/lxc/{vmid} proxy: all
POST /nodes/{node}/lxc/{vmid}/clone protected proxy: ["and",["perm","/vms/{vmid}",["VM.Clone"]],["or",["perm","/vms/{newid}",["VM.Allocate"]],["perm","/pool/{pool}",["VM.Allocate"],"require_param","pool"]]]
  bwlimit? description? full? snapname? storage? target?
  hostname?: string <dns-name>
  newid: integer <pve-vmid> 100..999999999
  pool?: string <pve-poolid>
GET /nodes/{node}/lxc/{vmid}/config proxy: /vms/{vmid} VM.Audit
  current?: boolean =0
  snapshot?: string <pve-configid> length:..40
PUT /nodes/{node}/lxc/{vmid}/config protected proxy: /vms/{vmid} VM.Config.Disk|VM.Config.CPU|VM.Config.Memory|VM.Config.Network|VM.Config.Options
  arch? cmode? console? cores? cpulimit? cpuunits? debug? delete? dev[n]? features? hookscript? hostname? lock?
  memory? mp[n]? nameserver? net[n]? onboot? ostype? protection? rootfs? searchdomain? startup? swap? tags?
  template? timezone? tty? unprivileged? unused[n]?
  description?: string length:..8192
  digest?: string length:..40
  revert?: string <pve-configid-list>
GET /nodes/{node}/lxc/{vmid}/feature protected proxy: /vms/{vmid} VM.Audit
  snapname?
  feature: string snapshot|clone|copy
GET /nodes/{node}/lxc/{vmid}/interfaces protected proxy: /vms/{vmid} VM.Audit
POST /nodes/{node}/lxc/{vmid}/migrate protected proxy: /vms/{vmid} VM.Migrate
  bwlimit? online? restart? target target-storage?
  timeout?: integer =180
POST /nodes/{node}/lxc/{vmid}/move_volume protected proxy: /vms/{vmid} VM.Config.Disk
  bwlimit? storage? target-vmid?
  delete?: boolean =0
  digest?: string length:..40
  target-digest?: string length:..40
  target-volume?: string rootfs|mp[0-255]|unused[0-255]
  volume: string rootfs|mp[0-255]|unused[0-255]
POST /nodes/{node}/lxc/{vmid}/mtunnel protected: ["and",["perm","/vms/{vmid}",["VM.Allocate"]],["perm","/",["Sys.Incoming"]]]
  bridges?: string <pve-bridge-id-list>
  storages?: string <pve-storage-id-list>
GET /nodes/{node}/lxc/{vmid}/mtunnelwebsocket: all
  socket: string
  ticket: string
GET /nodes/{node}/lxc/{vmid}/pending proxy: /vms/{vmid} VM.Audit
POST /nodes/{node}/lxc/{vmid}/remote_migrate protected proxy: /vms/{vmid} VM.Migrate
  bwlimit? online? restart? target-storage target-vmid?
  delete?: boolean =0
  target-bridge: string <bridge-pair-list>
  target-endpoint: string <proxmox-remote>
  timeout?: integer =180
PUT /nodes/{node}/lxc/{vmid}/resize protected proxy: ["perm","/vms/{vmid}",["VM.Config.Disk"],"any",1]
  digest?: string length:..40
  disk: string rootfs|mp[0-255]
  size: string /\+?\d+(\.\d+)?[KMGT]?/
GET /nodes/{node}/lxc/{vmid}/rrd protected: /vms/{vmid} VM.Audit
  cf? ds timeframe
GET /nodes/{node}/lxc/{vmid}/rrddata protected: /vms/{vmid} VM.Audit
  cf? timeframe
GET /nodes/{node}/lxc/{vmid}/snapshot protected proxy: /vms/{vmid} VM.Audit
POST /nodes/{node}/lxc/{vmid}/snapshot protected proxy: /vms/{vmid} VM.Snapshot
  description? snapname
DELETE /nodes/{node}/lxc/{vmid}/snapshot/{snapname} protected proxy: /vms/{vmid} VM.Snapshot
  force?
GET /nodes/{node}/lxc/{vmid}/snapshot/{snapname}: all
GET /nodes/{node}/lxc/{vmid}/snapshot/{snapname}/config proxy: /vms/{vmid} VM.Snapshot|VM.Snapshot.Rollback|VM.Audit
PUT /nodes/{node}/lxc/{vmid}/snapshot/{snapname}/config protected proxy: /vms/{vmid} VM.Snapshot
  description?
POST /nodes/{node}/lxc/{vmid}/snapshot/{snapname}/rollback protected proxy: /vms/{vmid} VM.Snapshot|VM.Snapshot.Rollback
  start?: boolean =0
POST /nodes/{node}/lxc/{vmid}/spiceproxy protected proxy: /vms/{vmid} VM.Console
  proxy?: string <address>
GET /nodes/{node}/lxc/{vmid}/status proxy: all
GET /nodes/{node}/lxc/{vmid}/status/current protected proxy: /vms/{vmid} VM.Audit
POST /nodes/{node}/lxc/{vmid}/status/reboot protected proxy: /vms/{vmid} VM.PowerMgmt
  timeout?: integer 0..
POST /nodes/{node}/lxc/{vmid}/status/resume protected proxy: /vms/{vmid} VM.PowerMgmt
POST /nodes/{node}/lxc/{vmid}/status/shutdown protected proxy: /vms/{vmid} VM.PowerMgmt
  forceStop?: boolean =0
  timeout?: integer 0.. =60
POST /nodes/{node}/lxc/{vmid}/status/start protected proxy: /vms/{vmid} VM.PowerMgmt
  debug? skiplock?
POST /nodes/{node}/lxc/{vmid}/status/stop protected proxy: /vms/{vmid} VM.PowerMgmt
  skiplock?
  overrule-shutdown?: boolean =0
POST /nodes/{node}/lxc/{vmid}/status/suspend protected proxy: /vms/{vmid} VM.PowerMgmt
POST /nodes/{node}/lxc/{vmid}/template protected proxy: /vms/{vmid} VM.Allocate
POST /nodes/{node}/lxc/{vmid}/termproxy protected: /vms/{vmid} VM.Console
POST /nodes/{node}/lxc/{vmid}/vncproxy protected: /vms/{vmid} VM.Console
  height?: integer 16..2160
  websocket?: boolean
  width?: integer 16..4096
GET /nodes/{node}/lxc/{vmid}/vncwebsocket: /vms/{vmid} VM.Console
  port: integer 5900..5999
  vncticket: string length:..512
`;
