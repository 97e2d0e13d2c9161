import { transport as ping } from '../controls/ping.ts';
import type { Suite } from '../suite.ts';
import type { Transport } from '../transport.ts';
import { type Form, send } from './exchange.ts';
import { COLUMNS_CLONE, COLUMNS_SHARE, COLUMNS_TRANSFER, JSON_TEXT, JSON_UTF8, OBJECTS } from './forms.ts';
import { ARRAY, type DataRecord, recordsIn } from './records.ts';
import { COUNTS } from './shapes.ts';

const RECORDS = recordsIn(ARRAY);

/**
 * The steps of the round trips of `shapes`, each alone: a round trip there encodes and decodes twice and moves there and
 * back.
 */
export const suite: Suite = {
  name: 'shape-steps',
  question: 'How much of the time of records is encoding, how much is moving, and how much is decoding?',
  figure: { id: 'step', title: 'time per step', one: 'step', many: 'steps' },
  areRivals: false,
  answers: null,
  breakEven: null,
  baseline: null,
  work: null,
  crossings: 0,
  parameter: { name: 'records', kind: 'count', values: COUNTS },
  sizesBytes: [0],
  anySizeUpToBytes: null,
  placement: 'apart',
  repeats: null,
  timeShare: 0.3,
  watchedBy: 'none',
  measuredBy: 'full',
  sharesLaunches: true,
  methods: {
    transports: {
      'encode-json-text': encoding('JSON.stringify', JSON_TEXT),
      'encode-json-utf8': encoding('JSON.stringify, and the text to UTF-8', JSON_UTF8),
      'encode-columns': encoding('objects to typed arrays', COLUMNS_CLONE),
      'encode-columns-share': encoding('objects to typed arrays in a shared memory', COLUMNS_SHARE),
      'move-objects': moving('the objects cloned there and back', OBJECTS),
      'move-json-text': moving('the text cloned there and back', JSON_TEXT),
      'move-json-utf8': moving('the bytes of the text transferred there and back', JSON_UTF8),
      'move-columns-clone': moving('the typed arrays cloned there and back', COLUMNS_CLONE),
      'move-columns-transfer': moving('the typed arrays transferred there and back', COLUMNS_TRANSFER),
      'move-columns-share': {
        ...ping,
        title: 'a signal each way, as the typed arrays stay where they are',
        needs: COLUMNS_SHARE.needs ?? [],
        controls: [],
      },
      'decode-json-text': decoding('JSON.parse', JSON_TEXT),
      'decode-json-utf8': decoding('UTF-8 to a text, and JSON.parse', JSON_UTF8),
      'decode-columns': decoding('typed arrays to objects', COLUMNS_CLONE),
      'decode-columns-share': decoding('typed arrays in a shared memory to objects', COLUMNS_SHARE),
    },
    controls: {},
  },
};

type RecordsForm = Form<DataRecord[]>;

function encoding(title: string, form: RecordsForm): Transport {
  return {
    ...stepOf(title, form),
    openMain(context) {
      const next = RECORDS.open(context);
      const codec = form.open(form.setup?.(context, next(1)));
      let message: unknown;
      return {
        roundTrip(stamp) {
          message = codec.encode(next(stamp));
        },
        received: () => null,
        check: (roundTrips) => RECORDS.check(codec.decode(message), 2 * roundTrips - 1, context),
      };
    },
  };
}

/** Each message is sent again after it has come back, so that the last one has made all round trips. */
function moving(title: string, form: RecordsForm): Transport {
  return {
    ...stepOf(title, form),
    openMain(context) {
      const { post, receive } = context;
      const codec = form.open(null);
      let message = codec.encode(RECORDS.open(context)(1));
      return {
        roundTrip() {
          send(post, message, form);
          return receive((data) => {
            message = data;
          });
        },
        received: () => null,
        check: () => RECORDS.check(codec.decode(message), 1, context),
      };
    },
    openWorker:
      ({ post }) =>
      (data) =>
        send(post, data, form),
  };
}

/** Two messages with different stamps take turns. */
function decoding(title: string, form: RecordsForm): Transport {
  return {
    ...stepOf(title, form),
    openMain(context) {
      const next = RECORDS.open(context);
      const encoded = (stamp: number) => {
        const codec = form.open(form.setup?.(context, next(stamp)));
        return { stamp, codec, message: codec.encode(next(stamp)) };
      };
      const [even, odd] = [encoded(0), encoded(1)];
      let last = even;
      let records: DataRecord[] = [];
      return {
        roundTrip() {
          last = last === even ? odd : even;
          records = last.codec.decode(last.message);
          RECORDS.expect(records, last.stamp, context);
        },
        received: () => null,
        check: () => RECORDS.check(records, last.stamp, context),
      };
    },
  };
}

function stepOf(
  title: string,
  { needs = [] }: RecordsForm,
): Pick<Transport, 'title' | 'needs' | 'copies' | 'controls'> {
  return { title, needs, copies: true, controls: [] };
}
