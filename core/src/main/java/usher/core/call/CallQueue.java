package usher.core.call;

import usher.sip.media.AudioClip;

/**
 * What a call has to know of its queue.
 *
 * @param index the queue's index in the routing plan
 * @param direct true where phones send their audio to each other instead of through the server
 * @param music what waiting callers hear
 */
public record CallQueue(
    int index, String name, AnswerPolicy answer, boolean direct, AudioClip music) {}
