import type { Transport } from '../../suites/transport.ts';

/** `clone-transfer-share/transport`: what the module of a transport needs. */

export { describeError, ifSupported, Unsupported } from '../../suites/parts/errors.ts';
export { newMemory, workingSetIn } from '../../suites/parts/memory.ts';
export {
  checkDetached,
  checkPattern,
  checkStamp,
  filledWords,
  fillPattern,
  loadStamp,
  pattern,
  storeStamp,
  writeStamp,
} from '../../suites/parts/stamp.ts';
export type {
  Candidate,
  Channel,
  HandWritten,
  MainContext,
  MainSide,
  Need,
  Post,
  Receive,
  Transport,
  WorkerContext,
} from '../../suites/transport.ts';
export { timedBy } from '../../suites/transport.ts';

/** Gives an object the type of a transport: `export const transport = defineTransport({ … })`. */
export function defineTransport(transport: Transport): Transport {
  return transport;
}
