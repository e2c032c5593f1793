/** The same work many times, a fixed number at once. */
export async function inLanes(work: () => Promise<void>, { times, atOnce }: { times: number; atOnce: number }): Promise<void> {
  let begun = 0;
  const lane = async () => {
    while (begun++ < times) await work();
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}
