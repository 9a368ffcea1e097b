export { isSecretName } from '@devops-orchestrator/reference-data';
