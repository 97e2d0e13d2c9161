import { expect, test } from 'playwright/test';
import { Disturbance } from './disturbance.ts';

const SLEPT_MS = 5_000;

test('what ran while the machine slept is forgotten, and runs again', async () => {
  const { now } = Date;
  const steps: string[] = [];
  try {
    const result = await new Disturbance().undisturbed(
      async () => {
        steps.push('run');
        if (steps.length === 1) Date.now = () => now() + SLEPT_MS;
        return steps.length;
      },
      () => steps.push('forget'),
    );
    expect(result).toBe(3);
    expect(steps).toEqual(['run', 'forget', 'run']);
  } finally {
    Date.now = now;
  }
});
