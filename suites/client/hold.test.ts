import { expect, test } from 'playwright/test';
import type { MainSide } from '../transport.ts';
import { type HeldSide, type HeldWorkers, hold, type Opening, SideError } from './hold.ts';

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
    close: async () => step('close'),
    abandon: () => {
      steps.push('abandon');
    },
  };
  const opening = (transport: string): Opening => {
    const own = (name: string) => step(`${name} ${transport}`);
    const main: MainSide = {
      roundTrip() {},
      received: () => null,
      end: () => own('end'),
      waiting: { enter: async () => own('enter'), leave: async () => own('leave') },
    };
    return {
      key: { transport, parameter: null, sizeBytes: 1024 },
      links: [],
      announce: async () => {},
      openMain: () => {
        own('open main');
        return main;
      },
      openWorkers: async () => own('open workers'),
      use: async () => own('use'),
      check: (_, roundTrips) => step(`check ${transport} ${roundTrips}`),
    };
  };
  async function takeTurns(sides: readonly HeldSide[]): Promise<string> {
    for (const side of sides) {
      await side.turn(async () => {
        step(`turn ${side.key.transport}`);
        side.roundTrips += 3;
      });
    }
    return 'done';
  }
  const run = (use = takeTurns) => hold(workers, [opening('a'), opening('b')], use);
  return { steps, run, failWorkers: (error: Error) => failWorkers(error) };
}

const OPENED = ['open main a', 'open workers a', 'open main b', 'open workers b'];
const turnOf = (name: string) => [`use ${name}`, `enter ${name}`, `turn ${name}`, `leave ${name}`];

test('sides are opened at once, have turns, are checked and ended, and the workers are kept', async () => {
  const { steps, run } = stageOf();
  expect(await run()).toBe('done');
  const ended = ['use a', 'check a 3', 'use b', 'check b 3', 'end a', 'end b', 'close'];
  expect(steps).toEqual([...OPENED, ...turnOf('a'), ...turnOf('b'), ...ended]);
});

for (const { faulty, culprit, released } of [
  { faulty: 'open main b', culprit: 'b', released: ['end a', 'abandon'] },
  { faulty: 'open workers b', culprit: 'b', released: ['end a', 'end b', 'abandon'] },
  { faulty: 'use b', culprit: 'b', released: ['end a', 'end b', 'abandon'] },
  { faulty: 'enter b', culprit: 'b', released: ['end a', 'leave b', 'end b', 'abandon'] },
  { faulty: 'turn b', culprit: 'b', released: ['end a', 'leave b', 'end b', 'abandon'] },
  { faulty: 'turn a', culprit: 'a', released: ['leave a', 'end a', 'end b', 'abandon'] },
  { faulty: 'check a 3', culprit: 'a', released: ['end a', 'end b', 'abandon'] },
  { faulty: 'end a', culprit: 'a', released: ['end a', 'end b', 'abandon'] },
]) {
  test(`if '${faulty}' throws, every side is released, the workers are abandoned, and the error names ${culprit}`, async () => {
    const { steps, run } = stageOf(faulty);
    const error = await run().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SideError);
    expect(error).toMatchObject({
      key: { transport: culprit },
      outcome: { status: 'failed', reason: `${faulty} threw` },
    });
    expect(steps.slice(steps.indexOf(faulty) + 1)).toEqual(released);
  });
}

test('an error of the workers when nothing is open names no side', async () => {
  const { steps, run } = stageOf('close');
  const error = await run().catch((thrown: unknown) => thrown);
  expect(error).not.toBeInstanceOf(SideError);
  expect(error).toMatchObject({ message: 'close threw' });
  expect(steps.at(-1)).toBe('abandon');
});

test('a worker that throws ends the turn, and its error is that of the side which had the turn', async () => {
  const { steps, run, failWorkers } = stageOf();
  const error = await run(async ([, side]) => {
    await side?.turn(async () => {
      failWorkers(new Error('thrown in the worker'));
      await new Promise(() => {});
    });
    return 'never';
  }).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ key: { transport: 'b' }, outcome: { reason: 'thrown in the worker' } });
  expect(steps.at(-1)).toBe('abandon');
});
