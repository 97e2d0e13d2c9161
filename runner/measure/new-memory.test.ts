import { expect, test } from 'playwright/test';
import { warmMemory } from './new-memory.ts';

const MIB = 1024 ** 2;

test('warming memory uses a GiB or more, and holds a small part of it', () => {
  const beforeBytes = process.memoryUsage.rss();
  warmMemory(0);
  const usedBytes = process.resourceUsage().maxRSS * 1024 - beforeBytes;
  const heldBytes = process.memoryUsage.rss() - beforeBytes;
  expect(usedBytes).toBeGreaterThan(200 * MIB);
  expect(heldBytes).toBeLessThan(usedBytes / 4);
});
