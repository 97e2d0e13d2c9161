import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { env, stderr, stdin } from 'node:process';
import { createInterface } from 'node:readline/promises';
import { IS_PACKAGE } from '../../results/command-line/installation.mjs';
import { UsageError } from '../../results/command-line/user-error.ts';

/** What the user says about installing. */
export interface InstallFlags {
  readonly install: boolean;
  readonly noInstall: boolean;
}

/** Where a command runs, as far as it decides what may be downloaded and installed. */
export interface Machine {
  /** Whether the suite is a package of another project: then nothing is downloaded or installed unless the user says so. */
  readonly mustBeTold: boolean;
  /** Only root can install packages, and only apt-get is known. */
  readonly canInstallPackages: boolean;
  /** A container or a machine of CI, whose system nobody keeps. */
  readonly isThrownAway: boolean;
  /** Asks the user a question that is answered with yes or no; `null` where no user can answer. */
  readonly ask: ((question: string) => Promise<boolean>) | null;
}

/** What may be installed. The user is asked at most once. */
export class Permission {
  readonly #flags: InstallFlags;
  readonly #machine: Machine;
  readonly #say: (line: string) => void;
  #answer: Promise<boolean> | undefined;

  /** @throws {UsageError} if the flags contradict each other. */
  constructor(flags: InstallFlags, say: (line: string) => void, machine = thisMachine()) {
    if (flags.install && flags.noInstall) {
      throw new UsageError('--install and --no-install contradict each other');
    }
    this.#flags = flags;
    this.#machine = machine;
    this.#say = say;
  }

  /** Whether anything may be downloaded and installed, without a change to the system. */
  get downloads(): boolean {
    return this.#machine.mustBeTold ? this.#flags.install : !this.#flags.noInstall;
  }

  /**
   * Whether the system's packages may be installed.
   * @param what What is installed, as a part of a sentence.
   */
  packages(what: string): Promise<boolean> {
    this.#answer ??= this.#decide(what);
    return this.#answer;
  }

  async #decide(what: string): Promise<boolean> {
    const { canInstallPackages, isThrownAway, ask } = this.#machine;
    if (!this.downloads || !canInstallPackages) return false;
    if (this.#flags.install || isThrownAway) return true;
    if (ask)
      return ask(`May apt-get install ${what} on this system? --install says yes, --no-install no. [y/N] `);
    this.#say(`Not installed: ${what}. Outside containers and CI, apt-get runs only with --install.`);
    return false;
  }
}

function thisMachine(): Machine {
  return {
    mustBeTold: IS_PACKAGE,
    canInstallPackages: process.getuid?.() === 0 && existsSync('/usr/bin/apt-get'),
    isThrownAway: Boolean(env['CI']) || isContainer(),
    ask: stdin.isTTY && stderr.isTTY ? askInTerminal : null,
  };
}

/** The files that Docker, Podman and systemd put into a container. */
const CONTAINER_FILES = ['/.dockerenv', '/run/.containerenv', '/run/systemd/container'];
/** The first process of a machine. That of a container is usually the program that the container is for. */
const INIT_SYSTEMS = ['systemd', 'init', 'openrc-init', 'runit', 's6-svscan', 'dinit', 'busybox'];

function isContainer(): boolean {
  if (process.platform !== 'linux') return false;
  if (CONTAINER_FILES.some((file) => existsSync(file))) return true;
  try {
    // WSL's own is named after the distribution: `init(Ubuntu)`.
    const [name = ''] = readFileSync('/proc/1/comm', 'utf8').trim().split('(');
    return !INIT_SYSTEMS.includes(name);
  } catch {
    return false;
  }
}

async function askInTerminal(question: string): Promise<boolean> {
  const terminal = createInterface({ input: stdin, output: stderr });
  // Readline takes the keys. Ctrl-C is to end the command, and Ctrl-D is no answer.
  terminal.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  const closed = once(terminal, 'close').then(() => '');
  const answered = terminal.question(question).catch(() => '');
  try {
    return /^y(es)?$/i.test((await Promise.race([answered, closed])).trim());
  } finally {
    terminal.close();
  }
}
