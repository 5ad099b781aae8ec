package usher.clients;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** One line of the server's call records, read by the names that another program would use. */
record RecordedCall(JsonNode json) {
  String end() {
    return text("end");
  }

  String hungUpBy() {
    return text("hungUpBy");
  }

  /** Who answered; empty where nobody did. */
  String agent() {
    return text("agent");
  }

  long waitMs() {
    return json.required("waitMs").asLong();
  }

  /** The version of the rules that let it in. */
  long rules() {
    return json.required("rules").asLong();
  }

  /** Something that was known of it at its entry; empty where it was not. */
  String attribute(String name) {
    return json.path("attributes").path(name).asString("");
  }

  /** The trunk that it came over; empty where none. */
  String trunk() {
    return json.path("line").path("trunk").asString("");
  }

  /** Agents and what became of their offers, in order, such as {@code bob declined}. */
  List<String> offers() {
    return json.required("offers").valueStream().map(RecordedCall::offer).toList();
  }

  /** The queues it came to wait in, in order, such as {@code sales entered}. */
  List<String> queues() {
    return json.required("queues")
        .valueStream()
        .map(visit -> visit.required("queue").asString() + " " + visit.required("how").asString())
        .toList();
  }

  /** The places outside that were tried, such as {@code sip:home@192.0.2.1 answered}. */
  List<String> outside() {
    return json.required("outside").valueStream().map(RecordedCall::outside).toList();
  }

  /** What the record says of the audio of each leg, in the order of the legs; none where direct. */
  List<JsonNode> audio() {
    return json.required("legs")
        .valueStream()
        .filter(leg -> leg.has("audio"))
        .map(leg -> leg.get("audio"))
        .toList();
  }

  private static String outside(JsonNode at) {
    boolean answered = at.required("answered").asBoolean();
    return at.required("target").asString() + (answered ? " answered" : " not-answered");
  }

  private static String offer(JsonNode offer) {
    return offer.required("agent").asString() + " " + offer.required("outcome").asString();
  }

  /** To whom agents passed it, such as {@code bob carol done}. */
  List<String> transfers() {
    return json.required("transfers").valueStream().map(RecordedCall::transfer).toList();
  }

  private static String transfer(JsonNode pass) {
    String done = pass.required("done").asBoolean() ? " done" : " not-done";
    return pass.required("by").asString() + " " + pass.required("to").asString() + done;
  }

  /** The legs that were given up, such as {@code agent silent}. */
  List<String> gone() {
    return json.required("legs")
        .valueStream()
        .filter(leg -> leg.has("gone"))
        .map(leg -> leg.required("role").asString() + " " + leg.get("gone").asString())
        .toList();
  }

  /** Who took part in conferences, in the order in which they came. */
  List<String> conference() {
    return json.required("conference")
        .valueStream()
        .map(party -> party.required("who").asString())
        .toList();
  }

  long holdMs() {
    return json.required("holdMs").asLong();
  }

  private String text(String field) {
    return json.path(field).asString("");
  }
}
