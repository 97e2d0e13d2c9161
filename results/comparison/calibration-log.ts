import { describeIssues, ResultsError } from '../file/parse.ts';
import { type CalibrationLine, calibrationLineSchema } from './calibration.ts';

/**
 * The lines of a calibration's log. An incomplete last line is ignored: the calibration was killed while it was written.
 * @param file The name of the file, for the message.
 * @throws {ResultsError} with the number of a line that is not valid.
 */
export function parseCalibrationLog(text: string, file: string): CalibrationLine[] {
  const lines = text.slice(0, text.lastIndexOf('\n') + 1).split('\n');
  return lines.flatMap((line, at) => (line === '' ? [] : [parseLine(line, `${file}:${at + 1}`)]));
}

function parseLine(line: string, place: string): CalibrationLine {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw new ResultsError(`${place}: not a line of a calibration: ${(error as Error).message}`);
  }
  const parsed = calibrationLineSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new ResultsError(`${place}: not a line of a calibration\n${describeIssues(parsed.error)}`);
}
