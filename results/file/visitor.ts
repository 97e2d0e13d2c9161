import type { EngineRecord } from '../schema/engine.ts';
import type { Launch } from '../schema/launch.ts';

/** The name of the engine that a person opened. */
export const VISIT = 'visit';

/** Why a visit has no figures for collections and memory. */
export const NOT_WATCHED = 'a browser that a visitor opened cannot be watched';

/** A launch on the visitor's machine, about which nothing is known. */
export function unknownHost(
  key: Pick<Launch, 'engine' | 'suite' | 'launch' | 'startedAt' | 'sizesBytes'>,
): Launch {
  return {
    ...key,
    host: null,
    loadAverage: null,
    startUpMs: null,
    durationMs: null,
    retried: null,
    placement: { status: 'free', reason: 'a visitor’s threads cannot be placed' },
    pages: [],
  };
}

/** A user agent has a few hundred characters. */
const MOST_CHARACTERS = 1_000;

export function visitor(userAgent: string): EngineRecord {
  const agent = userAgent.slice(0, MOST_CHARACTERS);
  return {
    engine: VISIT,
    status: 'found',
    version: browserOf(agent),
    source: 'visitor',
    executable: null,
    flags: [],
    environment: {},
    notes: [agent],
    gcAccount: { status: 'unsupported', reason: NOT_WATCHED },
  };
}

/** Browser names in user agents, the most specific first, as most user agents contain the names of other browsers, too. */
const BROWSERS = [
  // On iOS they are Safari's engine.
  { pattern: /FxiOS\/([\d.]+)/, name: 'Firefox on iOS' },
  { pattern: /CriOS\/([\d.]+)/, name: 'Chrome on iOS' },
  { pattern: /EdgiOS\/([\d.]+)/, name: 'Edge on iOS' },
  { pattern: /Firefox\/([\d.]+)/, name: 'Firefox' },
  { pattern: /Edg(?:A)?\/([\d.]+)/, name: 'Edge' },
  { pattern: /SamsungBrowser\/([\d.]+)/, name: 'Samsung Internet' },
  { pattern: /OPR\/([\d.]+)/, name: 'Opera' },
  { pattern: /Chrome\/([\d.]+)/, name: 'Chrome' },
  { pattern: /Version\/([\d.]+).* Safari\//, name: 'Safari' },
];

export function browserOf(userAgent: string): string {
  for (const { pattern, name } of BROWSERS) {
    const version = pattern.exec(userAgent)?.[1];
    if (version !== undefined) return `${name} ${version}`;
  }
  return userAgent || 'an unknown browser';
}
