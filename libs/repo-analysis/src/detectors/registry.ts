import type { Detector } from '../detector.js';
import { nodeDetector } from './node/node.detector.js';

/** Every stack that is known; each looks for itself, and overlaps are settled by role, never by this order. */
export const detectors: readonly Detector[] = [nodeDetector];
