/** Does one step of a test, and prints how long it took: the tier has a budget of minutes. */
export const step = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
  const start = performance.now();
  try {
    return await work();
  } finally {
    const seconds = ((performance.now() - start) / 1000).toFixed(1).padStart(6);
    process.stderr.write(`${seconds} s  ${name}\n`);
  }
};
