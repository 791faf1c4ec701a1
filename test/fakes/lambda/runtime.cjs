// What Lambda does with a function, in a process of its own: loads it, invokes it with each event, and tells the parent
// what came of it.
const { promisify } = require('node:util');

const [, , file, functionArn, ...events] = process.argv;

const context = {
  awsRequestId: 'request-1',
  functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
  invokedFunctionArn: functionArn,
  getRemainingTimeInMillis: () => 900_000,
};

const tell = promisify(process.send.bind(process));

const invokeAll = async () => {
  const { handler } = require(file);
  for (const event of events) {
    const result = await handler(JSON.parse(event), context).then(
      (answer) => ({ answer }),
      ({ name, message }) => ({ error: { name, message } }),
    );
    await tell(result);
  }
};

// Lambda freezes a process that has answered; here, the connections that are kept open would hold it up.
void invokeAll().then(() => process.exit(0));
