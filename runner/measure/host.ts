import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { arch, availableParallelism, cpus, hostname, release, totalmem, type } from 'node:os';
import type { Host } from '../../results/schema/engine.ts';

/** This machine. Its name stays here: the id is a hash, enough to tell two hosts apart. */
export function thisHost(): Host {
  const host = {
    os: `${type()} ${release()}`,
    arch: arch(),
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
  };
  const hash = createHash('sha256')
    .update(JSON.stringify([hostname(), host]))
    .digest('hex');
  const notes = reportsFreePages()
    ? [
        'A virtual machine that hands free memory back to its host: memory touched anew may cost several times more.',
      ]
    : [];
  return { id: `host-${hash.slice(0, 12)}`, ...host, notes };
}

/** The smallest block that Linux hands back; it has no such size, all ones, where it hands back none. */
const PAGE_REPORTING_ORDER = '/sys/module/page_reporting/parameters/page_reporting_order';
const NO_ORDER = /^(-1|4294967295)\s*$/;

function reportsFreePages(): boolean {
  try {
    return !NO_ORDER.test(readFileSync(PAGE_REPORTING_ORDER, 'utf8'));
  } catch {
    return false;
  }
}
