/** The interface of pools, in the notation of `interface/notation.ts`. */
export const poolsTable = `
DELETE /pools protected: /pool/{poolid} Pool.Allocate
  poolid
GET /pools: all
  poolid?
  type?: string qemu|lxc|storage requires:poolid
POST /pools protected: /pool/{poolid} Pool.Allocate
  comment? poolid
PUT /pools protected: /pool/{poolid} Pool.Allocate
  allow-move? comment? poolid vms?
  delete?: boolean =0
  storage?: string <pve-storage-id-list>
DELETE /pools/{poolid} protected: /pool/{poolid} Pool.Allocate
GET /pools/{poolid}: /pool/{poolid} Pool.Audit
  type?: string qemu|lxc|storage
PUT /pools/{poolid} protected: /pool/{poolid} Pool.Allocate
  allow-move? comment? vms?
  delete?: boolean =0
  storage?: string <pve-storage-id-list>
`;
