package usher.routing.strategy;

import usher.routing.words.Words;

/** Whoever has the fewest skills, besides those asked for, that other waiting calls ask for. */
public final class LeastVersatile implements DemandKey {
  @Override
  public long key(long[] has, long[] requested, long[] inDemand) {
    int others = 0;
    for (int word = 0; word < has.length; word++) {
      others += Long.bitCount(has[word] & inDemand[word] & ~requested[word]);
    }
    return others;
  }

  @Override
  public String inWords(long figure, long nowNs) {
    return Words.count(figure, "other skill") + " in demand";
  }
}
