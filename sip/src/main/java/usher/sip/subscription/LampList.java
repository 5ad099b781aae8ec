package usher.sip.subscription;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A subscription to a list of agents and queues, all in one dialog (RFC 4662): the first document
 * names them all, the others those that have changed.
 *
 * <p>A document shows a dozen of them, so that a datagram takes it; the next one follows by itself
 * while there is more to tell.
 */
final class LampList implements View {
  /** The option tag of phones that know lists. */
  static final String OPTION = "eventlist";

  /** As many as a document shows; with 700 octets each it stays below 10 kB. */
  static final int SHOWN_MOST = 12;

  private final LampSource lamps;
  private final String name;
  private final String uri;
  private final String domain;
  private final String boundary;
  private final List<OneLamp> members;
  private boolean whole = true;
  private long version;

  /**
   * Nothing told yet.
   *
   * @param uri of the list
   * @param domain of the names of the parts
   * @param boundary between the parts, which does not occur in them
   */
  LampList(
      LampSource lamps,
      String name,
      String uri,
      String domain,
      String boundary,
      List<OneLamp> members) {
    this.lamps = lamps;
    this.name = name;
    this.uri = uri;
    this.domain = domain;
    this.boundary = boundary;
    this.members = List.copyOf(members);
  }

  @Override
  public List<String> resources() {
    return members.stream().map(OneLamp::resource).toList();
  }

  /** Who is told so comes back at once, and gets the list as it is now. */
  @Override
  public @Nullable Ending gone() {
    List<String> now = lamps.members(name);
    if (now == null) {
      return Ending.NO_RESOURCE;
    }
    return now.equals(resources()) ? null : Ending.CHANGED;
  }

  @Override
  public boolean isNews() {
    return whole || members.stream().anyMatch(OneLamp::isNews);
  }

  @Override
  public void again() {
    whole = true;
    members.forEach(OneLamp::again);
  }

  @Override
  public Document tell() {
    Map<OneLamp, Document> shown = new LinkedHashMap<>();
    members.stream().filter(OneLamp::isNews).limit(SHOWN_MOST).forEach(each -> show(each, shown));
    List<OneLamp> named = whole ? members : List.copyOf(shown.keySet());
    RelatedParts parts = new RelatedParts(boundary, domain);
    parts.root(
        ResourceListInfo.CONTENT_TYPE,
        ResourceListInfo.of(
            new ResourceListInfo.Head(uri, name, version++, whole), named, shown, parts));
    shown.forEach((member, document) -> parts.add(parts.idOf(member.resource()), document));
    whole = false;
    return parts.document();
  }

  private static void show(OneLamp member, Map<OneLamp, Document> shown) {
    Document document = member.tell();
    if (document != null) {
      shown.put(member, document);
    }
  }
}
