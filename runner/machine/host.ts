import { createHash } from 'node:crypto';
import { arch, availableParallelism, cpus, hostname, release, totalmem, type } from 'node:os';
import type { Host } from '../../results/schema/engine.ts';
import { firstTouchUs } from './new-memory.ts';

/** This machine. The id is a hash, which distinguishes hosts without publishing the host name. */
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
  return { id: `host-${hash.slice(0, 12)}`, ...host, firstTouchUs: firstTouchUs(), notes: [] };
}
