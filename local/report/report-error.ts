import { CollectorError } from '../../lambda/errors';

/** The report cannot be written where it was asked for. */
export class ReportError extends CollectorError {
  override readonly name = 'ReportError';
}
