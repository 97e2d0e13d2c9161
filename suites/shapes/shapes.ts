import type { Suite } from '../suite.ts';
import type { Candidate, Transport } from '../transport.ts';
import { exchange, type Form } from './exchange.ts';
import { COLUMNS_CLONE, COLUMNS_SHARE, COLUMNS_TRANSFER, JSON_TEXT, JSON_UTF8, OBJECTS } from './forms.ts';
import { ARRAY, type DataRecord, recordsIn } from './records.ts';

/** Not 100,000 for every suite: a launch of the steps or the structures would last 2.4 times as long, and five launches have no time for it. */
export const COUNTS = [10, 100, 1_000, 10_000];

/**
 * Each side has an array of objects before and after: a round trip encodes, moves and decodes, twice. In each, the first and
 * the last record carry the stamp. The worker answers with the objects that it has decoded.
 */
export const suite: Suite = {
  name: 'shapes',
  question: 'How long does an array of records take to a worker and back, as objects, as text or as columns?',
  figure: { id: 'round-trip', title: 'round trip', one: 'round trip', many: 'round trips' },
  areRivals: true,
  answers: 'objects',
  breakEven: null,
  baseline: 'objects',
  work: null,
  crossings: 0,
  parameter: { name: 'records', kind: 'count', values: [...COUNTS, 100_000] },
  sizesBytes: [0],
  anySizeUpToBytes: null,
  placement: 'apart',
  repeats: null,
  timeShare: 0.3,
  watchedBy: 'full',
  measuredBy: 'full',
  sharesLaunches: true,
  methods: {
    transports: {
      objects: sending(OBJECTS, { rank: 1, doing: 'Cloning objects', senderKeeps: true }),
      'json-text': sending(JSON_TEXT, { rank: 2, doing: 'Sending JSON text', senderKeeps: true }),
      'json-utf8': sending(JSON_UTF8, { rank: 3, doing: 'Transferring JSON in UTF-8', senderKeeps: true }),
      'columns-clone': sending(COLUMNS_CLONE, { rank: 4, doing: 'Cloning columns', senderKeeps: true }),
      // What is transferred is made from the objects, which stay.
      'columns-transfer': sending(COLUMNS_TRANSFER, {
        rank: 5,
        doing: 'Transferring columns',
        senderKeeps: true,
      }),
      'columns-share': sending(COLUMNS_SHARE, { rank: 6, doing: 'Sharing columns', senderKeeps: true }),
    },
    controls: {},
  },
};

function sending(form: Form<DataRecord[]>, candidate: Candidate): Transport {
  return { ...exchange(recordsIn(ARRAY), form), candidate };
}
