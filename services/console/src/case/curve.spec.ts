import { describe, expect, it } from '@jest/globals';
import { type CaseFlag, type CaseMessage } from '../api/types.ts';
import { curveOf, heightOf, margin } from './curve.ts';

const size = { width: 348, height: 136 };
const message = (eventId: string, senderId: string, risk: number): CaseMessage => ({
  eventId,
  senderId,
  risk,
  contribution: 0.4,
  cues: [],
  sentAt: '2026-11-24T21:00:00Z',
  text: '…',
});
const messages = [message('e-1', 'u-1', 0), message('e-2', 'u-2', 0.9), message('e-3', 'u-1', 1)];
const flag = { eventId: 'e-3', threshold: 0.5 } as CaseFlag;

describe('the risk curve', () => {
  it("shows the actor's messages only, each at its place in the conversation", () => {
    const { points, step } = curveOf(messages, 'u-1', [flag], size);
    expect(step).toBe(100);
    expect(points.map(({ eventId, x }) => [eventId, x])).toEqual([
      ['e-1', margin.left + 50],
      ['e-3', margin.left + 250],
    ]);
  });

  it('marks the threshold and the message that raised the alert', () => {
    const { threshold, alerts } = curveOf(messages, 'u-1', [flag], size);
    expect(threshold).toEqual({ value: 0.5, y: heightOf(0.5, size) });
    expect(alerts.map(({ eventId }) => eventId)).toEqual(['e-3']);
  });

  it('runs from the bottom to the top', () => {
    expect(heightOf(0, size)).toBe(size.height - margin.bottom);
    expect(heightOf(1, size)).toBe(margin.top);
    expect(heightOf(7, size)).toBe(margin.top);
  });

  it('is empty without messages', () => {
    const { points, line, area, threshold } = curveOf([], 'u-1', [], size);
    expect({ points, line, area, threshold }).toEqual({ points: [], line: '', area: '', threshold: undefined });
  });
});
