/** Side by side in a gutter or street: each user of one gets a track of its own, the same whenever it asks. */
export class Tracks {
  readonly #users = new Map<number, string[]>();

  constructor(readonly room: number) {}

  use(way: number, user: string): void {
    const users = this.#users.get(way);
    if (users === undefined) this.#users.set(way, [user]);
    else if (!users.includes(user)) users.push(user);
  }

  /** Distance of a user's track from the middle. */
  offset(way: number, user: string): number {
    const users = this.#users.get(way) ?? [];
    const step = Math.min(4, this.room / Math.max(1, users.length));
    return (users.indexOf(user) - (users.length - 1) / 2) * step;
  }
}
