import { z } from 'zod';
import { countSchema, nameSchema, parameterSchema, sizeBytesSchema } from './field.ts';

/** What identifies a cell, a launch, a pass and a claim's answer within a run. */

export const ENGINE_NAMES = ['chromium', 'firefox', 'webkit', 'node', 'bun', 'deno', 'visit'] as const;
export const engineNameSchema = z.enum(ENGINE_NAMES);
export type EngineName = z.infer<typeof engineNameSchema>;

/** The fields of a cell's key. */
export const cellKey = {
  engine: engineNameSchema,
  suite: nameSchema,
  transport: nameSchema,
  parameter: parameterSchema,
  sizeBytes: sizeBytesSchema,
};
const cellKeySchema = z.strictObject(cellKey);
export type CellKey = z.infer<typeof cellKeySchema>;

/** The fields of a launch's key. */
export const launchKey = { engine: engineNameSchema, suite: nameSchema, launch: countSchema };
const launchKeySchema = z.strictObject(launchKey);
export type LaunchKey = z.infer<typeof launchKeySchema>;
