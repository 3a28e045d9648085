import { coPartition } from './co-partition.ts';

const owned = (assignment: ReturnType<typeof coPartition>, id: string) => Object.fromEntries(assignment.get(id)!);

test('partition n of every topic goes to the same member', () => {
  const topics = ['flags', 'commands'];
  const assignment = coPartition(
    [
      { id: 'b', topics },
      { id: 'a', topics },
    ],
    () => 3,
  );
  expect(owned(assignment, 'a')).toEqual({ flags: [0, 2], commands: [0, 2] });
  expect(owned(assignment, 'b')).toEqual({ flags: [1], commands: [1] });
});

test('a member without partitions is known, with none', () => {
  const assignment = coPartition(
    ['a', 'b', 'c'].map((id) => ({ id, topics: ['t'] })),
    () => 2,
  );
  expect(owned(assignment, 'c')).toEqual({});
});

test('a topic that only some subscribe to is owned by these', () => {
  const assignment = coPartition(
    [
      { id: 'new', topics: ['t', 'extra'] },
      { id: 'old', topics: ['t'] },
    ],
    () => 2,
  );
  expect(owned(assignment, 'new')).toEqual({ t: [0], extra: [0, 1] });
  expect(owned(assignment, 'old')).toEqual({ t: [1] });
});
