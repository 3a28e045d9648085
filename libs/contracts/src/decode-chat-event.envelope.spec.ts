import { type ChatEvent } from './chat-event.ts';
import { decodeChatEvent } from './decode-chat-event.ts';
import { encodeChatEventProtobuf } from './encode-chat-event.ts';

const body = { tenantId: 'acme', conversationId: 'c-7', senderId: 'u-1' };
const whole = { ...body, eventId: 'e-1', sentAt: '2026-11-23T19:55:23Z' };
const json = (value: object) => Buffer.from(JSON.stringify(value));
const event = decodeChatEvent(json(whole), {}) as ChatEvent;
const protobuf = encodeChatEventProtobuf(event);
const type = (value: string) => ({ 'content-type': Buffer.from(value) });

test.each(['application/json', 'Application/JSON', ' application/json ; charset=utf-8', ''])('JSON: "%s"', (value) => {
  expect(decodeChatEvent(json(whole), type(value))).toEqual(event);
});

test.each(['application/protobuf', 'application/x-protobuf', 'APPLICATION/protobuf;messageType="x"'])('%s', (value) => {
  expect(decodeChatEvent(protobuf, type(value))).toEqual(event);
});

test.each([
  ...[
    'application/cloudevents+json',
    'application/cloudevents+json; charset=utf-8',
    'application/cloudevents-batch+json',
  ],
  ...[
    'text/plain',
    'application/jsonl',
    'application/json-seq',
    'application/protobufx',
    'avro/binary',
    'application/',
  ],
])('refused: %s', (value) => {
  expect(decodeChatEvent(json(whole), type(value))).toEqual({ code: 'CONTENT_TYPE_UNSUPPORTED', field: '' });
});

test.each([
  ['JSON', [0, 0, 0, 0, 7], json(whole), {}],
  ['JSON after a blank', [0, 0, 0, 0, 7, 32], json(whole), {}],
  ['protobuf without a header', [0, 0, 0, 0, 7, 0], protobuf, {}],
  ['protobuf, first message of its file', [0, 0, 0, 0, 7, 0], protobuf, type('application/protobuf')],
  ['protobuf, a message within a message', [0, 0, 0, 0, 7, 4, 2, 6], protobuf, type('application/protobuf')],
])('Confluent framing: %s', (_what, frame, payload, headers) => {
  expect(decodeChatEvent(Buffer.concat([Buffer.from(frame), payload]), headers)).toEqual(event);
});

test('a frame without content', () => {
  expect(decodeChatEvent(Buffer.from([0, 0]), {})).toEqual({ code: 'JSON_INVALID', field: '' });
  const hollow = decodeChatEvent(Buffer.from([0, 0, 0, 0, 7, 0x80]), type('application/protobuf'));
  expect(hollow).toEqual({ code: 'FIELD_MISSING', field: 'eventId' });
});

describe('CloudEvents, binary mode', () => {
  const headers = { ce_id: Buffer.from('ce-é'), ce_time: Buffer.from('2026-11-23T20:55:23+01:00') };

  test('stand in for what the body lacks', () => {
    expect(decodeChatEvent(json(body), headers)).toEqual({ ...event, eventId: 'ce-é' });
    const lacking = encodeChatEventProtobuf({ ...event, eventId: '' });
    expect(decodeChatEvent(lacking, { ...headers, ...type('application/protobuf') })).toEqual({
      ...event,
      eventId: 'ce-é',
    });
    expect(decodeChatEvent(protobuf, { ...headers, ce_datacontenttype: Buffer.from('application/protobuf') })).toEqual(
      event,
    );
  });

  test('the body counts where it says something', () => {
    expect(decodeChatEvent(json(whole), headers)).toEqual(event);
    expect(decodeChatEvent(json({ ...whole, eventId: 7 }), headers)).toEqual({ code: 'FIELD_TYPE', field: 'eventId' });
  });

  test('are checked like the body', () => {
    const bad = (ce: object) => decodeChatEvent(json(body), { ...headers, ...ce });
    expect(bad({ ce_id: Buffer.from('a\0') })).toEqual({ code: 'ID_INVALID', field: 'eventId' });
    expect(bad({ ce_id: Buffer.from([]) })).toEqual({ code: 'FIELD_MISSING', field: 'eventId' });
    expect(bad({ ce_time: Buffer.from('now') })).toEqual({ code: 'DATE_INVALID', field: 'sentAt' });
  });
});
