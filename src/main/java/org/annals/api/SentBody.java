package org.annals.api;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// What a program sends: a form, or one flat JSON object. A list in it is several values of a name,
/// null an empty one.
final class SentBody {
  private static final JsonFactory JSON = new JsonFactory();

  private SentBody() {}

  static Parameters read(ApiRequest request) {
    String type = request.contentType().toLowerCase(Locale.ROOT);
    if (type.startsWith("application/json")) {
      return json(request.body());
    }
    if (type.startsWith("multipart/")) {
      throw Problem.malformed("Unsupported media type \"" + type + "\" in request.");
    }
    return Parameters.ofForm(new String(request.body(), StandardCharsets.UTF_8));
  }

  private static Parameters json(byte[] body) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw Problem.malformed("Invalid data. Expected a dictionary.");
      }
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = parser.currentName();
        values.put(name, values(parser, name));
      }
      if (parser.nextToken() != null) {
        throw Problem.malformed("JSON parse error - more than one value");
      }
    } catch (JacksonException e) {
      throw Problem.malformed("JSON parse error - " + e.getOriginalMessage());
    }
    return new Parameters(values);
  }

  private static List<String> values(JsonParser parser, String name) {
    JsonToken token = parser.nextToken();
    if (token != JsonToken.START_ARRAY) {
      return List.of(value(parser, token, name));
    }
    List<String> all = new ArrayList<>();
    for (token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
      all.add(value(parser, token, name));
    }
    return all;
  }

  private static String value(JsonParser parser, JsonToken token, String name) {
    return switch (token) {
      case VALUE_NULL -> "";
      case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE ->
          parser.getString();
      default -> throw Problem.field(name, "Not a valid value.");
    };
  }
}
