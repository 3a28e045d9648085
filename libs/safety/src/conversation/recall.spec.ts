import { type ChatEvent, type Participant } from '@vigie/contracts';
import { type Conversation, MEMORY, newConversation, startAnewFor, type WindowMessage } from './conversation.ts';
import { believable, isRepeated, pushMessage, rememberParticipants, settle, trackOf } from './recall.ts';

const DAY = 24 * 60 * 60 * 1000;
const message = (n: number, more: Partial<WindowMessage> = {}): WindowMessage => ({
  ...{ eventId: `e-${n}`, senderId: 'u', sentAt: n, text: 'x', trace: {}, cues: [], contribution: [], risk: [] },
  ...more,
});
const event = (eventId: string, sentAt: number) => ({ eventId, sentAt }) as ChatEvent;
const person = (id: string, ageBand: Participant['ageBand'] = 'ADULT'): Participant => ({
  ...{ id, ageBand, ageSource: 'DECLARED' },
});

function conversation(more: Partial<Conversation> = {}): Conversation {
  return { ...newConversation('m@1'), ...more };
}

describe('an event applied before', () => {
  const state = conversation({ partition: 3, offset: 100, latestSentAt: 5000, window: [message(7)] });

  test.each([
    ['delivered again', { partition: 3, offset: 90 }, event('e-1', 4000), true],
    ['the next one', { partition: 3, offset: 101 }, event('e-1', 6000), false],
    ['late, but never seen', { partition: 3, offset: 101 }, event('e-1', 10), false],
    ['sent twice by the platform', { partition: 3, offset: 101 }, event('e-7', 6000), true],
    ['from a topic that was made anew and counts from zero', { partition: 3, offset: 2 }, event('e-1', 6000), false],
    ['from another partition, after their number was changed', { partition: 1, offset: 2 }, event('e-1', 4000), false],
  ])('%s', (_, at, arrived, expected) => {
    expect(isRepeated(state, arrived, at)).toBe(expected);
  });

  test('what has left the window is no longer there, whether the batch has ended or not', () => {
    const state = conversation();
    for (let n = 0; n < 50; n += 1) pushMessage(state, message(n), 6);
    const seen = (n: number) => isRepeated(state, event(`e-${n}`, 99), { partition: 0, offset: 1 });
    expect([seen(17), seen(18), seen(49)]).toEqual([false, true, true]);
    settle(state);
    expect([seen(17), seen(18), seen(49)]).toEqual([false, true, true]);
    expect(state.window).toHaveLength(MEMORY.windowMessages);
  });
});

test('a clock that runs years ahead is not believed further than a day after Kafka got the message', () => {
  expect(believable(10 * DAY, { partition: 0, offset: 0, receivedAt: 2 * DAY })).toBe(3 * DAY);
  expect(believable(DAY, { partition: 0, offset: 0, receivedAt: 2 * DAY })).toBe(DAY);
  expect(believable(10 * DAY, { partition: 0, offset: 0 })).toBe(10 * DAY);
});

test('heavy texts and heavy traces shorten the window, down to what the next step looks at', () => {
  for (const heavy of [{ text: 'x'.repeat(16_000) }, { trace: { ip: 'x'.repeat(16_000) } }]) {
    const state = conversation();
    for (let n = 0; n < 20; n += 1) pushMessage(state, message(n, heavy), 6);
    settle(state);
    expect(state.window.map(({ eventId }) => eventId)).toEqual([14, 15, 16, 17, 18, 19].map((n) => `e-${n}`));
  }
});

describe('participants', () => {
  test('a known age is not forgotten for an unknown one, but corrected by another', () => {
    const state = conversation();
    rememberParticipants(state, [person('a', 'AGE_13_15')]);
    rememberParticipants(state, [person('a', 'UNKNOWN')]);
    expect(state.participants.get('a')!.ageBand).toBe('AGE_13_15');
    rememberParticipants(state, [person('a', 'ADULT')]);
    expect(state.participants.get('a')!.ageBand).toBe('ADULT');
  });

  test('the map is never changed in place', () => {
    const state = conversation();
    rememberParticipants(state, [person('a')]);
    const before = state.participants;
    rememberParticipants(state, [person('b')]);
    expect([...before.keys()]).toEqual(['a']);
  });

  test('newcomers do not push out a child who has written', () => {
    const state = conversation();
    rememberParticipants(state, [person('child', 'UNDER_13'), person('silent')]);
    trackOf(state, 'child');
    for (let n = 0; n < 1000; n += 1) rememberParticipants(state, [person(`p-${n}`)]);
    expect(state.participants.size).toBe(MEMORY.participants);
    expect(state.participants.get('child')!.ageBand).toBe('UNDER_13');
    expect(state.participants.has('silent')).toBe(false);
  });
});

test('the speaker longest silent is retired, and counted for ever', () => {
  const state = conversation();
  for (let n = 0; n < 300; n += 1) trackOf(state, `u-${n}`);
  trackOf(state, 'u-100').messages = 7;
  for (let n = 300; n < 500; n += 1) trackOf(state, `u-${n}`);
  expect(state.tracks.size).toBe(MEMORY.tracks);
  expect(state.speakers).toBe(500);
  expect(state.tracks.get('u-100')!.messages).toBe(7);
  expect(state.tracks.has('u-200')).toBe(false);
});

test('another model starts numbers anew and keeps what was seen and raised', () => {
  const state = conversation({ messages: 9, vectors: new Float32Array(4) });
  const track = trackOf(state, 'u');
  Object.assign(track, { hidden: new Float32Array(3), riskLogits: [1, 2, 3], messages: 4, stages: ['secrecy'] });
  track.raised.set(0, { severity: 'S2', stages: ['secrecy'] });
  startAnewFor('m@1', state);
  expect(track.hidden).toHaveLength(3);
  startAnewFor('m@2', state);
  expect(state).toMatchObject({ model: 'm@2', vectorsAfter: 9 });
  expect(state.vectors).toHaveLength(0);
  expect(track).toMatchObject({ riskLogits: [], messages: 4, stages: ['secrecy'] });
  expect(track.hidden).toHaveLength(0);
  expect(track.raised.size).toBe(1);
});
