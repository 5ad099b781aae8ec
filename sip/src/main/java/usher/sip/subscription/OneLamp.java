package usher.sip.subscription;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A subscription to one agent or queue. */
final class OneLamp implements View {
  private final LampSource lamps;
  private final EventPackage events;
  private final String resource;
  private final String uri;
  private @Nullable Lamp told;
  private long version;

  /**
   * Nothing told yet.
   *
   * @param uri of the resource
   */
  OneLamp(LampSource lamps, EventPackage events, String resource, String uri) {
    this.lamps = lamps;
    this.events = events;
    this.resource = resource;
    this.uri = uri;
  }

  String uri() {
    return uri;
  }

  String resource() {
    return resource;
  }

  @Override
  public List<String> resources() {
    return List.of(resource);
  }

  @Override
  public @Nullable Ending gone() {
    return lamps.lamp(resource) == null ? Ending.NO_RESOURCE : null;
  }

  @Override
  public boolean isNews() {
    Lamp lamp = lamps.lamp(resource);
    return lamp != null && !events.seen(lamp).equals(told);
  }

  @Override
  public void again() {
    told = null;
  }

  @Override
  public @Nullable Document tell() {
    Lamp lamp = lamps.lamp(resource);
    if (lamp == null) {
      return null;
    }
    Lamp seen = events.seen(lamp);
    told = seen;
    return new Document(events.contentType(), events.document(seen, uri, resource, version++));
  }
}
