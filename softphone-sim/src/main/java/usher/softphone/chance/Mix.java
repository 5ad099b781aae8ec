package usher.softphone.chance;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** A choice among things, some more likely than others. Immutable. */
public final class Mix<T> {
  private record Part<T>(T thing, double weight) {}

  private final List<Part<T>> parts;
  private final double total;

  private Mix(List<Part<T>> parts) {
    this.parts = List.copyOf(parts);
    this.total = parts.stream().mapToDouble(Part::weight).sum();
  }

  /** Always this. */
  public static <T> Mix<T> always(T thing) {
    return new Mix<>(List.of(new Part<>(thing, 1)));
  }

  /** This, with a weight that those which follow are compared with. */
  public static <T> Mix<T> of(double weight, T thing) {
    Mix<T> none = new Mix<>(List.of());
    return none.or(weight, thing);
  }

  /**
   * The same choice with one thing more.
   *
   * @param weight how likely it is, compared with the sum of all; zero makes it impossible
   */
  public Mix<T> or(double weight, T thing) {
    if (!(weight >= 0) || Double.isInfinite(weight)) {
      throw new IllegalArgumentException("a weight is zero or more");
    }
    List<Part<T>> more = new ArrayList<>(parts);
    more.add(new Part<>(thing, weight));
    return new Mix<>(more);
  }

  /** This choice, but in {@code share} of all cases (0 to 1) the given thing. */
  public Mix<T> except(double share, T thing) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("a share is from 0 to 1");
    }
    List<Part<T>> scaled = new ArrayList<>();
    parts.forEach(part -> scaled.add(new Part<>(part.thing, part.weight / total * (1 - share))));
    scaled.add(new Part<>(thing, share));
    return new Mix<>(scaled);
  }

  /** Everything that may be drawn. */
  public List<T> things() {
    return parts.stream().map(Part::thing).toList();
  }

  /** Draws one. */
  public T draw(RandomGenerator random) {
    double lot = random.nextDouble() * total;
    Part<T> drawn = parts.getFirst();
    for (Part<T> part : parts) {
      if (lot < 0) {
        break;
      }
      if (part.weight > 0) {
        drawn = part;
        lot -= part.weight;
      }
    }
    return drawn.thing;
  }
}
