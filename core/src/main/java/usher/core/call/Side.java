package usher.core.call;

/** One of the two legs of a call that talk with each other. */
enum Side {
  CALLER,
  AGENT
}
