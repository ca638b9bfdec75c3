/** The interface of the datacenter, in the notation of `interface/notation.ts`. */
export const clusterTable = String.raw`
GET /version: all
GET /cluster: all
GET /cluster/backup: / Sys.Audit
POST /cluster/backup protected: / Sys.Modify
  all? compress? dumpdir? enabled? exclude? exclude-path? fleecing? id? ionice? lockwait? mailnotification?
  mailto? maxfiles? mode? node? notes-template? notification-mode? notification-policy? notification-target?
  pbs-change-detection-mode? performance? pigz? pool? protected? quiet? remove? repeat-missed? schedule?
  script? starttime? stdexcludes? stop? stopwait? storage? tmpdir? zstd?
  bwlimit?: integer 0.. =0
  comment?: string length:..512
  dow?: string <pve-day-of-week-list> requires:starttime ="mon,tue,wed,thu,fri,sat,sun"
  prune-backups?: string <prune-backups> ="keep-all=1"
  vmid?: string <pve-vmid-list>
GET /cluster/backup-info: root
GET /cluster/backup-info/not-backed-up protected: / Sys.Audit
DELETE /cluster/backup/{id} protected: / Sys.Modify
  id: string length:..50 /\S+/
GET /cluster/backup/{id}: / Sys.Audit
  id: string length:..50 /\S+/
PUT /cluster/backup/{id} protected: / Sys.Modify
  all? compress? delete? dumpdir? enabled? exclude? exclude-path? fleecing? ionice? lockwait? mailnotification?
  mailto? maxfiles? mode? node? notes-template? notification-mode? notification-policy? notification-target?
  pbs-change-detection-mode? performance? pigz? pool? protected? quiet? remove? repeat-missed? schedule?
  script? starttime? stdexcludes? stop? stopwait? storage? tmpdir? zstd?
  bwlimit?: integer 0.. =0
  comment?: string length:..512
  dow?: string <pve-day-of-week-list> requires:starttime
  id: string length:..50 /\S+/
  prune-backups?: string <prune-backups> ="keep-all=1"
  vmid?: string <pve-vmid-list>
GET /cluster/backup/{id}/included_volumes protected: / Sys.Audit
  id: string length:..50 /\S+/
GET /cluster/log: all
  max?: integer 1..
GET /cluster/metrics: all
GET /cluster/metrics/export protected: / Sys.Audit
  history?: boolean =0
  local-only?: boolean =0
  start-time?: integer =0
GET /cluster/metrics/server: / Sys.Audit
DELETE /cluster/metrics/server/{id} protected: / Sys.Modify
GET /cluster/metrics/server/{id}: / Sys.Audit
POST /cluster/metrics/server/{id} protected: / Sys.Modify
  api-path-prefix? bucket? disable? influxdbproto? max-body-size? mtu? organization? server timeout? token?
  verify-certificate?
  path?: string <graphite-path>
  port: integer 1..65536
  proto?: string udp|tcp
  type: string graphite|influxdb <pve-configid>
PUT /cluster/metrics/server/{id} protected: / Sys.Modify
  api-path-prefix? bucket? digest? disable? influxdbproto? max-body-size? mtu? organization? server timeout?
  token? verify-certificate?
  delete?: string <pve-configid-list> length:..4096
  path?: string <graphite-path>
  port: integer 1..65536
  proto?: string udp|tcp
GET /cluster/nextid: all
  vmid?
GET /cluster/options: all / Sys.Audit
PUT /cluster/options protected: / Sys.Modify
  delete?
  bwlimit?: string {bwlimit}
  consent-text?: string length:..65536
  console?: string applet|vv|html5|xtermjs
  crs?: string {crs}
  description?: string length:..65536
  email_from?: string <email-opt>
  fencing?: string watchdog|hardware|both ="watchdog"
  ha?: string {ha}
  http_proxy?: string /http://.*/
  keyboard?: string de|de-ch|da|en-gb|en-us|es|fi|fr|fr-be|fr-ca|fr-ch|hu|is|it|ja|lt|mk|nl|no|pl|pt|pt-br|sv|sl|tr
  language?: string ar|ca|da|de|en|es|eu|fa|fr|hr|he|it|ja|ka|kr|nb|nl|nn|pl|pt_BR|ru|sl|sv|tr|ukr|zh_CN|zh_TW
  mac_prefix?: string <mac-prefix> ="BC:24:11"
  max_workers?: integer 1..
  migration?: string {migration}
  migration_unsecure?: boolean
  next-id?: string {next-id}
  notify?: string {notify}
  registered-tags?: string /(?:(?^i:[a-z0-9_][a-z0-9_\-\+\.]*);)*(?^i:[a-z0-9_][a-z0-9_\-\+\.]*)/
  tag-style?: string {tag-style}
  u2f?: string {u2f}
  user-tag-access?: string {user-tag-access}
  webauthn?: string {webauthn}
GET /cluster/resources: all
  type?: string vm|storage|node|sdn
GET /cluster/status protected: / Sys.Audit
GET /cluster/tasks: all
`;
