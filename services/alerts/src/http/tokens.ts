/** The name under which Nest hands out what the API works with. */
export const API = Symbol('ApiDeps');
