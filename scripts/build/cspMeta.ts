import type { Plugin } from 'vite';
import { CONTENT_SECURITY_POLICY } from '../../src/shared/contentSecurityPolicy.ts';

/**
 * Writes the content security policy into the built page, first in its head, so that it counts for
 * everything after it. Only when building: while developing, Vite adds styles as text.
 */
export function cspMeta(): Plugin {
  return {
    name: 'ieum:csp-meta',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: CONTENT_SECURITY_POLICY },
        injectTo: 'head-prepend',
      },
    ],
  };
}
