import { createHash } from 'node:crypto';
import { arch, availableParallelism, cpus, hostname, release, totalmem, type } from 'node:os';
import type { Host } from '../results/schema.ts';

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
  return { id: `host-${hash.slice(0, 12)}`, ...host };
}
