package org.annals.archive;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.annals.mail.MessageId;
import org.annals.series.Claim;
import org.annals.series.SeriesMail;
import org.annals.store.InboxName;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/// How tracked series are kept: as JSON of the records, ids as texts. Strict: what cannot be read
/// is an error.
final class TrackCodec {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(
              new SimpleModule()
                  .addSerializer(MessageId.class, new TextSerializer<>(MessageId::value))
                  .addDeserializer(MessageId.class, new TextDeserializer<>(MessageId::new))
                  .addSerializer(InboxName.class, new TextSerializer<>(InboxName::value))
                  .addDeserializer(InboxName.class, new TextDeserializer<>(InboxName::new)))
          .addMixIn(Claim.class, Named.class)
          .build();

  private TrackCodec() {}

  /// Which of the sealed types it is stands beside the fields.
  @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME)
  private interface Named {}

  /// The mails of a conversation, and the inboxes that have its patches and cover letters.
  record Mails(List<SeriesMail> mails, Map<String, Set<InboxName>> inboxes) {}

  static byte[] write(Object value) {
    return JSON.writeValueAsBytes(value);
  }

  static <T> T read(byte[] bytes, Class<T> type, String key) throws IOException {
    try {
      return JSON.readValue(bytes, type);
    } catch (JacksonException e) {
      throw new IOException("the record of " + key + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static final class TextSerializer<T> extends ValueSerializer<T> {
    private final java.util.function.Function<T, String> text;

    TextSerializer(java.util.function.Function<T, String> text) {
      this.text = text;
    }

    @Override
    public void serialize(T value, JsonGenerator out, SerializationContext context) {
      out.writeString(text.apply(value));
    }
  }

  private static final class TextDeserializer<T> extends ValueDeserializer<T> {
    private final java.util.function.Function<String, T> value;

    TextDeserializer(java.util.function.Function<String, T> value) {
      this.value = value;
    }

    @Override
    public T deserialize(JsonParser in, DeserializationContext context) {
      return value.apply(in.getString());
    }
  }
}
