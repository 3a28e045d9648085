import { type CaseDetail } from '../api/types.ts';

export type Role = 'actor' | 'target' | 'other';

export const roleOf = ({ actorId, targetIds }: Pick<CaseDetail, 'actorId' | 'targetIds'>, id: string): Role =>
  id === actorId ? 'actor' : targetIds.includes(id) ? 'target' : 'other';
