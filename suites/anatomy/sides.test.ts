import { expect, test } from 'playwright/test';
import { filledWords } from '../parts/stamp.ts';
import { crossing } from '../testing/loopback.ts';
import { type Method, PageSide, workerSide } from './sides.ts';

const SIZE_BYTES = 64 * 1024;

/** The page's side, with the worker's behind messages. Both sides read the event's data. @param spoil What happens to the worker's answers. */
function open(method: Method, { transfers = true, spoil = (_: ArrayBuffer) => {} } = {}): PageSide {
  const { post, answer, receive, listen } = crossing({ transfers, change: (data) => ({ data }) });
  const handle = workerSide(method, {
    sizeBytes: SIZE_BYTES,
    post(message, transfer) {
      spoil(message as ArrayBuffer);
      answer(message, transfer);
    },
  });
  listen((data) => handle({ data }));
  return new PageSide(method, {
    sizeBytes: SIZE_BYTES,
    post,
    receive,
    workingSet: () => filledWords(SIZE_BYTES),
  });
}

for (const method of ['clone', 'transfer'] as const) {
  test(`${method}: the marks of a round trip are in order, and the right bytes pass the checks`, async () => {
    const page = open(method);
    for (let trip = 0; trip < 3; trip++) {
      const { started, posted, arrived, read, touched } = await page.trip();
      const marks = [started, posted, arrived, read, touched];
      expect(marks).toEqual(marks.toSorted((a, b) => a - b));
    }
    page.check();
  });

  test(`${method}: an old stamp, a wrong touched word and any other wrong byte are detected`, async () => {
    const oldStamp = open(method, { spoil: (buffer) => void new Int32Array(buffer).fill(1, 0, 1) });
    await expect(oldStamp.trip()).rejects.toThrow('does not contain stamp 2');
    const wrongWord = open(method, { spoil: (buffer) => void new Int32Array(buffer).fill(7, 1025, 1026) });
    await expect(wrongWord.trip()).rejects.toThrow('the touched words add up to');
    const wrongByte = open(method, { spoil: (buffer) => void new Int32Array(buffer).fill(7, 500, 501) });
    await wrongByte.trip();
    expect(() => wrongByte.check()).toThrow('at offset 2000 of the working set is corrupted');
  });
}

test('a transfer that leaves the buffer behind is detected', async () => {
  await expect(async () => open('transfer', { transfers: false }).trip()).rejects.toThrow(
    'was not detached by the transfer',
  );
});
