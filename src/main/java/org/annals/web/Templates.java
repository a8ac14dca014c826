package org.annals.web;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.TemplateException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/// The compiled templates. Thread-safe.
final class Templates {
  private static final String PACKAGE = "org.annals.web.templates";

  private final TemplateEngine engine =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, Templates.class.getClassLoader(), PACKAGE);

  /// A page that waits to be written.
  interface Rendering {
    void writeTo(OutputStream out) throws IOException;
  }

  /// Makes what a template shows. Gets the output, for the pieces that write themselves into it.
  interface Viewing {
    Object view(Markup out) throws IOException;
  }

  Rendering rendering(String template, Viewing viewing) {
    return out -> {
      Markup markup = new Markup(out);
      try {
        engine.render(template, viewing.view(markup), markup);
        markup.drain();
      } catch (UncheckedIOException e) {
        throw e.getCause();
      } catch (TemplateException e) {
        throw unwrapped(e);
      }
    };
  }

  /// Writes a part of a page by a template of its own.
  void write(String template, Object view, Markup out) {
    engine.render(template, view, out);
  }

  private static IOException unwrapped(TemplateException e) {
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof UncheckedIOException io && io.getCause() != null) {
        return io.getCause();
      }
    }
    throw e;
  }
}
