import { expect, test } from 'playwright/test';
import type { MainSide } from '../transport.ts';
import { type HeldWorkers, hold } from './hold.ts';

/** Records the steps in order; any step can be made to throw. */
function stageOf(faulty: string | null = null) {
  const steps: string[] = [];
  const step = (name: string) => {
    steps.push(name);
    if (name === faulty) throw new Error(`${name} threw`);
  };
  let failWorkers = (_: Error) => {};
  const workers: HeldWorkers = {
    failure: new Promise<never>((_, reject) => {
      failWorkers = reject;
    }),
    open: async () => step('open workers'),
    close: async () => step('close'),
    abandon: () => {
      steps.push('abandon');
    },
  };
  const side: MainSide = {
    roundTrip() {},
    received: () => null,
    end: () => step('end'),
    waiting: { enter: async () => step('enter'), leave: async () => step('leave') },
  };
  const openMain = () => {
    step('open main');
    return side;
  };
  const run = (use = async () => ({ result: 'done', roundTrips: 3 })) =>
    hold(
      workers,
      openMain,
      (_, roundTrips) => step(`check ${roundTrips}`),
      () => {
        step('use');
        return use();
      },
    );
  return { steps, run, failWorkers: (error: Error) => failWorkers(error) };
}

test('a side is opened, used, released from waiting, checked and ended, and its workers are kept', async () => {
  const { steps, run } = stageOf();
  expect(await run()).toBe('done');
  expect(steps).toEqual(['open main', 'open workers', 'enter', 'use', 'leave', 'check 3', 'end', 'close']);
});

for (const { faulty, released } of [
  { faulty: 'open main', released: ['abandon'] },
  { faulty: 'open workers', released: ['leave', 'end', 'abandon'] },
  { faulty: 'enter', released: ['leave', 'end', 'abandon'] },
  { faulty: 'use', released: ['leave', 'end', 'abandon'] },
  { faulty: 'leave', released: ['leave', 'end', 'abandon'] },
  { faulty: 'check 3', released: ['leave', 'end', 'abandon'] },
  { faulty: 'close', released: ['leave', 'end', 'abandon'] },
]) {
  test(`where '${faulty}' throws, everything opened is released, and that error is reported`, async () => {
    const { steps, run } = stageOf(faulty);
    await expect(run()).rejects.toThrow(`${faulty} threw`);
    expect(steps.slice(steps.indexOf(faulty) + 1)).toEqual(released);
  });
}

test('a side that cannot be ended hides no error, and its workers are abandoned', async () => {
  const { steps, run } = stageOf('end');
  await expect(run()).rejects.toThrow('end threw');
  expect(steps.at(-1)).toBe('abandon');
  const other = stageOf('end');
  await expect(other.run(() => Promise.reject(new Error('while used')))).rejects.toThrow('while used');
  expect(other.steps.at(-1)).toBe('abandon');
});

test('a worker that throws ends a wait for it', async () => {
  const { steps, run, failWorkers } = stageOf();
  const running = run(() => new Promise(() => {}));
  failWorkers(new Error('in the worker'));
  await expect(running).rejects.toThrow('in the worker');
  expect(steps.slice(-3)).toEqual(['leave', 'end', 'abandon']);
});
