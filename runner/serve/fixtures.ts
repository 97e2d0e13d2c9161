import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compileWat } from '../../wat/compile.ts';
import { ROOT } from '../checkout/paths.ts';

/** A file that the server generates for the claims, with the headers that decide how a browser treats it. */
export interface Fixture {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: () => Promise<Uint8Array | string>;
}

const image = async () => '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>';
const bump = async () => compileWat('wat/bump.wat', await readFile(join(ROOT, 'wat/bump.wat'), 'utf8'));

export const FIXTURES: ReadonlyMap<string, Fixture> = new Map([
  [
    'with-corp.svg',
    {
      headers: { 'content-type': 'image/svg+xml', 'cross-origin-resource-policy': 'cross-origin' },
      body: image,
    },
  ],
  ['without-corp.svg', { headers: { 'content-type': 'image/svg+xml' }, body: image }],
  ['bump.wasm', { headers: { 'content-type': 'application/wasm' }, body: bump }],
  ['bump-as-text.wasm', { headers: { 'content-type': 'text/plain' }, body: bump }],
]);
