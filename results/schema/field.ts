import { z } from 'zod';

/** The types of the fields of results files, page messages and log entries. */

/** Users can add suites and transports, so any name is allowed that has the right form. */
export const nameSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,63}$/, 'must be lower-case letters, digits and dashes');
export const textSchema = z.string().max(10_000);
/** Why there is no figure, or what went wrong. */
export const wordsWhy = textSchema.min(1);
export const timestampSchema = z.iso.datetime();
export const sizeBytesSchema = z.int().nonnegative().describe('0: the suite moves no data.');

/** The parameters of suites are numbers of workers and threads, and rates: all are below a billion. */
const MOST_PARAMETER = 1e9;
export const parameterSchema = z
  .union([z.number().min(-MOST_PARAMETER).max(MOST_PARAMETER), z.null()])
  .describe(
    'What the suite varies besides the size; null if it varies nothing else, or if the cell does not depend on it.',
  );

/**
 * No run lasts three years, and no sample is shorter than a femtosecond. These bounds keep the sum of all times in a file and the
 * ratio of any two samples finite. They are powers of ten, so that a rounded value stays within them.
 */
const MOST_MS = 1e11;
const LEAST_SAMPLE_MS = 1e-12;
export const durationMsSchema = z.number().nonnegative().max(MOST_MS);
/** A measured time. It is used as a divisor, so it is never 0. */
export const sampleMsSchema = z.number().min(LEAST_SAMPLE_MS).max(MOST_MS);
export const countSchema = z.int().nonnegative();
