import type { NextConfig } from 'next';

/** What a browser may not do with any page of ours: guess types, frame it, tell others where it was, use devices. */
const everywhere = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  {
    key: 'Content-Security-Policy',
    value: "frame-ancestors 'none'; base-uri 'self'; object-src 'none'; form-action 'self'",
  },
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=(), usb=(), payment=()' },
];

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  serverExternalPackages: ['better-sqlite3', '@prisma/client', '@prisma/adapter-better-sqlite3'],
  // Next must not guess the root from lock files above the checkout.
  turbopack: { root: import.meta.dirname },
  devIndicators: false,
  // Types are a stage of `npm test`, over everything; whoever only starts Wheelhouse need not wait for them again.
  typescript: { ignoreBuildErrors: true },
  headers: async () => [{ source: '/:path*', headers: everywhere }],
};

export default config;
