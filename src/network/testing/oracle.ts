/** Answers any question by chance, and the same question the same way: what a cluster might turn out to do. */
export function oracleOf(seed: number): (question: string) => boolean {
  return (question) => {
    let hash = 2166136261 ^ seed;
    for (let index = 0; index < question.length; index++) {
      hash = Math.imul(hash ^ question.charCodeAt(index), 16777619);
    }
    hash ^= hash >>> 15;
    return (Math.imul(hash, 2246822519) >>> 16) % 2 === 0;
  };
}
