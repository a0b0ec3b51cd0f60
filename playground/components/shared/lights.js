// What is pointed at in one view, and the numbers it is made of, for all views of the page to light up.

const followers = new Set();

// `light(id, of)`: this id is pointed at and made of those; null and nothing when the pointer has gone.
export function shine(id, of = []) {
  for (const follower of followers) {
    if (follower.root.isConnected) follower.light(id, new Set(of));
    else followers.delete(follower);
  }
}

export function follow(root, light) {
  followers.add({ root, light });
}
