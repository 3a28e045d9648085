/** For specs and for whoever embeds the desk; the process is `main.ts`. */
export { alertsConfig } from './config.ts';
export { faultEvents } from './fault-events.ts';
export { openApiDocument } from './http/openapi.ts';
export * from './start-alerts.ts';
