import { z } from 'zod';

/** The fields that a results file, a page's messages and a run's entries are made of. */

/** Suites and transports are files, and a user may add some: their names are open, their form is not. */
export const nameSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,63}$/, 'must be lower-case letters, digits and dashes');
export const textSchema = z.string().max(10_000);
/** Why there is no figure, or what went wrong. */
export const wordsWhy = textSchema.min(1);
export const timestampSchema = z.iso.datetime();
export const sizeBytesSchema = z.int().nonnegative().describe('0: the suite moves nothing.');
export const parameterSchema = z
  .union([z.number(), z.null()])
  .describe('What the suite varies beside the size; null where it has no such thing, or is not bound by it.');
export const durationMsSchema = z.number().nonnegative();
export const countSchema = z.int().nonnegative();
