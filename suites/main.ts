import type { PageMessage } from '../results/schema.ts';
import { runPage } from './client.ts';
import { inPage, whyNotIsolated } from './isolation.ts';
import type { Instruction } from './plan.ts';
import { describeError } from './protocol.ts';

/** Where a page or a runtime starts: pulls its plan from the server that served it, and pushes what it finds. */

const session = new URL(location.href).searchParams.get('session');

function api(path: string): URL {
  return new URL(`/api/${path}?session=${encodeURIComponent(session ?? '')}`, location.href);
}

async function request(path: string, init?: RequestInit): Promise<Response> {
  const response = await fetch(api(path), init);
  if (!response.ok) throw new Error(`the server answered ${response.status}: ${await response.text()}`);
  return response;
}

async function push(message: PageMessage): Promise<void> {
  await request('messages', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(message),
  });
}

function show(text: string): void {
  if (inPage()) document.body.textContent = text;
}

async function run(): Promise<void> {
  for (;;) {
    const instruction = (await (await request('next')).json()) as Instruction;
    if (instruction.kind === 'done') return show('Done. This page can be closed.');
    if (instruction.kind === 'go') {
      if (inPage()) return location.assign(`${instruction.path}${location.search}`);
      continue;
    }
    const refusal = whyNotIsolated();
    const isBare = instruction.kind === 'claims' && instruction.on === 'bare-page';
    if (refusal !== undefined && !isBare) {
      show(refusal);
      return push({ kind: 'refused', reason: refusal });
    }
    show(
      instruction.kind === 'measure'
        ? `Measuring ${instruction.suite}: ${instruction.sizeBytes} bytes`
        : 'Running',
    );
    await runPage(instruction, push);
    // A browser goes on in a fresh page; a runtime has none, and its worker is fresh all the same.
    if (inPage()) return location.reload();
  }
}

try {
  await run();
} catch (error) {
  const reason = describeError(error);
  show(reason);
  await push({ kind: 'refused', reason }).catch(() => {});
  throw error;
}
