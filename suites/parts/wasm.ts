import bump from '../../wat/bump.wat';
import kernel from '../../wat/kernel.wat';
import kernelPlain from '../../wat/kernel.wat?plain';
import passes from '../../wat/passes.wat';
import passes64 from '../../wat/passes64.wat';

/**
 * The compiled modules of `wat/`, by name. Suites receive them as a parameter, as the runner reads suites too and has no
 * loader for `.wat`.
 */
export const WASM = { bump, kernel, kernelPlain, passes, passes64 };
export type Wasm = typeof WASM;
