import { suite as roundTrip } from '../../../suites/round-trip.ts';
import type { Suite } from '../../../suites/suite.ts';

/** What the bundle has in place of the list of suites. */
export const SUITES: readonly Suite[] = [roundTrip];
