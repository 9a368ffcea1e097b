/** Version of the command; a run is resumed by the version that started it. */
export const programVersion = '0.1.0';
