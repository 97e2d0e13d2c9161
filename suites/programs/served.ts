import { describeError } from '../parts/errors.ts';
import type { ProgramName } from './program.ts';

/** The WebAssembly file that each program fetches, relative to the folder of programs. */
const MODULES: Readonly<Partial<Record<ProgramName, string>>> = {
  oxipng: 'oxipng/squoosh_oxipng_bg.wasm',
  jxl: 'jxl/jxl_enc_mt.wasm',
};

/**
 * Why the server does not deliver a program's module; `undefined` if it does, or if there is no server. The programs' own
 * errors name neither the file nor the header.
 */
export async function whyNotServed(program: ProgramName, vendor: URL): Promise<string | undefined> {
  const module = MODULES[program];
  if (module === undefined || vendor.protocol === 'file:') return undefined;
  const { pathname, href } = new URL(module, vendor);
  try {
    const response = await fetch(href);
    const type = response.headers.get('content-type');
    if (!response.ok) return `${pathname}: the server answered ${response.status}`;
    if (type === 'application/wasm') return undefined;
    return `${pathname} has Content-Type ${type}; WebAssembly needs application/wasm`;
  } catch (error) {
    return `${pathname}: ${describeError(error)}`;
  }
}
