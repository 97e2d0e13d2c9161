import { exchange } from '../shapes/exchange.ts';
import { OBJECTS } from '../shapes/forms.ts';
import { ARRAY, recordsIn } from '../shapes/records.ts';
import type { Transport } from '../transport.ts';

const RECORDS = recordsIn(ARRAY);

/** The record that the worker spoils; it has no stamp. */
export const SPOILED_RECORD = 3;

/** For the tests: objects in a clone, of which the worker spoils one. */
export const transport: Transport = exchange(
  {
    ...RECORDS,
    openAnswer(extent) {
      const answer = RECORDS.openAnswer(extent);
      return (records, stamp) => {
        const spoiled = [...answer(records, stamp)];
        const record = spoiled[SPOILED_RECORD];
        if (record) spoiled[SPOILED_RECORD] = { ...record, name: 'spoiled' };
        return spoiled;
      };
    },
  },
  OBJECTS,
);
