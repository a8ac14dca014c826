/// Who replies to whom: conversation trees, conversation numbers, subjects to compare.
///
/// Pure functions of ids, references, dates and subjects; nothing here reads or stores mail.
/// Way in: `MessageThread.build` for the tree that a page shows, `Conversations` for the number
/// that an index keeps. Mail is hostile: cycles, self references, duplicate ids and chains of any
/// depth are data, so nothing recurses and nothing throws on them.
@NullMarked
package org.annals.thread;

import org.jspecify.annotations.NullMarked;
