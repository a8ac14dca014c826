/// The one door to mail: the order in which things are made durable, look-ups, change notices.
///
/// A message goes into git first (durable with its commit), then into the index, which carries the
/// bookmark of the last commit it holds in the same atomic commit; so a crash anywhere loses
/// nothing and doubles nothing. Article numbers are replayed from git; what replay cannot know is
/// in the control inbox (`docs/formats/control-inbox.md`).
@NullMarked
package org.annals.archive;

import org.jspecify.annotations.NullMarked;
