import { parseFeedEntry } from './feed-entries.ts';

test('what a newer Vigie tells the feed makes listeners load anew', () => {
  expect(parseFeedEntry('1-1', 'reset', '')).toEqual({ id: '1-1', kind: 'reset' });
  expect(parseFeedEntry('1-2', 'newer', '{}')).toEqual({ id: '1-2', kind: 'reset' });
  expect(parseFeedEntry('1-3', undefined, '')).toEqual({ id: '1-3', kind: 'reset' });
});
