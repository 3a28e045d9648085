import { type CaseFlag, type CaseMessage } from '../api/types.ts';

export interface Size {
  width: number;
  height: number;
}

export interface Point {
  eventId: string;
  x: number;
  y: number;
  risk: number;
  contribution: number;
}

export interface Curve {
  /** One for each message of the actor, at the place that the message has in the conversation. */
  points: Point[];
  /** SVG path through the points. */
  line: string;
  /** The same, closed along the bottom. */
  area: string;
  threshold: { y: number; value: number } | undefined;
  alerts: { x: number; y: number; eventId: string }[];
  /** Width that one message of the window takes. */
  step: number;
}

export const margin = { top: 26, right: 14, bottom: 26, left: 34 };

/** Height of a risk in the picture: 1 at the top. */
export const heightOf = (risk: number, { height }: Size): number =>
  round(margin.top + (1 - Math.min(1, Math.max(0, risk))) * (height - margin.top - margin.bottom));

/**
 * The actor's risk after each of her messages, as a picture of `size`. Messages stand at equal distances: a pause of
 * a night would press the minutes that matter into one line. The threshold is that of the newest flag.
 */
export function curveOf(messages: CaseMessage[], actorId: string, flags: CaseFlag[], size: Size): Curve {
  const step = (size.width - margin.left - margin.right) / Math.max(1, messages.length);
  const points = messages.flatMap((message, index) =>
    message.senderId === actorId ? [pointOf(message, round(margin.left + step * (index + 0.5)), size)] : [],
  );
  const line = points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join('');
  const floor = heightOf(0, size);
  const [first, last] = [points[0], points.at(-1)];
  const threshold = flags.at(-1)?.threshold;
  return {
    points,
    line,
    area: first && last ? `${line}L${last.x} ${floor}L${first.x} ${floor}Z` : '',
    threshold: threshold === undefined ? undefined : { value: threshold, y: heightOf(threshold, size) },
    alerts: points.filter(({ eventId }) => flags.some((flag) => flag.eventId === eventId)),
    step,
  };
}

const pointOf = ({ eventId, risk, contribution }: CaseMessage, x: number, size: Size): Point => ({
  eventId,
  x,
  y: heightOf(risk, size),
  risk,
  contribution,
});

const round = (value: number): number => Math.round(value * 10) / 10;
