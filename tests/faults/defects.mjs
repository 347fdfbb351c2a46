export const DEFECTS = [];
export async function detect() {}
