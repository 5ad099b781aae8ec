package usher.routing.skill;

/** What an expression may ask about somebody who could serve a call. */
public interface Candidate {
  /** The level of a skill, 0 when absent. */
  int level(String skill);

  /** The tier within the queue that asks; 0 comes first. */
  int tier();
}
