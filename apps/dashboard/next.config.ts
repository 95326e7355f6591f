import { fileURLToPath } from 'node:url';
import type { NextConfig } from 'next';
import createNextIntlPlugin from 'next-intl/plugin';

const root = fileURLToPath(new URL('../..', import.meta.url));

const config: NextConfig = {
  transpilePackages: [
    '@assay/classical',
    '@assay/contracts',
    '@assay/metrics',
    '@assay/recipes',
    '@assay/services',
    '@assay/store',
  ],
  serverExternalPackages: ['pg'],
  turbopack: { root },
  outputFileTracingRoot: root,
  typedRoutes: true,
  // Types are checked by `npm run typecheck`; a first start should not wait for it.
  typescript: { ignoreBuildErrors: true },
  reactStrictMode: true,
  poweredByHeader: false,
  devIndicators: false,
};

export default createNextIntlPlugin('./src/i18n/request.ts')(config);
