/** The interface of storages, their content, and backups, in the notation of `interface/notation.ts`. */
export const storageTable = String.raw`
GET /nodes/{node}/storage protected proxy: all
  content? storage? target?
  enabled?: boolean =0
  format?: boolean =0
GET /nodes/{node}/storage/{storage}: /storage/{storage} Datastore.Audit|Datastore.AllocateSpace
GET /nodes/{node}/storage/{storage}/content protected proxy: /storage/{storage} Datastore.Audit|Datastore.AllocateSpace
  vmid?
  content?: string <pve-storage-content>
POST /nodes/{node}/storage/{storage}/content protected proxy: /storage/{storage} Datastore.AllocateSpace
  vmid
  filename: string
  format?: string raw|qcow2|subvol|vmdk requires:size
  size: string /\d+[MG]?/
DELETE /nodes/{node}/storage/{storage}/content/{volume} protected proxy: all
  storage?
  delay?: integer 1..30
GET /nodes/{node}/storage/{storage}/content/{volume} protected proxy: all
  storage?
POST /nodes/{node}/storage/{storage}/content/{volume} protected proxy: root
  storage?
  target: string
  target_node?: string <pve-node>
PUT /nodes/{node}/storage/{storage}/content/{volume} protected proxy: all
  storage?
  notes?: string
  protected?: boolean
POST /nodes/{node}/storage/{storage}/download-url protected proxy: ["and",["perm","/storage/{storage}",["Datastore.AllocateTemplate"]],["or",["perm","/",["Sys.Audit","Sys.Modify"]],["perm","/nodes/{node}",["Sys.AccessNetwork"]]]]
  checksum? checksum-algorithm? filename
  compression?: string
  content: string iso|vztmpl|import <pve-storage-content>
  url: string /https?://.*/
  verify-certificates?: boolean =1
GET /nodes/{node}/storage/{storage}/file-restore/download protected proxy download: all
  filepath volume
  tar?: boolean =0
GET /nodes/{node}/storage/{storage}/file-restore/list protected proxy: all
  filepath volume
GET /nodes/{node}/storage/{storage}/import-metadata protected proxy: all
  volume
DELETE /nodes/{node}/storage/{storage}/prunebackups protected proxy: all
  prune-backups? vmid?
  type?: string qemu|lxc
GET /nodes/{node}/storage/{storage}/prunebackups protected proxy: /storage/{storage} Datastore.Audit|Datastore.AllocateSpace
  prune-backups? vmid?
  type?: string qemu|lxc
GET /nodes/{node}/storage/{storage}/rrd protected proxy: /storage/{storage} Datastore.Audit|Datastore.AllocateSpace
  cf? ds timeframe
GET /nodes/{node}/storage/{storage}/rrddata protected proxy: /storage/{storage} Datastore.Audit|Datastore.AllocateSpace
  cf? timeframe
GET /nodes/{node}/storage/{storage}/status protected proxy: /storage/{storage} Datastore.Audit|Datastore.AllocateSpace
POST /nodes/{node}/storage/{storage}/upload protected: /storage/{storage} Datastore.AllocateTemplate
  checksum? checksum-algorithm? filename
  content: string iso|vztmpl|import <pve-storage-content>
  tmpfilename?: string //var/tmp/pveupload-[0-9a-f]+/
POST /nodes/{node}/vzdump protected proxy: all
  all? compress? dumpdir? exclude? exclude-path? fleecing? ionice? lockwait? mailnotification? mailto?
  maxfiles? mode? node? notes-template? notification-mode? notification-policy? notification-target?
  pbs-change-detection-mode? performance? pigz? pool? protected? quiet? remove? script? stdexcludes? stop?
  stopwait? storage? tmpdir? zstd?
  bwlimit?: integer 0.. =0
  job-id?: string length:..50 /\S+/
  prune-backups?: string <prune-backups> ="keep-all=1"
  stdout?: boolean
  vmid?: string <pve-vmid-list>
GET /nodes/{node}/vzdump/defaults proxy: all
  storage?
GET /nodes/{node}/vzdump/extractconfig protected proxy: all
  volume
GET /storage: all
  type?: string btrfs|cephfs|cifs|dir|esxi|glusterfs|iscsi|iscsidirect|lvm|lvmthin|nfs|pbs|rbd|zfs|zfspool
POST /storage protected: /storage Datastore.Allocate
  blocksize? comstar_hg? comstar_tg? content? content-dirs? create-base-path? create-subdirs? data-pool?
  disable? encryption-key? fingerprint? format? fs-name? fuse? is_mountpoint? keyring? krbd? lio_tpg?
  master-pubkey? max-protected-backups? mkdir? monhost? mountpoint? namespace? nocow? nodes? nowritecache?
  options? pool? port? preallocation? prune-backups? saferemove? saferemove_throughput? shared?
  skip-cert-verification? smbversion? sparse? storage subdir? tagged_only? transport? username? volume?
  zfs-base-path?
  authsupported?: string
  base?: string <pve-volume-id>
  bwlimit?: string {bwlimit}
  datastore?: string
  domain?: string length:..256
  export?: string <pve-storage-path>
  iscsiprovider?: string
  maxfiles?: integer 0..
  password?: string length:..256
  path?: string <pve-storage-path>
  portal?: string <pve-storage-portal-dns>
  server?: string <pve-storage-server>
  server2?: string <pve-storage-server> requires:server
  share?: string
  target?: string
  thinpool?: string <pve-storage-vgname>
  type: string btrfs|cephfs|cifs|dir|esxi|glusterfs|iscsi|iscsidirect|lvm|lvmthin|nfs|pbs|rbd|zfs|zfspool
  vgname?: string <pve-storage-vgname>
DELETE /storage/{storage} protected: /storage Datastore.Allocate
GET /storage/{storage}: /storage/{storage} Datastore.Allocate
PUT /storage/{storage} protected: /storage Datastore.Allocate
  blocksize? comstar_hg? comstar_tg? content? content-dirs? create-base-path? create-subdirs? data-pool?
  digest? disable? encryption-key? fingerprint? format? fs-name? fuse? is_mountpoint? keyring? krbd? lio_tpg?
  master-pubkey? max-protected-backups? mkdir? monhost? mountpoint? namespace? nocow? nodes? nowritecache?
  options? pool? port? preallocation? prune-backups? saferemove? saferemove_throughput? shared?
  skip-cert-verification? smbversion? sparse? subdir? tagged_only? transport? username? zfs-base-path?
  bwlimit?: string {bwlimit}
  delete?: string <pve-configid-list> length:..4096
  domain?: string length:..256
  maxfiles?: integer 0..
  password?: string length:..256
  server?: string <pve-storage-server>
  server2?: string <pve-storage-server> requires:server
`;
