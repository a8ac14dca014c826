/// Pages, feeds and downloads over HTTP.
///
/// A request becomes a `Route` (the only type that knows URLs), `Site` makes an `Answer` of it, and
/// `WebServer` (the only file that knows Jetty) sends that. Answers are written as they are made:
/// one message at a time, through a buffer of fixed size. Text from mail reaches a page only
/// through `Markup.text`, which escapes, or through the templates in `src/main/jte`, which do too.
@NullMarked
package org.annals.web;

import org.jspecify.annotations.NullMarked;
