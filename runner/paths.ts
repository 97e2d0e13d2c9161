import { join, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '..');
/** The built client: what every engine runs. */
export const CLIENT_DIR = join(ROOT, 'suites/dist');
export const CLIENT_FILE = join(CLIENT_DIR, 'client.js');
export const RESULTS_DIR = join(ROOT, 'results');
