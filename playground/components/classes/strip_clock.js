// The time that is left, counted down here by the clock of the server.

const SECOND = 1000;

// The server's time now, in seconds, from when it told its own.
const serverTime = ({ now, heard }) => now + (performance.now() - heard) / SECOND;

// Whole seconds until the time is up, 0 once it is, null where none is set.
export const secondsLeft = (state) => (state.until === null ? null : Math.max(0, Math.ceil(state.until - serverTime(state))));

export function timeTold(seconds) {
  if (seconds === 0) return "Time is up";
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  return `${minutes}:${String(rest).padStart(2, "0")} left`;
}
