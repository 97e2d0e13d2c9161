import { expect, test } from 'playwright/test';
import { type Machine, Permission } from './permission.ts';

const NOTHING = { install: false, noInstall: false };
const WHAT = 'chromium';

/** A machine that somebody keeps, and what the user was asked. */
function kept(answer: boolean | null): Machine & { readonly questions: string[] } {
  const questions: string[] = [];
  const ask = async (question: string) => {
    questions.push(question);
    return answer === true;
  };
  return {
    mustBeTold: false,
    canInstallPackages: true,
    isThrownAway: false,
    ask: answer === null ? null : ask,
    questions,
  };
}

/** Whether packages are installed, and what is said. */
async function decide(flags: typeof NOTHING, machine: Machine): Promise<[boolean, string[]]> {
  const said: string[] = [];
  const permission = new Permission(flags, (line) => said.push(line), machine);
  return [await permission.packages(WHAT), said];
}

test('as root on a machine that somebody keeps, the user is asked once', async () => {
  for (const answer of [true, false]) {
    const machine = kept(answer);
    const permission = new Permission(NOTHING, () => {}, machine);
    expect(await permission.packages(WHAT)).toBe(answer);
    expect(await permission.packages('firefox-esr')).toBe(answer);
    expect(machine.questions).toEqual([
      'May apt-get install chromium on this system? --install says yes, --no-install no. [y/N] ',
    ]);
  }
});

test('where no user can answer, --install is needed', async () => {
  expect(await decide(NOTHING, kept(null))).toEqual([
    false,
    ['Not installed: chromium. Outside containers and CI, apt-get runs only with --install.'],
  ]);
  expect(await decide({ ...NOTHING, install: true }, kept(null))).toEqual([true, []]);
});

test('nobody is asked in a container or CI, with a flag, or where apt-get cannot be used', async () => {
  const machine = kept(true);
  expect(await decide(NOTHING, { ...machine, isThrownAway: true })).toEqual([true, []]);
  expect(await decide({ ...NOTHING, install: true }, machine)).toEqual([true, []]);
  expect(await decide({ ...NOTHING, noInstall: true }, { ...machine, isThrownAway: true })).toEqual([
    false,
    [],
  ]);
  expect(await decide({ ...NOTHING, install: true }, { ...machine, canInstallPackages: false })).toEqual([
    false,
    [],
  ]);
  expect(machine.questions).toEqual([]);
});

test('a package in another project downloads and installs nothing without --install', async () => {
  const machine = { ...kept(true), mustBeTold: true, isThrownAway: true };
  expect(new Permission(NOTHING, () => {}, machine).downloads).toBe(false);
  expect(await decide(NOTHING, machine)).toEqual([false, []]);
  const told = { ...NOTHING, install: true };
  expect(new Permission(told, () => {}, machine).downloads).toBe(true);
  expect(await decide(told, machine)).toEqual([true, []]);
  expect(machine.questions).toEqual([]);
});

test('flags that contradict each other are wrong use', () => {
  expect(() => new Permission({ install: true, noInstall: true }, () => {})).toThrow(
    '--install and --no-install contradict each other',
  );
});
