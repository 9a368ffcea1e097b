import type { Detector } from '../detector.js';
import { goDetector } from './go/go.detector.js';
import { nodeDetector } from './node/node.detector.js';
import { pythonDetector } from './python/python.detector.js';
import { staticSiteDetector } from './static-site/static-site.detector.js';
import { unsupportedDetector } from './unsupported/unsupported.detector.js';

/** Every stack that is known; each looks for itself, and overlaps are settled by role, never by this order. */
export const detectors: readonly Detector[] = [
  nodeDetector,
  pythonDetector,
  goDetector,
  staticSiteDetector,
  unsupportedDetector,
];
