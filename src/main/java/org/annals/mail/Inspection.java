package org.annals.mail;

import java.util.List;
import org.annals.mail.Defect.Kind;

/// The checks of [Message#defects] that are too dear to do at each parsing.
final class Inspection {
  private Inspection() {}

  static void headers(Message message, Defects defects) {
    Headers headers = message.headers();
    if (headers.isEmpty()) {
      defects.add(0, Kind.NO_HEADERS);
    }
    if (!headers.has("From")) {
      defects.add(0, Kind.MISSING_FROM);
    }
    if (!headers.has("Date")) {
      defects.add(0, Kind.MISSING_DATE);
    } else if (headers.all("Date").stream().allMatch(v -> MailDate.parse(v).isEmpty())) {
      message.note(defects, "Date", Kind.BAD_DATE);
    }
    ids(message, defects);
    int nul = Ascii.indexOf(message.raw(), 0, message.raw().length, '\0');
    if (nul >= 0) {
      defects.add(nul, Kind.NUL_BYTES);
    }
  }

  private static void ids(Message message, Defects defects) {
    List<String> values = message.headers().all("Message-ID");
    int count = message.ids().size();
    if (count == 0) {
      message.note(defects, "Message-ID", Kind.MISSING_MESSAGE_ID);
    } else if (count > 1) {
      message.note(defects, "Message-ID", Kind.SEVERAL_MESSAGE_IDS);
    }
    if (values.stream().flatMap(v -> MessageId.texts(v).stream()).anyMatch(MessageId::isTooLong)) {
      message.note(defects, "Message-ID", Kind.MESSAGE_ID_CUT);
    }
  }

  static void parts(Message message, Defects defects) {
    for (Part part : message.parts()) {
      Entity entity = part.entity();
      int offset = entity.start();
      switch (entity.transferEncoding()) {
        case "base64" -> {
          if (entity.content().truncated()) {
            defects.add(offset, Kind.TRUNCATED_BASE64);
          }
        }
        case "", "7bit", "8bit", "binary", "quoted-printable" -> {}
        default -> defects.add(offset, Kind.UNKNOWN_TRANSFER_ENCODING);
      }
      if (part.isText()) {
        switch (part.decoded().fit()) {
          case CLEAN -> {}
          case UNKNOWN -> defects.add(offset, Kind.UNKNOWN_CHARSET);
          case WRONG -> defects.add(offset, Kind.WRONG_CHARSET);
        }
      }
    }
  }
}
