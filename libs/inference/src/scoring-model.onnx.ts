import { type ModelInfo, type ScoringModel } from '@vigie/safety';
import { type Bundle, readBundle } from './bundle.ts';
import { checkGolden } from './check-golden.ts';
import { readGolden } from './golden.ts';
import { type Manifest } from './manifest.ts';
import { MessageStage } from './message-stage.ts';
import { TrackStage } from './track-stage.ts';

/** The models of one bundle, loaded and proven. */
export interface OnnxScoringModel extends ScoringModel {
  readonly bundle: Pick<Bundle, 'directory' | 'manifest'>;
  /** Waits for what is running and frees the sessions; call nothing afterwards. */
  dispose(): Promise<void>;
}

/**
 * Opens a bundle (docs/model-bundle.md): checks the manifest, the hash of every file and every golden score before
 * anything is scored with it.
 *
 * @throws BundleError saying which file or line is wrong, what was expected and what was found
 */
export async function loadScoringModel(directory: string): Promise<OnnxScoringModel> {
  const bundle = await readBundle(directory);
  const info = describe(bundle.manifest);
  const messages = await MessageStage.open(bundle);
  const tracks = await TrackStage.open(bundle);
  const dispose = async () => {
    await messages.dispose();
    await tracks.dispose();
  };
  try {
    await checkGolden(readGolden(bundle), { info, messages, tracks });
  } catch (error) {
    await dispose();
    throw error;
  }
  return {
    info,
    bundle: { directory, manifest: bundle.manifest },
    windows: null,
    readTexts: (texts) => messages.read(texts),
    stepTracks: (inputs) => tracks.step(inputs),
    dispose,
  };
}

function describe(manifest: Manifest): ModelInfo {
  return {
    id: `${manifest.name}@${manifest.version}`,
    normaliser: manifest.normaliser.version,
    cues: manifest.cues,
    vectorSize: manifest.message.vector,
    stateSize: manifest.track.state,
    contextMessages: manifest.track.contextMessages,
    calibration: manifest.calibration,
    budget: manifest.budget,
  };
}
