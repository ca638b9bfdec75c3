/** The interface of users, tokens, roles, ACLs, realms and tickets, in the notation of `interface/notation.ts`. */
export const accessTable = String.raw`
GET /access: all
GET /access/acl: all
PUT /access/acl protected: ["perm-modify","{path}"]
  groups? path
  delete?: boolean
  propagate?: boolean =1
  roles: string <pve-roleid-list>
  tokens?: string <pve-tokenid-list>
  users?: string <pve-userid-list>
GET /access/domains: world
POST /access/domains protected: /access/realm Realm.Allocate
  acr-values? autocreate? base_dn? bind_dn? capath? case-sensitive? cert? certkey? check-connection? client-id?
  client-key? default? domain? filter? group_classes? group_dn? group_filter? group_name_attr?
  groups-autocreate? groups-claim? groups-overwrite? issuer-url? password? port? prompt? query-userinfo? realm
  scopes? secure? server1? server2? sslversion? sync-defaults-options? sync_attributes? tfa? user_attr?
  user_classes? verify?
  comment?: string length:..4096
  mode?: string ldap|ldaps|ldap+starttls ="ldap"
  type: string ad|ldap|openid|pam|pve
  username-claim?: string
DELETE /access/domains/{realm} protected: /access/realm Realm.Allocate
GET /access/domains/{realm}: /access/realm Realm.Allocate|Sys.Audit
PUT /access/domains/{realm} protected: /access/realm Realm.Allocate
  acr-values? autocreate? base_dn? bind_dn? capath? case-sensitive? cert? certkey? check-connection? client-id?
  client-key? default? digest? domain? filter? group_classes? group_dn? group_filter? group_name_attr?
  groups-autocreate? groups-claim? groups-overwrite? issuer-url? password? port? prompt? query-userinfo?
  scopes? secure? server1? server2? sslversion? sync-defaults-options? sync_attributes? tfa? user_attr?
  user_classes? verify?
  comment?: string length:..4096
  delete?: string <pve-configid-list> length:..4096
  mode?: string ldap|ldaps|ldap+starttls ="ldap"
POST /access/domains/{realm}/sync protected: ["and",["perm","/access/realm/{realm}",["Realm.AllocateUser"]],["perm","/access/groups",["User.Modify"]]]
  full?
  dry-run?: boolean =0
  enable-new?: boolean ="1"
  purge?: boolean
  remove-vanished?: string ="none" /(?:(?:(?:acl|properties|entry);)*(?:acl|properties|entry))|none/
  scope?: string users|groups|both
GET /access/groups: all
POST /access/groups protected: /access/groups Group.Allocate
  comment? groupid
DELETE /access/groups/{groupid} protected: /access/groups Group.Allocate
GET /access/groups/{groupid}: /access/groups Sys.Audit|Group.Allocate
PUT /access/groups/{groupid} protected: /access/groups Group.Allocate
  comment?
GET /access/openid: all
POST /access/openid/auth-url protected: world
  realm redirect-url
POST /access/openid/login protected: world
  redirect-url
  code: string length:..4096
  state: string length:..1024
PUT /access/password protected no-token: ["or",["userid-param","self"],["and",["userid-param","Realm.AllocateUser"],["userid-group",["User.Modify"]]]]
  userid
  confirmation-password?: string length:5..64
  password: string length:8..64
GET /access/permissions: all
  path?
  userid?: string /(?^:^(?^:[^\s:/]+)\@(?^:[A-Za-z][A-Za-z0-9\.\-_]+)(?:!(?^:[A-Za-z][A-Za-z0-9\.\-_]+))?$)/
GET /access/roles: all
POST /access/roles protected: /access Sys.Modify
  privs? roleid
DELETE /access/roles/{roleid} protected: /access Sys.Modify
GET /access/roles/{roleid}: all
PUT /access/roles/{roleid} protected: /access Sys.Modify
  privs?
  append?: boolean requires:privs
GET /access/tfa protected: all
GET /access/tfa/{userid} protected: ["or",["userid-param","self"],["userid-group",["User.Modify","Sys.Audit"]]]
POST /access/tfa/{userid} protected no-token: ["or",["userid-param","self"],["userid-group",["User.Modify"]]]
  challenge?: string
  description?: string length:..255
  password?: string length:5..64
  totp?: string
  type: string totp|u2f|webauthn|recovery|yubico
  value?: string
DELETE /access/tfa/{userid}/{id} protected no-token: ["or",["userid-param","self"],["userid-group",["User.Modify"]]]
  id: string
  password?: string length:5..64
GET /access/tfa/{userid}/{id} protected: ["or",["userid-param","self"],["userid-group",["User.Modify","Sys.Audit"]]]
  id: string
PUT /access/tfa/{userid}/{id} protected no-token: ["or",["userid-param","self"],["userid-group",["User.Modify"]]]
  description?: string length:..255
  enable?: boolean
  id: string
  password?: string length:5..64
GET /access/ticket: world
POST /access/ticket protected no-token: world
  password realm?
  new-format?: boolean =1
  otp?: string
  path?: string length:..64 requires:privs
  privs?: string <pve-priv-list> length:..64 requires:path
  tfa-challenge?: string
  username: string length:..64
GET /access/users protected: all
  enabled?: boolean
  full?: boolean =0
POST /access/users protected: ["and",["userid-param","Realm.AllocateUser"],["userid-group",["User.Modify"],"groups_param","create"]]
  email? expire? firstname? groups? keys? lastname? userid
  comment?: string length:..2048
  enable?: boolean =1
  password?: string length:8..64
DELETE /access/users/{userid} protected: ["and",["userid-param","Realm.AllocateUser"],["userid-group",["User.Modify"]]]
GET /access/users/{userid}: ["userid-group",["User.Modify","Sys.Audit"]]
PUT /access/users/{userid} protected: ["userid-group",["User.Modify"],"groups_param","update"]
  email? expire? firstname? groups? keys? lastname?
  append?: boolean requires:groups
  comment?: string length:..2048
  enable?: boolean =1
GET /access/users/{userid}/tfa protected: ["or",["userid-param","self"],["userid-group",["User.Modify","Sys.Audit"]]]
  multiple?: boolean =0
GET /access/users/{userid}/token: ["or",["userid-param","self"],["userid-group",["User.Modify"]]]
DELETE /access/users/{userid}/token/{tokenid} protected: ["or",["userid-param","self"],["userid-group",["User.Modify"]]]
GET /access/users/{userid}/token/{tokenid}: ["or",["userid-param","self"],["userid-group",["User.Modify"]]]
POST /access/users/{userid}/token/{tokenid} protected: ["or",["userid-param","self"],["userid-group",["User.Modify"]]]
  comment? expire? privsep?
PUT /access/users/{userid}/token/{tokenid} protected: ["or",["userid-param","self"],["userid-group",["User.Modify"]]]
  comment? expire? privsep?
PUT /access/users/{userid}/unlock-tfa protected: ["userid-group",["User.Modify"]]
POST /access/vncticket protected: world
  authid: string length:..64
  path: string length:..64
  port?: integer
  privs: string <pve-priv-list> length:..64
  vncticket: string
`;
