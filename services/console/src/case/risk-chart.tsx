import { useRef } from 'react';
import { type CaseDetail, type CaseMessage } from '../api/types.ts';
import { clockTime } from '../i18n/dates.ts';
import { useNow } from '../parts/clock.ts';
import { useWords } from '../parts/preferences.tsx';
import { useWidth } from '../parts/use-width.ts';
import { type Curve, curveOf, heightOf, margin, type Size } from './curve.ts';
import { outOf100 } from './effect.ts';
import { type Selection } from './risk.tsx';

const height = 206;
const gridLines = [0, 0.5, 1];

/** The curve for eyes and mouse; the table below it says the same to everybody. */
export function RiskChart({ detail, current, onSelect }: Selection & { detail: CaseDetail }) {
  const words = useWords();
  const frame = useRef<HTMLDivElement>(null);
  const size = { width: useWidth(frame, 640), height };
  const curve = curveOf(detail.messages, detail.actorId, detail.flags, size);
  return (
    <div className="chart" ref={frame}>
      <svg width={size.width} height={height} role="img" aria-label={summary(words.say, detail, curve)}>
        <Grid size={size} />
        <TimeAxis messages={detail.messages} size={size} />
        <path className="chart-area" d={curve.area} />
        <Threshold curve={curve} size={size} label={words.say} />
        {curve.alerts.map(({ eventId, x, y }) => (
          <g key={eventId} className="chart-alert">
            <line x1={x} x2={x} y1={margin.top - 8} y2={heightOf(0, size)} />
            <text x={x} y={margin.top - 12} textAnchor={x > size.width - 60 ? 'end' : 'middle'}>
              {words.say('case.risk.alert')}
            </text>
            <circle cx={x} cy={y} r="9" />
          </g>
        ))}
        <path className="chart-line" d={curve.line} />
        {curve.points.map((point) => (
          <g
            key={point.eventId}
            className={`chart-point ${point.eventId === current ? 'is-current' : ''}`}
            onClick={() => onSelect(point.eventId)}
          >
            <rect
              className="chart-hit"
              x={point.x - Math.max(12, curve.step / 2)}
              y={margin.top}
              width={Math.max(24, curve.step)}
              height={height - margin.top - margin.bottom}
            />
            <circle cx={point.x} cy={point.y} r={point.eventId === current ? 6 : 4} />
          </g>
        ))}
      </svg>
    </div>
  );
}

function Grid({ size }: { size: Size }) {
  return (
    <g className="chart-grid">
      {gridLines.map((risk) => (
        <g key={risk}>
          <line x1={margin.left} x2={size.width - margin.right} y1={heightOf(risk, size)} y2={heightOf(risk, size)} />
          <text x={margin.left - 8} y={heightOf(risk, size) + 4} textAnchor="end">
            {risk * 100}
          </text>
        </g>
      ))}
    </g>
  );
}

/** Messages stand at equal distances, so only the ends of the window carry a time. */
function TimeAxis({ messages, size }: { messages: CaseMessage[]; size: Size }) {
  const { language } = useWords();
  const now = useNow();
  const [first, last] = [messages[0], messages.at(-1)];
  if (first === undefined || last === undefined) return null;
  return (
    <g>
      <text x={margin.left} y={size.height - 6}>
        {clockTime(language, first.sentAt, now)}
      </text>
      <text x={size.width - margin.right} y={size.height - 6} textAnchor="end">
        {clockTime(language, last.sentAt, now)}
      </text>
    </g>
  );
}

type Say = ReturnType<typeof useWords>['say'];

function Threshold({ curve, size, label }: { curve: Curve; size: Size; label: Say }) {
  if (curve.threshold === undefined) return null;
  const { y, value } = curve.threshold;
  return (
    <g className="chart-threshold">
      <line x1={margin.left} x2={size.width - margin.right} y1={y} y2={y} />
      <text x={margin.left + 6} y={y > margin.top + 18 ? y - 6 : y + 15}>
        {label('case.risk.threshold', { value: outOf100(value) })}
      </text>
    </g>
  );
}

const summary = (say: Say, detail: CaseDetail, { points, threshold, alerts }: Curve): string =>
  say('case.risk.summary', {
    actor: detail.actorId,
    count: points.length,
    first: outOf100(points[0]?.risk ?? 0),
    last: outOf100(points.at(-1)?.risk ?? 0),
    threshold: outOf100(threshold?.value ?? 1),
    alerts: alerts.length,
  });
