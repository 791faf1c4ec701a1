import { describe, expect, it } from '@jest/globals';
import { systemClock } from '../../lambda/clock';
import { type Deadline, withDeadline } from '../../lambda/reading/deadline';
import { VirtualClock } from '../fakes/virtual-clock';

const within = <T>(limits: Partial<Deadline>, work: (signal: AbortSignal) => Promise<T>): Promise<T> =>
  withDeadline({ clock: systemClock, deadline: undefined, caller: undefined, ...limits }, work);

const aborted = (signal: AbortSignal): Promise<string> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve('aborted');
    signal.addEventListener('abort', () => resolve('aborted'));
  });

describe('the signal to stop reading', () => {
  it('aborts at the deadline, at once if that has passed', async () => {
    expect(await within({ deadline: systemClock.monotonic() + 5 }, aborted)).toBe('aborted');
    expect(await within({ deadline: systemClock.monotonic() - 5 }, aborted)).toBe('aborted');
  });

  it('has aborted before the reading begins, if the deadline has passed by then', async () => {
    const begin = async (signal: AbortSignal): Promise<boolean> => signal.aborted;
    expect(await within({ deadline: systemClock.monotonic() - 5 }, begin)).toBe(true);
  });

  it('aborts when the caller stops the run, also if that was before the reading began', async () => {
    const caller = new AbortController();
    const reading = within({ caller: caller.signal }, aborted);
    caller.abort();
    expect(await reading).toBe('aborted');
    expect(await within({ caller: AbortSignal.abort() }, aborted)).toBe('aborted');
  });

  it('aborts in time where the clock was set back before the reading began', async () => {
    const clock = new VirtualClock();
    const deadline = clock.monotonic() + 1_000;
    clock.setBack(3_600_000);
    expect(await clock.run(within({ clock, deadline }, aborted))).toBe('aborted');
    expect(clock.monotonic()).toBe(1_000);
  });

  it('does not abort when the reading ends in time', async () => {
    const signal = await within({ deadline: systemClock.monotonic() + 20 }, async (given) => given);
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(signal.aborted).toBe(false);
  });
});
