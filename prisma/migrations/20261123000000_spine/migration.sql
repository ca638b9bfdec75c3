-- CreateTable
CREATE TABLE "User" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "passwordHash" TEXT NOT NULL,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "lockedUntil" DATETIME,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "disabledAt" DATETIME
);

-- CreateTable
CREATE TABLE "Session" (
    "idHash" TEXT NOT NULL PRIMARY KEY,
    "userId" INTEGER NOT NULL,
    "from" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastSeenAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "revokedAt" DATETIME,
    CONSTRAINT "Session_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ApiToken" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "createdBy" INTEGER,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastUsedAt" DATETIME,
    "revokedAt" DATETIME,
    CONSTRAINT "ApiToken_createdBy_fkey" FOREIGN KEY ("createdBy") REFERENCES "User" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Container" (
    "vmid" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "node" TEXT NOT NULL,
    "hostname" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "description" TEXT,
    "template" TEXT,
    "ostype" TEXT,
    "arch" TEXT,
    "unprivileged" BOOLEAN NOT NULL,
    "cores" INTEGER,
    "cpulimit" REAL,
    "cpuunits" INTEGER,
    "memoryMiB" INTEGER NOT NULL,
    "swapMiB" INTEGER NOT NULL,
    "rootfsStorage" TEXT NOT NULL,
    "rootfsVolume" TEXT,
    "rootfsBytes" BIGINT,
    "rootfsOptions" JSONB,
    "features" JSONB,
    "nameserver" TEXT,
    "searchdomain" TEXT,
    "timezone" TEXT,
    "onboot" BOOLEAN NOT NULL,
    "startupOrder" INTEGER,
    "startupUp" INTEGER,
    "startupDown" INTEGER,
    "protection" BOOLEAN NOT NULL,
    "power" TEXT NOT NULL,
    "console" BOOLEAN,
    "tty" INTEGER,
    "cmode" TEXT,
    "hookscript" TEXT,
    "firewallEnable" BOOLEAN NOT NULL,
    "firewallOptions" JSONB,
    "extra" JSONB NOT NULL,
    "lxc" JSONB NOT NULL,
    "updatedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "ContainerTag" (
    "vmid" INTEGER NOT NULL,
    "tag" TEXT NOT NULL,

    PRIMARY KEY ("vmid", "tag"),
    CONSTRAINT "ContainerTag_vmid_fkey" FOREIGN KEY ("vmid") REFERENCES "Container" ("vmid") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Nic" (
    "vmid" INTEGER NOT NULL,
    "slot" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "bridge" TEXT,
    "hwaddr" TEXT,
    "ip" TEXT,
    "gw" TEXT,
    "ip6" TEXT,
    "gw6" TEXT,
    "firewall" BOOLEAN,
    "vlan" INTEGER,
    "trunks" TEXT,
    "mtu" INTEGER,
    "rateMBps" REAL,
    "linkDown" BOOLEAN,
    "extra" JSONB,

    PRIMARY KEY ("vmid", "slot"),
    CONSTRAINT "Nic_vmid_fkey" FOREIGN KEY ("vmid") REFERENCES "Container" ("vmid") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Mount" (
    "vmid" INTEGER NOT NULL,
    "slot" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "storage" TEXT,
    "volume" TEXT,
    "sizeBytes" BIGINT,
    "source" TEXT,
    "options" JSONB,

    PRIMARY KEY ("vmid", "slot"),
    CONSTRAINT "Mount_vmid_fkey" FOREIGN KEY ("vmid") REFERENCES "Container" ("vmid") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Device" (
    "vmid" INTEGER NOT NULL,
    "slot" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "options" JSONB,

    PRIMARY KEY ("vmid", "slot"),
    CONSTRAINT "Device_vmid_fkey" FOREIGN KEY ("vmid") REFERENCES "Container" ("vmid") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "FirewallRule" (
    "vmid" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "type" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "enable" BOOLEAN NOT NULL,
    "macro" TEXT,
    "source" TEXT,
    "dest" TEXT,
    "proto" TEXT,
    "sport" TEXT,
    "dport" TEXT,
    "icmpType" TEXT,
    "iface" TEXT,
    "log" TEXT,
    "comment" TEXT,

    PRIMARY KEY ("vmid", "position"),
    CONSTRAINT "FirewallRule_vmid_fkey" FOREIGN KEY ("vmid") REFERENCES "Container" ("vmid") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Service" (
    "vmid" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "port" INTEGER NOT NULL,
    "protocol" TEXT NOT NULL,
    "probe" TEXT,
    "path" TEXT,

    PRIMARY KEY ("vmid", "position"),
    CONSTRAINT "Service_vmid_fkey" FOREIGN KEY ("vmid") REFERENCES "Container" ("vmid") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Dependency" (
    "vmid" INTEGER NOT NULL,
    "needs" INTEGER NOT NULL,

    PRIMARY KEY ("vmid", "needs"),
    CONSTRAINT "Dependency_vmid_fkey" FOREIGN KEY ("vmid") REFERENCES "Container" ("vmid") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Change" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "status" TEXT NOT NULL,
    "edits" JSONB NOT NULL,
    "proposedBy" TEXT NOT NULL,
    "proposedEmail" TEXT NOT NULL DEFAULT '',
    "proposedAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" DATETIME,
    "rejectedBy" TEXT,
    "reason" TEXT,
    "rollbackOf" INTEGER,
    "commit" TEXT,
    "endedAt" DATETIME
);

-- CreateTable
CREATE TABLE "ChangeTarget" (
    "changeId" INTEGER NOT NULL,
    "vmid" INTEGER NOT NULL,
    "before" JSONB,
    "after" JSONB,

    PRIMARY KEY ("changeId", "vmid"),
    CONSTRAINT "ChangeTarget_changeId_fkey" FOREIGN KEY ("changeId") REFERENCES "Change" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Plan" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "changeId" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "impact" JSONB NOT NULL,
    "plannedAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "Plan_changeId_fkey" FOREIGN KEY ("changeId") REFERENCES "Change" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Approval" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "changeId" INTEGER NOT NULL,
    "planHash" TEXT NOT NULL,
    "approvedBy" TEXT NOT NULL,
    "approvedAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" DATETIME NOT NULL,
    "voidedAt" DATETIME,
    "voidReason" TEXT,
    CONSTRAINT "Approval_changeId_fkey" FOREIGN KEY ("changeId") REFERENCES "Change" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Run" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "changeId" INTEGER NOT NULL,
    "planHash" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "startedBy" TEXT NOT NULL,
    "startedAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "endedAt" DATETIME,
    "abortRequested" BOOLEAN NOT NULL DEFAULT false,
    "text" TEXT NOT NULL DEFAULT '',
    "proof" JSONB NOT NULL DEFAULT [],
    "commit" TEXT,
    CONSTRAINT "Run_changeId_fkey" FOREIGN KEY ("changeId") REFERENCES "Change" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "RunStep" (
    "runId" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "stepId" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "startedAt" DATETIME,
    "endedAt" DATETIME,
    "upid" TEXT,
    "readBack" TEXT,
    "log" JSONB NOT NULL DEFAULT [],

    PRIMARY KEY ("runId", "position"),
    CONSTRAINT "RunStep_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Journal" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "runId" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "kind" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "body" JSONB,
    CONSTRAINT "Journal_runId_position_fkey" FOREIGN KEY ("runId", "position") REFERENCES "RunStep" ("runId", "position") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Operation" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "kind" TEXT NOT NULL,
    "vmid" INTEGER NOT NULL,
    "node" TEXT NOT NULL,
    "hostname" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "requestedBy" TEXT NOT NULL,
    "requestId" TEXT NOT NULL,
    "requestedAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "endedAt" DATETIME,
    "upid" TEXT,
    "exitStatus" TEXT,
    "log" JSONB NOT NULL DEFAULT [],
    "result" TEXT
);

-- CreateTable
CREATE TABLE "Lease" (
    "vmid" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "holderKind" TEXT NOT NULL,
    "holderId" INTEGER NOT NULL,
    "by" TEXT NOT NULL,
    "since" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- CreateTable
CREATE TABLE "Audit" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor" TEXT NOT NULL,
    "from" TEXT NOT NULL DEFAULT '',
    "requestId" TEXT NOT NULL,
    "verb" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "vmid" INTEGER,
    "changeId" INTEGER,
    "commit" TEXT,
    "detail" JSONB
);

-- CreateIndex
CREATE UNIQUE INDEX "User_name_key" ON "User"("name");

-- CreateIndex
CREATE INDEX "Session_userId_idx" ON "Session"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "ApiToken_name_key" ON "ApiToken"("name");

-- CreateIndex
CREATE UNIQUE INDEX "ApiToken_tokenHash_key" ON "ApiToken"("tokenHash");

-- CreateIndex
CREATE INDEX "ContainerTag_tag_idx" ON "ContainerTag"("tag");

-- CreateIndex
CREATE INDEX "Nic_bridge_idx" ON "Nic"("bridge");

-- CreateIndex
CREATE INDEX "Mount_source_idx" ON "Mount"("source");

-- CreateIndex
CREATE INDEX "Change_status_idx" ON "Change"("status");

-- CreateIndex
CREATE INDEX "ChangeTarget_vmid_idx" ON "ChangeTarget"("vmid");

-- CreateIndex
CREATE INDEX "Plan_changeId_idx" ON "Plan"("changeId");

-- CreateIndex
CREATE INDEX "Approval_changeId_idx" ON "Approval"("changeId");

-- CreateIndex
CREATE INDEX "Run_status_idx" ON "Run"("status");

-- CreateIndex
CREATE INDEX "Journal_runId_position_idx" ON "Journal"("runId", "position");

-- CreateIndex
CREATE INDEX "Operation_vmid_idx" ON "Operation"("vmid");

-- CreateIndex
CREATE INDEX "Operation_status_idx" ON "Operation"("status");

-- CreateIndex
CREATE INDEX "Audit_at_idx" ON "Audit"("at");

-- CreateIndex
CREATE INDEX "Audit_vmid_idx" ON "Audit"("vmid");
