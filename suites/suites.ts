import { suite as anatomy } from './anatomy/anatomy.ts';
import { suite as burst } from './burst.ts';
import { channels, channelsShare, channelsTransfer } from './channels/channels.ts';
import { suite as linearMemory } from './linear-memory.ts';
import { suite as addresses } from './memories/addresses.ts';
import { suite as atomics } from './memories/atomics.ts';
import { suite as grow } from './memories/grow.ts';
import { suite as posting } from './memories/posting.ts';
import { suite as buffers } from './payloads/buffers.ts';
import { suite as pixels } from './payloads/pixels.ts';
import { suite as views } from './payloads/views.ts';
import { suite as pool } from './pool.ts';
import { suite as programs } from './programs.ts';
import { suite as roundTrip } from './round-trip.ts';
import { suite as roundTripTogether } from './round-trip-together.ts';
import { suite as setup } from './setup.ts';
import { suite as shapeSteps } from './shapes/shape-steps.ts';
import { suite as shapes } from './shapes/shapes.ts';
import { suite as strings } from './shapes/strings.ts';
import { suite as structures } from './shapes/structures.ts';
import { suite as signal } from './signal.ts';
import { suite as stream } from './stream.ts';
import type { Suite } from './suite.ts';

/** All suites, in the order in which they run. */
export const SUITES: readonly Suite[] = [
  roundTrip,
  roundTripTogether,
  linearMemory,
  burst,
  posting,
  shapes,
  shapeSteps,
  structures,
  strings,
  anatomy,
  signal,
  pool,
  stream,
  views,
  buffers,
  pixels,
  channels,
  channelsTransfer,
  channelsShare,
  setup,
  grow,
  atomics,
  addresses,
  programs,
];
