import { contentId } from './content-id.ts';

test('ids come from content, and neighbouring parts cannot be confused', () => {
  expect(contentId('a', 'b')).toBe(contentId('a', 'b'));
  expect(contentId('ab', 'c')).not.toBe(contentId('a', 'bc'));
  expect(contentId('a')).toMatch(/^[0-9a-f]{32}$/);
});
