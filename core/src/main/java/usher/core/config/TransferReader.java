package usher.core.config;

import java.time.Duration;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads {@code transfer}. */
final class TransferReader {
  private static final List<String> KEYS = List.of("keep-age", "ring", "outside");
  private static final Scalar<Duration> RING =
      Scalar.duration(TransferConfig.RING_MIN, TransferConfig.RING_MAX);
  private static final Scalar<OutsideNumber> OUTSIDE =
      new Scalar<>(
          "a number that is called over the trunks, such as \"tel:+4930*\", or one and where it is"
              + " reached, such as \"sip:+4930*@192.0.2.9:5060\"",
          OutsideNumber::parse);

  private TransferReader() {}

  static TransferConfig read(Node node, Mistakes mistakes) {
    Section transfer = Section.of(node, "transfer", KEYS, mistakes);
    TransferConfig usual = TransferConfig.DEFAULT;
    return new TransferConfig(
        transfer.optional("keep-age", Scalar.YES_OR_NO).orElse(usual.keepAge()),
        transfer.optional("ring", RING).orElse(usual.ring()),
        transfer.node("outside").map(list -> outside(list, mistakes)).orElse(usual.outside()));
  }

  private static List<OutsideNumber> outside(Node list, Mistakes mistakes) {
    return Section.list(
        list,
        "outside",
        TransferConfig.OUTSIDE_MAX,
        mistakes,
        item -> Section.scalar(item, "number", OUTSIDE, mistakes));
  }
}
