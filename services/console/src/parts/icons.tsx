import { type ReactNode } from 'react';

interface IconProps {
  children: ReactNode;
  className?: string;
  size?: number;
}

/** Drawn in the colour of the text around it; the words beside it say the same. */
function Icon({ children, className = '', size = 16 }: IconProps) {
  return (
    <svg
      className={`icon ${className}`}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      aria-hidden="true"
      focusable="false"
    >
      {children}
    </svg>
  );
}

const line = {
  fill: 'none',
  stroke: 'currentColor',
  strokeWidth: 1.6,
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
} as const;

/** The shape alone tells the severity: octagon, triangle, half diamond, ring. */
export const severityIcons: Record<string, ReactNode> = {
  S0: (
    <Icon>
      <path d="M5 .8h6L15.2 5v6L11 15.2H5L.8 11V5Z" fill="currentColor" />
      <path d="M8 4v5M8 11.6v.2" fill="none" stroke="var(--mark)" strokeWidth="1.9" strokeLinecap="round" />
    </Icon>
  ),
  S1: (
    <Icon>
      <path d="M8 1.2 15.4 14.4H.6Z" fill="currentColor" stroke="currentColor" strokeLinejoin="round" />
      <path d="M8 6v4M8 12.1v.1" fill="none" stroke="var(--mark)" strokeWidth="1.6" strokeLinecap="round" />
    </Icon>
  ),
  S2: (
    <Icon>
      <path d="M8 1.3 14.7 8 8 14.7 1.3 8Z" {...line} />
      <path d="M8 1.3 14.7 8 8 14.7Z" fill="currentColor" />
    </Icon>
  ),
  S3: (
    <Icon>
      <circle cx="8" cy="8" r="5.6" {...line} />
    </Icon>
  ),
};

export const ClockIcon = () => (
  <Icon>
    <circle cx="8" cy="8" r="6.2" {...line} />
    <path d="M8 4.6V8l2.3 1.6" {...line} />
  </Icon>
);

export const AlarmIcon = () => (
  <Icon>
    <circle cx="8" cy="8" r="7" fill="currentColor" />
    <path d="M8 4.2V8l2.4 1.7" fill="none" stroke="var(--surface)" strokeWidth="1.7" strokeLinecap="round" />
  </Icon>
);

export const ArrowIcon = () => (
  <Icon className="arrow">
    <path d="M2.5 8h10.5M9.4 4.4 13 8l-3.6 3.6" {...line} />
  </Icon>
);

export const BackIcon = () => (
  <Icon>
    <path d="M13.5 8H3M6.6 4.4 3 8l3.6 3.6" {...line} />
  </Icon>
);

export const EyeIcon = ({ open }: { open: boolean }) => (
  <Icon>
    <path d="M1.2 8S3.6 3.6 8 3.6 14.8 8 14.8 8 12.4 12.4 8 12.4 1.2 8 1.2 8Z" {...line} />
    {open ? <circle cx="8" cy="8" r="2" fill="currentColor" /> : <path d="M2.4 13.6 13.6 2.4" {...line} />}
  </Icon>
);

export const LinkIcon = () => (
  <Icon>
    <path
      d="M6.6 9.4a3 3 0 0 0 4.3 0l2.2-2.2a3 3 0 0 0-4.3-4.3l-.9.9M9.4 6.6a3 3 0 0 0-4.3 0L2.9 8.8a3 3 0 0 0 4.3 4.3l.9-.9"
      {...line}
    />
  </Icon>
);

/** One to three chevrons, up or down. */
export const EffectIcon = ({ direction, strength }: { direction: 'up' | 'down' | 'none'; strength: number }) => (
  <Icon>
    {direction === 'none' ? (
      <path d="M4.5 8h7" {...line} />
    ) : (
      <g transform={direction === 'down' ? 'rotate(180 8 8)' : undefined}>
        {Array.from({ length: strength }, (_, index) => (
          <path key={index} d={`M4.4 ${12.6 - index * 4 - (3 - strength) * 2}l3.6-3 3.6 3`} {...line} />
        ))}
      </g>
    )}
  </Icon>
);

/** The lookout's lantern above the crow's nest. */
export const Emblem = () => (
  <svg className="emblem" width="26" height="26" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
    <path className="emblem-beam" d="M17 12 30 6v12Z" />
    <circle className="emblem-lamp" cx="13.5" cy="12" r="5" />
    <path className="emblem-nest" d="M5 20.5h17L20 27H7Z" />
  </svg>
);
