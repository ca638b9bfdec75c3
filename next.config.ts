import type { NextConfig } from 'next';

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  serverExternalPackages: ['better-sqlite3', '@prisma/client', '@prisma/adapter-better-sqlite3'],
  // Next must not guess the root from lock files above the checkout.
  turbopack: { root: import.meta.dirname },
  devIndicators: false,
  // Types are a stage of `npm test`, over everything; whoever only starts Wheelhouse need not wait for them again.
  typescript: { ignoreBuildErrors: true },
};

export default config;
