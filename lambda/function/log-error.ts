/** An error as a log line may hold it. */
interface LogError {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
  readonly cause?: string | undefined;
}

/**
 * What is told of an error. Its other members are left out: an error of the SDK, or of a run, may carry an answer or a
 * coverage row for each target. The message of a SyntaxError quotes what could not be parsed, which may be a document.
 */
export const toLogError = (error: unknown): LogError => {
  if (!(error instanceof Error)) return { name: 'Error', message: `${typeof error} was thrown`, stack: '' };
  const { name, message, stack, cause } = error;
  return {
    name,
    message: messageOf(error, message),
    stack: /^ {4}at .*/ms.exec(stack ?? '')?.[0] ?? '',
    cause: cause instanceof Error ? `${cause.name}: ${messageOf(cause, cause.message)}` : undefined,
  };
};

const messageOf = (error: Error, message: string): string =>
  error instanceof SyntaxError ? 'a text could not be parsed' : message;

/** The error to throw at Lambda, which logs every member that it finds and passes name and message on. */
export const toThrownError = ({ name, message, stack }: LogError): Error => {
  const error = new Error(message);
  error.name = name;
  error.stack = `${name}: ${message}\n${stack}`;
  return error;
};
