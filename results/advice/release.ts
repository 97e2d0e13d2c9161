import { VISIT } from '../file/visitor.ts';
import type { EngineName } from '../schema/keys.ts';

const NAMES: Readonly<Record<Exclude<EngineName, typeof VISIT>, string>> = {
  chromium: 'Chromium',
  firefox: 'Firefox',
  webkit: 'WebKit',
  node: 'Node',
  bun: 'Bun',
  deno: 'Deno',
};

/** From this number on, the first part of a version counts releases. Below it, the second part does. */
const COUNTS_RELEASES = 10;

/** Readers look for the name of the browser. */
const KNOWN_AS: Partial<typeof NAMES> = { webkit: 'Safari’s engine' };

/** An engine’s release, as its users name it: `"Chromium 156"`, `"Bun 1.4"`. The version of a visitor begins with its browser's name. */
export function releaseOf({ engine, version }: { engine: EngineName; version: string }): string {
  if (engine === VISIT) return version.replace(/(\d)\.[\d.]*$/, '$1');
  const [, major, minor] = /^(\d+)(?:\.(\d+))?/.exec(version) ?? [];
  if (major === undefined) return NAMES[engine];
  const isEnough = minor === undefined || Number(major) >= COUNTS_RELEASES;
  const release = `${NAMES[engine]} ${isEnough ? major : `${major}.${minor}`}`;
  const knownAs = KNOWN_AS[engine];
  return knownAs === undefined ? release : `${release} (${knownAs})`;
}
