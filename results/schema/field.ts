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

/** What suites vary are workers, threads and rates: none goes to a billion. */
const MOST_PARAMETER = 1e9;
export const parameterSchema = z
  .union([z.number().min(-MOST_PARAMETER).max(MOST_PARAMETER), z.null()])
  .describe('What the suite varies beside the size; null where it has no such thing, or is not bound by it.');

/**
 * No run lasts three years, and no sample is shorter than a femtosecond. With these bounds the sum of all times of a file and the
 * ratio of any two samples are finite. Powers of ten, as rounding to any number of digits stays within them.
 */
const MOST_MS = 1e11;
const LEAST_SAMPLE_MS = 1e-12;
export const durationMsSchema = z.number().nonnegative().max(MOST_MS);
/** The time of something that happened: a divisor, so never 0. */
export const sampleMsSchema = z.number().min(LEAST_SAMPLE_MS).max(MOST_MS);
export const countSchema = z.int().nonnegative();
