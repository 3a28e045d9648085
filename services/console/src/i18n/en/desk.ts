/** The frame of the page: sign-in, connection, keys, time. */
export const desk = {
  'desk.name': 'Vigie',
  'desk.skip': 'Skip to the case',
  'desk.skip.queue': 'Skip to the queue',
  'desk.language': 'Language',
  'desk.signed-in': 'Signed in as {user}',
  'desk.sign-out': 'Sign out',
  'desk.help': 'Keys',
  'desk.close': 'Close',
  'desk.cancel': 'Cancel',
  'desk.retry': 'Try again',
  'desk.loading': 'Loading…',

  'sign-in.title': 'Sign in to the desk',
  'sign-in.how':
    'Open the login link that Vigie printed when it started. It works once. Or paste a code or a token here.',
  'sign-in.code': 'Login link, code or token',
  'sign-in.send': 'Sign in',
  'sign-in.refused':
    'This code was wrong or has been used already. Ask for a new one, or start Vigie again to get a new link.',
  'sign-in.unreachable': 'The server does not answer. Check that Vigie is running, then try again.',

  'live.on': 'Live',
  'live.connecting': 'Connecting…',
  'live.off': 'Not live',
  'live.lost':
    'The live connection was lost at {time}. The queue is refreshed every 15 seconds until it is back; new cases may show up a little late.',
  'live.unreachable':
    'The server has not answered since {time}. You see the desk as it was then. What you have written stays on this page; we keep trying.',
  'live.try-now': 'Try now',

  'keys.title': 'Keys',
  'keys.intro': 'Keys do nothing while you write in a field.',
  'keys.next': 'Next case',
  'keys.previous': 'Previous case',
  'keys.open': 'Open the case under the focus',
  'keys.fresh': 'Show new cases',
  'keys.back': 'Back to the queue',
  'keys.claim': 'Claim the case',
  'keys.decide': 'Decide the case',
  'keys.comment': 'Write a comment',
  'keys.reveal': 'Show or hide the text of the current message',
  'keys.reveal-all': 'Show or hide all texts',
  'keys.message': 'Message before, message after',
  'keys.choose': 'Choose an outcome while deciding',
  'keys.send': 'Send what you wrote',
  'keys.help': 'This list',
  'keys.enabled': 'Use single keys',
  'keys.enabled.hint': 'Switch them off if a screen reader or voice control presses them for you.',

  'duration.minutes': '{minutes} min',
  'duration.hours': '{hours} h {minutes} min',
  'duration.days': '{days, plural, one {# day} other {# days}} {hours} h',
  'countdown.left': '{span} left',
  'countdown.left.moment': 'less than 1 min left',
  'countdown.overdue': 'overdue {span}',
  'countdown.overdue.moment': 'due now',
} as const;
