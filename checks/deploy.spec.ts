import { openWorkspace } from '@devops-orchestrator/workspace';
import { verifyFiles } from '@devops-orchestrator/verification';
import { parse, parseAllDocuments } from 'yaml';
import { read, root, trackedFiles } from './repository.js';

const folder = 'deploy/fleet/kubernetes';

interface Manifest {
  kind: string;
  resources?: string[];
  images?: { name: string; newTag: string }[];
  spec?: {
    replicas?: number;
    serviceName?: string;
    selector?: { matchLabels?: Record<string, string> };
    template?: { metadata: { labels: Record<string, string> }; spec: PodSpec };
  };
}
interface PodSpec {
  automountServiceAccountToken?: boolean;
  securityContext: Record<string, unknown>;
  volumes: { name: string }[];
  containers: (Record<string, unknown> & {
    securityContext: Record<string, unknown>;
    volumeMounts: { name: string }[];
  })[];
}

const manifests = trackedFiles.filter((path) => path.startsWith(`${folder}/`));
const valueOf = (name: string) => parse(read(`${folder}/${name}`)) as Manifest;

describe('deploy/fleet', () => {
  it('has an image and services in which our own verifiers find nothing', async () => {
    const tree = await openWorkspace(root).scan();
    const files = ['deploy/fleet/Dockerfile', 'deploy/fleet/compose.yaml'];
    const { findings, judged } = await verifyFiles(tree, files);
    expect(judged.map(({ path }) => path).sort()).toEqual(files);
    expect(findings).toEqual([]);
  });

  it.each(manifests)('%s is one YAML document without errors or warnings', (path) => {
    const documents = parseAllDocuments(read(path));
    expect(documents.map(({ errors, warnings }) => [...errors, ...warnings])).toEqual([[]]);
  });

  it('names every manifest in the kustomization, and the version of the command', () => {
    const { resources = [], images = [] } = valueOf('kustomization.yaml');
    const present = manifests
      .map((path) => path.slice(folder.length + 1))
      .filter((name) => name !== 'kustomization.yaml');
    expect([...resources].sort()).toEqual(present.sort());
    const version = (JSON.parse(read('apps/cli/package.json')) as { version: string }).version;
    expect(images).toEqual([{ name: 'devops-orchestrator', newTag: version }]);
  });

  it('runs workers without root, capabilities, tokens or a writable image', () => {
    const { spec } = valueOf('workers.yaml');
    const pod = spec?.template?.spec;
    expect(pod?.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    expect(pod?.automountServiceAccountToken).toBe(false);
    for (const container of pod?.containers ?? []) {
      expect(container.securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      expect(container).toMatchObject({
        livenessProbe: expect.anything() as unknown,
        readinessProbe: expect.anything() as unknown,
        resources: { limits: { memory: expect.any(String) as string } },
      });
    }
    expect(spec?.template?.metadata.labels).toMatchObject(spec?.selector?.matchLabels ?? { none: 'none' });
    expect(spec?.serviceName).toBe('fleet-worker');
  });

  it('runs in both places as the user of the image, in its work folder', () => {
    const image = read('deploy/fleet/Dockerfile');
    const pod = valueOf('workers.yaml').spec?.template?.spec;
    expect(image).toContain(
      `USER ${String(pod?.securityContext['runAsUser'])}:${String(pod?.securityContext['runAsGroup'])}`,
    );
    expect(pod?.containers[0]?.volumeMounts).toContainEqual({ name: 'work', mountPath: '/work' });
    expect(read('deploy/fleet/compose.yaml')).toContain('- work:/work');
  });
});
