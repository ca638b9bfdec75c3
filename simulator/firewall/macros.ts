/** The names of Proxmox's firewall macros; a rule may write them in any case (FACTS §6). */
export const macroNames = `
Amanda Auth BGP BitTorrent BitTorrent32 CVS Ceph Citrix DAAP DCC DHCPfwd DHCPv6 DNS Distcc FTP Finger GNUnet GRE
Git HKP HTTP HTTPS ICPV2 ICQ IMAP IMAPS IPIP IPsec IPsecah IPsecnat IRC Jetdirect L2TP LDAP LDAPS MDNS MSNP
MSSQL Mail Munin MySQL NNTP NNTPS NTP NeighborDiscovery OSPF OpenVPN PCA PMG POP3 POP3S PPtP Ping PostgreSQL
Printer RDP RIP RNDC Razor Rdate Rsync SANE SMB SMBswat SMTP SMTPS SNMP SPAMD SPICEproxy SSH SVN SixXS Squid
Submission Syslog TFTP Telnet Telnets Time Trcrt VNC VNCL Web Webcache Webmin Whois
`
  .trim()
  .split(/\s+/);

const preferred = new Map(macroNames.map((name) => [name.toLowerCase(), name]));

/** The macro's own spelling; undefined if there is none. */
export const macroNamed = (name: string) => preferred.get(name.toLowerCase());
