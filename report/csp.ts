import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';

const META = '<meta charset="utf-8" />';
const NOWHERE = "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; connect-src 'self'";

/**
 * The policy of a page in one file: only its own scripts and styles run, identified by their hashes.
 * @param more Directives for what else the page loads.
 */
export function inlinePolicy(more: readonly string[] = []): Plugin {
  return {
    name: 'inline-policy',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        for (const file of Object.values(bundle)) {
          if (file.type !== 'asset' || !file.fileName.endsWith('.html')) continue;
          const html = String(file.source);
          const scripts = hashesOf(html, /<script type="module"[^>]*>(.*?)<\/script>/gs);
          const styles = hashesOf(html, /<style[^>]*>(.*?)<\/style>/gs);
          const directives = [NOWHERE, `script-src ${scripts}`, `style-src ${styles}`, ...more];
          file.source = withPolicy(html, directives.join('; '));
        }
      },
    },
  };
}

/** Adds the policy to a page. */
export function withPolicy(html: string, policy: string): string {
  return html.replace(
    META,
    () => `${META}\n    <meta http-equiv="Content-Security-Policy" content="${policy}" />`,
  );
}

/** The hashes of what a pattern finds in a page. @throws {Error} if it finds nothing. */
export function hashesOf(html: string, pattern: RegExp): string {
  const texts = [...html.matchAll(pattern)].map(([, text = '']) => text);
  if (texts.length === 0) throw new Error(`the built page has nothing that matches ${pattern}`);
  return texts.map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`).join(' ');
}
