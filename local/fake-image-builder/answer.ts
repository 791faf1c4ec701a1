/** What goes back over the wire. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export const ok = (body: object): Answer => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

/** An error as AWS's JSON services spell it: its name in a header, its message in the body. */
export const refusal = (status: number, code: string, message: string): Answer => ({
  status,
  headers: { 'content-type': 'application/json', 'x-amzn-errortype': code },
  body: JSON.stringify({ message }),
});

export const invalidRequest = (message: string): Answer => refusal(400, 'InvalidRequestException', message);

export const notFound = (arn: string): Answer =>
  refusal(404, 'ResourceNotFoundException', `The resource ${arn} does not exist.`);

export const accessDenied = (callerArn: string, action: string, resource: string, why: string): Answer =>
  refusal(
    403,
    'AccessDeniedException',
    `User: ${callerArn} is not authorized to perform: ${action} on resource: ${resource} ${why}`,
  );
