/** Does `act` for 0 to count - 1, in this order, at most so many at a time; ends when all are done, or one has thrown. */
export async function inLanes(lanes: number, count: number, act: (i: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async () => {
    for (let i = next++; i < count; i = next++) await act(i);
  };
  await Promise.all(Array.from({ length: Math.min(lanes, count) }, lane));
}
