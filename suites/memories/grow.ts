import { WASM_PAGE_BYTES } from '../parts/memory.ts';
import type { Suite } from '../suite.ts';
import { type Transport, timedBy } from '../transport.ts';

const MIB = 1024 ** 2;
/**
 * How often one memory grows before a new memory replaces it: by 16 MiB in all, so that the sizes do not overlap. More
 * memories that grow less would stay closer to their size, but an engine has room for few shared memories.
 */
const GROWTHS = 256;

/** A memory grows by one page of 64 KiB at a time while both sides hold views of it; the page makes a new view each time. */
export const suite: Suite = {
  name: 'grow',
  question: 'What does memory.grow cost while views of the memory are held?',
  figure: { id: 'growth', title: 'time per growth', one: 'growth', many: 'growths' },
  areRivals: true,
  answers: null,
  breakEven: null,
  baseline: 'plain',
  work: null,
  crossings: 0,
  parameter: null,
  sizesBytes: [MIB, 16 * MIB, 64 * MIB],
  anySizeUpToBytes: null,
  placement: 'apart',
  repeats: null,
  timeShare: 0.2,
  watchedBy: 'all',
  measuredBy: 'full',
  sharesLaunches: false,
  methods: {
    transports: {
      plain: growing('a memory that is not shared; the view held here is detached and made again'),
      shared: growing('a shared memory; views on both sides keep their length, and one is made again', [
        'shared-memory',
      ]),
    },
    controls: {},
  },
};

function growing(title: string, needs: Transport['needs'] = []): Transport {
  const shared = needs.includes('shared-memory');
  return {
    title,
    needs,
    copies: false,
    // Messages give the worker its memory and ask for its length; growing sends none.
    hasOwnChannel: true,
    controls: [],

    openMain({ sizeBytes, post, receive }) {
      const initial = sizeBytes / WASM_PAGE_BYTES;
      let memory: WebAssembly.Memory | undefined;
      /** The view held since before the first growth, and the newest view. */
      let first = new Uint8Array();
      let newest = first;
      let left = 0;

      /** Checks the length of the views that were held through all growths. */
      async function checkView(): Promise<void> {
        if (!memory) return;
        const there = shared ? await ask(null) : null;
        const expected = shared ? sizeBytes : 0;
        if (first.length !== expected || (there !== null && there !== sizeBytes)) {
          throw new Error(
            `a view of ${sizeBytes} bytes has ${first.length} bytes after growing here, and ${there} in the worker`,
          );
        }
      }

      async function ask(message: WebAssembly.Memory | null): Promise<unknown> {
        post(message);
        return receive();
      }

      async function renew(): Promise<WebAssembly.Memory> {
        await checkView();
        const fresh = new WebAssembly.Memory({ initial, maximum: initial + GROWTHS, shared });
        first = new Uint8Array(fresh.buffer).fill(1);
        newest = first;
        if (shared) await ask(fresh);
        left = GROWTHS;
        memory = fresh;
        return fresh;
      }

      async function timed(_: number, count: number): Promise<number> {
        let durationMs = 0;
        for (let done = 0; done < count; ) {
          const growing = memory && left > 0 ? memory : await renew();
          const now = Math.min(count - done, left);
          const start = performance.now();
          for (let growth = 0; growth < now; growth++) {
            growing.grow(1);
            newest = new Uint8Array(growing.buffer);
          }
          durationMs += performance.now() - start;
          const expectedBytes = sizeBytes + (GROWTHS - left + now) * WASM_PAGE_BYTES;
          if (newest.length !== expectedBytes) {
            throw new Error(`a new view has ${newest.length} bytes after growing to ${expectedBytes}`);
          }
          done += now;
          left -= now;
        }
        return durationMs;
      }

      return { ...timedBy(timed), check: checkView };
    },

    openWorker({ post }) {
      let held: Uint8Array | undefined;
      return (data) => {
        if (data instanceof WebAssembly.Memory) held = new Uint8Array(data.buffer);
        post(held?.length ?? null);
      };
    },
  };
}
