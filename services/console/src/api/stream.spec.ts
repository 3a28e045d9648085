import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { openStream } from './stream.ts';

/** Stands in for the browser's: a test plays the network. */
class FakeEventSource {
  static readonly CLOSED = 2;
  static opened: FakeEventSource[] = [];
  readyState = 0;
  onopen = (): void => {};
  onerror = (): void => {};
  readonly listeners: Record<string, (event: { data: string }) => void> = {};

  constructor(readonly url: string) {
    FakeEventSource.opened.push(this);
  }
  addEventListener(type: string, listener: (event: { data: string }) => void): void {
    this.listeners[type] = listener;
  }
  close(): void {
    this.readyState = FakeEventSource.CLOSED;
  }
  refuse(): void {
    this.readyState = FakeEventSource.CLOSED;
    this.onerror();
  }
}

describe('the live stream', () => {
  const heard: string[] = [];
  const open = () =>
    openStream({
      changed: ({ caseId }) => heard.push(`changed ${caseId}`),
      missed: () => heard.push('missed'),
      stateChanged: (state) => heard.push(state),
    });
  const last = () => FakeEventSource.opened.at(-1)!;

  beforeEach(() => {
    jest.useFakeTimers();
    heard.length = 0;
    FakeEventSource.opened = [];
    Object.assign(globalThis, { EventSource: FakeEventSource });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('reads everything again with each connection, and passes on what it hears', () => {
    const close = open();
    last().onopen();
    last().listeners['case']!({ data: '{"caseId":"a"}' });
    last().listeners['reset']!({ data: '' });
    expect(heard).toEqual(['live', 'missed', 'changed a', 'missed']);
    close();
  });

  it('leaves a broken connection to the browser', () => {
    const close = open();
    last().onerror();
    jest.advanceTimersByTime(60_000);
    expect([heard, FakeEventSource.opened.length]).toEqual([['lost'], 1]);
    close();
  });

  it('tries again after a refusal, less and less often', () => {
    const close = open();
    const pauses = [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000];
    for (const pause of pauses) {
      const before = FakeEventSource.opened.length;
      last().refuse();
      jest.advanceTimersByTime(pause - 1);
      expect(FakeEventSource.opened).toHaveLength(before);
      jest.advanceTimersByTime(1);
      expect(FakeEventSource.opened).toHaveLength(before + 1);
    }
    close();
  });

  it('is silent once closed', () => {
    const close = open();
    last().refuse();
    close();
    jest.advanceTimersByTime(60_000);
    expect(FakeEventSource.opened).toHaveLength(1);
  });
});
