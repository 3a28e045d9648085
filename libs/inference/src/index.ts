export * from './bundle-error.ts';
export { type Manifest } from './manifest.ts';
export * from './scoring-model.onnx.ts';
