import { writeFilesStep } from '@devops-orchestrator/contracts';
import { recordingContext } from '@devops-orchestrator/test-kit';
import { undoWrites } from './undo-writes.js';

function written(path: string, before: string | null, content: string) {
  const files = [{ path, content, executable: false, before }];
  return { key: `write/${content}`, name: writeFilesStep, input: { files }, result: { output: {} } };
}

describe('undoWrites', () => {
  it.each([
    ['that was not there', null, undefined],
    ['that was there', 'zero', 'zero'],
  ])('puts a file %s back, however often it was written', async (_name, before, after) => {
    const world = recordingContext({ files: { a: 'two' } });
    const undone = await undoWrites([written('a', before, 'one'), written('a', 'one', 'two')], world);
    expect(undone).toEqual({ restored: ['a'], left: [] });
    expect(world.workspace.files['a']).toBe(after);
  });
});
