export { isSecretName } from '@devops-orchestrator/contracts';
