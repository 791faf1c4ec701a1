// What Lambda does with a function, in a process of its own: loads it, invokes it with each event, and tells the parent
// what came of it.
const [, , file, functionArn, ...events] = process.argv;

const context = {
  awsRequestId: 'request-1',
  functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
  invokedFunctionArn: functionArn,
  getRemainingTimeInMillis: () => 900_000,
};

const invokeAll = async () => {
  const { handler } = require(file);
  for (const event of events) {
    process.send(
      await handler(JSON.parse(event), context).then(
        (answer) => ({ answer }),
        ({ name, message }) => ({ error: { name, message } }),
      ),
    );
  }
};

// Lambda freezes a process that has answered; connections that are kept open would hold this one up.
void invokeAll().finally(() => process.disconnect());
