import { suite as linearMemory } from './linear-memory.ts';
import { suite as roundTrip } from './round-trip.ts';
import type { Suite } from './suite.ts';

/** Every suite, in the order in which they run. */
export const SUITES: readonly Suite[] = [roundTrip, linearMemory];
