/** Names under which Nest hands out what the API needs. */
export const CASE_VIEW = Symbol('CaseView');
export const LIVE_FEED = Symbol('LiveFeed');
export const API = Symbol('ApiDeps');
