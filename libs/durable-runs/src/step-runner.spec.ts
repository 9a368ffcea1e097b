import { describeStepRunner } from '@devops-orchestrator/test-kit';
import { openEmbeddedEngine } from './testing/embedded-engine.js';

describeStepRunner('journal on disk', openEmbeddedEngine);
