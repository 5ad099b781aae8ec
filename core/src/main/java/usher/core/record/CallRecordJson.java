package usher.core.record;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** Call records as JSON: the components in their order, constants in lower case with hyphens. */
final class CallRecordJson {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enumNamingStrategy(EnumNamingStrategies.KEBAB_CASE)
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .changeDefaultPropertyInclusion(
              value -> value.withValueInclusion(JsonInclude.Include.NON_NULL))
          .build();

  private CallRecordJson() {}

  static String write(CallRecord record) {
    return MAPPER.writeValueAsString(record);
  }

  static CallRecord read(String json) {
    try {
      return Optional.ofNullable(MAPPER.readValue(json, CallRecord.class))
          .orElseThrow(() -> new IllegalArgumentException("no call record but null"));
    } catch (JacksonException e) {
      throw new IllegalArgumentException("no call record: " + e.getOriginalMessage(), e);
    }
  }

  /** Whether the text is one whole JSON value. */
  static boolean isWhole(String json) {
    try {
      return MAPPER.readTree(json).isObject();
    } catch (JacksonException _) {
      return false;
    }
  }
}
